"""A date that is not held as was said: moved, at a new address, or cancelled. Each person who is on it gets one mail of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q

from stormoede.events.actions import records
from stormoede.events.actor import Actor
from stormoede.mail.actions import formers, outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.models import Message
from stormoede.meetings.actions import books, doors
from stormoede.meetings.core.plans import Change, Fault, Problem
from stormoede.meetings.core.seats import Standing
from stormoede.meetings.models import Registration, Session
from stormoede.meetings.refusals import MeetingRefused

# What mails tell of a date.
TOLD = ("starts", "ends", "place", "town", "join_url", "meeting_number", "dial_in", "cancelled_at", "cancelled_why")


def locked(meeting_id: int) -> list[Session]:
    """All dates of the meeting, locked in the order of their ids."""
    rows = Session.objects.select_for_update(no_key=True, of=("self",)).select_related("meeting__track__round")
    return list(rows.filter(meeting=meeting_id).order_by("pk"))


def closed(session: Session, at: datetime) -> list[Fault]:
    """Why the date can no longer be changed; nothing while it can."""
    if session.cancelled_at is not None:
        return [Fault("date", Problem.CANCELLED)]
    return [Fault("date", Problem.ENDED)] if at >= session.ends else []


def tell(session: Session, changed: Sequence[Change], was: datetime, *, by: Actor, at: datetime) -> None:
    """Mail everybody with a seat what is another now, and bring their calendars up to date; and those who wait for one.

    Whoever's time or place is another may choose another date, whatever the deadline. ``was`` is when it was to begin.
    """
    held = Registration.objects.filter(Q(seat=session) | Q(wish=session))
    moved = set(changed) != {Change.ADDRESS}
    held = held if moved else held.filter(seat=session)
    held.update(sequence=F("sequence") + 1)
    if moved:
        held.filter(seat=session).update(offered=True)
    told = list(held.order_by("pk"))
    records.record_many(
        "registration.told",
        [
            (f"registration:{one.pk}", {**books.told(standing(one), standing(one), one.sequence), "date": session.pk})
            for one in told
        ],
        by=by,
        at=at,
    )
    facts = {
        "act": "told", "date": session.pk, "changed": [change.value for change in changed], "was": was.isoformat()
    }  # fmt: skip
    _mail([_news(one, standing(one), facts) for one in told], at)


@transaction.atomic
def cancel(session_id: int, why: str, *, by: Actor, at: datetime) -> int:
    """Cancel a date until it ends. Its seats and its waiting list are given up; a seat or a wish elsewhere stays.

    Everybody on it is mailed, with ``why``, and may choose another date whatever the deadline. Returns how many.
    Raises MeetingRefused.
    """
    meeting_id = Session.objects.values_list("meeting_id", flat=True).get(pk=session_id)
    session = next(one for one in locked(meeting_id) if one.pk == session_id)
    if faults := closed(session, at):
        raise MeetingRefused(faults)
    told = list(Registration.objects.filter(Q(seat=session) | Q(wish=session)).order_by("pk"))
    before = {one.pk: standing(one) for one in told}
    for one in told:
        _leave(one, session)
    Registration.objects.bulk_update(
        told, ["seat", "wish", "wished_at", "asks", "offered", "sequence"], batch_size=200
    )  # fmt: skip
    session.taken, session.cancelled_at, session.cancelled_why = 0, at, why
    formers.keep(session, TOLD)
    session.save()
    records.record("session.cancelled", doors.subject(session_id), by=by, at=at, data={"people": len(told)})
    records.record_many(
        "registration.displaced",
        [(f"registration:{one.pk}", books.told(before[one.pk], standing(one), one.sequence)) for one in told],
        by=by,
        at=at,
    )
    _mail([_news(one, before[one.pk], {"act": "cancelled", "date": session_id}) for one in told], at)
    return len(told)


def standing(registration: Registration) -> Standing:
    """How the person stands now."""
    return Standing(registration.seat_id, registration.wish_id, registration.asks, registration.cannot)


def _leave(registration: Registration, session: Session) -> None:
    registration.sequence += 1
    if registration.seat_id == session.pk:
        registration.seat = None
    else:
        registration.wish, registration.wished_at, registration.asks = None, None, False
    registration.offered = registration.seat_id is None


def _news(registration: Registration, was: Standing, facts: Mapping[str, object]) -> NewMessage:
    now = standing(registration)
    return NewMessage(
        key=f"meetings.receipt:{registration.pk}:{registration.sequence}",
        kind="meetings.receipt",
        ref=f"registration:{registration.pk}",
        person=str(registration.person_id),
        facts={
            **facts,
            "sequence": registration.sequence,
            "outcome": now.outcome.value,
            "seat": now.seat,
            "wish": now.wish,
            "left": was.seat if was.seat != now.seat else None,
            "wished": was.wish if was.wish != now.wish else None,
        },
        priority=Message.Priority.URGENT,
    )


def _mail(news: Sequence[NewMessage], at: datetime) -> None:
    # What was said before must not come after: a receipt that still waits is sent first.
    outbox.hurry([one.ref for one in news], Message.Priority.URGENT)
    outbox.enqueue(news, at=at)
