"""What calendars answer about talks: a speaker's no is a no; everything else changes nothing and is looked at by the desk.

An entry's UID is random and stands in one person's calendar only.
"""

from datetime import datetime

from django.conf import settings

from stormoede.events.actor import Actor, ActorKind
from stormoede.mail.claimants import Claim, Offer
from stormoede.meetings.core import replies
from stormoede.meetings.core.replies import CalendarReply, Verdict
from stormoede.talks.actions import talks
from stormoede.talks.models import Talk, TalkEntry
from stormoede.talks.refusals import TalkOver

CALENDAR = "calendar"
# What an answer about a talk comes to, where it is told in other words than one about a seat.
ACCEPTED, DECLINED, REFUSED, STRANGER = "talk_accepted", "talk_declined", "talk_refused", "talk_stranger"
UNCHANGED = "unchanged"


def claim(offer: Offer, *, at: datetime) -> Claim | None:
    """Take a calendar's answer to a talk's entry; None when the mail is none, or is about something else."""
    reply = replies.read(offer.mail.calendars)
    if reply is None or not reply.uid:
        return None
    found = TalkEntry.objects.select_related("person", "talk").filter(uid=reply.uid).first()
    if found is None:
        return None
    who = found.person
    verdict = replies.judge(
        reply,
        senders=offer.mail.senders,
        address=found.email if who is None else "" if who.erased_at else who.email,
        told=found.sequence,
        believed=offer.trusted or not settings.AUTHSERV_ID,
    )
    return _act(found, reply, verdict, at)


def _act(found: TalkEntry, reply: CalendarReply, verdict: Verdict, at: datetime) -> Claim:
    agreed = found.out_at is None and found.talk.state == Talk.State.ACCEPTED
    if verdict is Verdict.STRANGER:
        return _claim(found, reply, STRANGER, waits=True)
    if verdict is Verdict.DECLINED and found.out_at is not None:
        # It declines what is cancelled already: calendars do so by themselves.
        return _claim(found, reply, UNCHANGED, waits=False)
    if verdict is Verdict.DECLINED and found.speaks and agreed:
        return _decline(found, reply, at)
    if verdict is Verdict.DECLINED:
        return _claim(found, reply, REFUSED, waits=True)
    if verdict is Verdict.ACCEPTED:
        return _claim(found, reply, ACCEPTED if agreed else UNCHANGED, waits=False)
    return _claim(found, reply, verdict.value, waits=True)


def _decline(found: TalkEntry, reply: CalendarReply, at: datetime) -> Claim:
    try:
        talks.decline(found.talk, by=Actor(ActorKind.PERSON, str(found.person_id)), at=at)
    except TalkOver:
        return _claim(found, reply, REFUSED, waits=True)
    return _claim(found, reply, DECLINED, waits=False)


def _claim(found: TalkEntry, reply: CalendarReply, verdict: str, *, waits: bool) -> Claim:
    person = str(found.person_id) if found.person_id else ""
    facts = {"talk": found.talk_id, "word": reply.word.value, "sequence": reply.sequence}
    return Claim(CALENDAR, verdict, waits, person, None, facts)
