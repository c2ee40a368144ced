"""Calendar answers: the claimant that takes them, and what each of them comes to.

A calendar's answer names the entry's UID, which is random and stands in one person's calendar only. So it does what one undoes
in a step: give up a seat, or ask for it again by the rules of the meeting. Everything else waits for the desk.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from stormoede.events.actor import Actor, ActorKind
from stormoede.mail.claimants import Claim, Offer
from stormoede.mail.models import Message
from stormoede.meetings.actions import confirmations, registrations
from stormoede.meetings.core import replies
from stormoede.meetings.core.replies import CalendarReply, Verdict
from stormoede.meetings.core.seats import Outcome
from stormoede.meetings.entries import method_of
from stormoede.meetings.models import Registration
from stormoede.meetings.refusals import AnswerRefused, NotInvited

CALENDAR = "calendar"
_NOBODYS = Claim(CALENDAR, Verdict.UNKNOWN_ENTRY.value, True)


@dataclass(frozen=True, slots=True)
class Entry:
    """What a calendar was last sent: the highest SEQUENCE, and the date it was about."""

    sequence: int
    date: int


def claim(offer: Offer, *, at: datetime) -> Claim | None:
    """Take a calendar's answer; None when the mail is none."""
    reply = replies.read(offer.mail.calendars)
    if reply is None:
        return None
    found = Registration.objects.select_related("person", "meeting").filter(uid=reply.uid or "-").first()
    if found is None or found.person.erased_at is not None:
        return Claim(_NOBODYS.by, _NOBODYS.verdict, True, offer.person)
    entry = last_entry(found)
    verdict = replies.judge(
        reply,
        senders=offer.mail.senders,
        address=found.person.email,
        told=entry.sequence if entry else None,
        believed=offer.trusted or not settings.AUTHSERV_ID,
    )
    if entry is not None and verdict in {Verdict.ACCEPTED, Verdict.DECLINED}:
        return _act(found, reply, entry, verdict, at)
    confirmations.tell(found, verdict.value, at=at)
    return _claim(found, reply, verdict.value, waits=True)


def last_entry(registration: Registration) -> Entry | None:
    """What the calendar of a registration was last sent; None when it was never sent an entry."""
    sent = Message.objects.filter(ref=f"registration:{registration.pk}").order_by("id").values_list("facts", flat=True)
    told = [_entry(facts) for facts in sent if method_of(facts)]
    return max(told, key=lambda entry: entry.sequence, default=None)


def _entry(facts: Mapping[str, int]) -> Entry:
    return Entry(int(facts.get("sequence") or 0), int(facts.get("seat") or facts.get("left") or 0))


def _claim(found: Registration, reply: CalendarReply, verdict: str, *, waits: bool) -> Claim:
    facts = {"registration": str(found.pk), "word": reply.word.value, "sequence": reply.sequence}
    return Claim(CALENDAR, verdict, waits, str(found.person_id), None, facts)


def _act(found: Registration, reply: CalendarReply, entry: Entry, verdict: Verdict, at: datetime) -> Claim:
    by = Actor(ActorKind.PERSON, str(found.person_id))
    try:
        with transaction.atomic():
            do = _decline if verdict is Verdict.DECLINED else _accept
            changed = do(found, entry, by, at)
    except (AnswerRefused, NotInvited):
        confirmations.tell(found, "refused", at=at)
        return _claim(found, reply, "refused", waits=True)
    return _claim(found, reply, changed, waits=False)


def _decline(found: Registration, entry: Entry, by: Actor, at: datetime) -> str:
    if found.seat_id != entry.date:
        return "unchanged"
    registrations.give_up(found.meeting_id, found.person_id, by=by, at=at)
    return Verdict.DECLINED.value


def _accept(found: Registration, entry: Entry, by: Actor, at: datetime) -> str:
    if found.seat_id == entry.date:
        confirmations.confirm(found, by=by, at=at)
        return Verdict.ACCEPTED.value
    came = registrations.answer(found.meeting_id, found.person_id, entry.date, by=by, at=at)
    return {Outcome.SEATED: "seated", Outcome.ASKING: "asked", Outcome.WAITING: "waits"}.get(came.outcome, "unchanged")
