"""Calling a meeting at short notice, and changing its time or address afterwards."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F

from stormoede.accounts.actions import links
from stormoede.accounts.models import Link
from stormoede.calls import queries
from stormoede.calls.actions import mails
from stormoede.calls.core.plans import CallPlan, door_opens
from stormoede.calls.models import Call
from stormoede.calls.refusals import CalledAlready, CallOver, HourPassed, NobodyCalled
from stormoede.events.actions import records
from stormoede.events.actor import Actor
from stormoede.lib import seen
from stormoede.mail.actions import formers, outbox
from stormoede.meetings.actions import changes, doors, meetings
from stormoede.meetings.core import plans
from stormoede.meetings.core.doors import LINK_LIVES
from stormoede.meetings.core.plans import DatePlan, Plan
from stormoede.meetings.core.seats import Late
from stormoede.meetings.models import Meeting, Registration, Session
from stormoede.meetings.refusals import MeetingRefused
from stormoede.members.refusals import EditedMeanwhile
from stormoede.rounds.actions import tracks
from stormoede.rounds.models import Round, Track

# A call's page can be looked at this long after the meeting.
PAGE_LIVES = timedelta(days=7)


def begin(round: Round, audience_id: int, plan: CallPlan, mark: UUID, *, by: Actor, at: datetime) -> Call:
    """Call a meeting now. The same ``mark`` twice is one call, so that a form sent twice calls nobody twice.

    Raises HourPassed, NobodyCalled, MeetingRefused.
    """
    if before := Call.objects.filter(mark=mark).first():
        return before
    try:
        with transaction.atomic():
            call = prepare(round, audience_id, plan, mark, by=by, at=at)
            send(call, by=by, at=at)
            return call
    except IntegrityError:
        # The other of two presses was quicker.
        if before := Call.objects.filter(mark=mark).first():
            return before
        raise


@transaction.atomic
def prepare(round: Round, audience_id: int, plan: CallPlan, mark: UUID, *, by: Actor, at: datetime) -> Call:
    """Make the call without telling anybody yet. Raises MeetingRefused."""
    taken = tracks.keys(round)
    key = next(name for number in count(1) if (name := f"indkaldelse-{number}") not in taken)
    track = tracks.append(round, key=key, kind=queries.KIND, title=plan.subject, text=plan.lines, by=by, at=at)
    return attach(track, audience_id, plan, mark, by=by, at=at)


@transaction.atomic
def attach(track: Track, audience_id: int, plan: CallPlan, mark: UUID, *, by: Actor, at: datetime) -> Call:
    """The call of a track that is there. Raises MeetingRefused."""
    opens = plan.starts - timedelta(minutes=door_opens(plan.starts, at))
    whole = Plan(deadline=opens, links_at=opens, late=Late.STRAIGHT_IN, platform=plan.platform,
                 door_opens=door_opens(plan.starts, at))  # fmt: skip
    date = DatePlan(plan.starts, plan.ends, join_url=plan.join_url)
    meeting = meetings.make(track, audience_id, whole, [date], by=by, at=at)
    call = Call.objects.create(meeting=meeting, mark=mark)
    records.record("call.made", f"call:{call.pk}", by=by, at=at, data={"track": track.pk})
    return call


@transaction.atomic
def discard(call: Call, *, by: Actor, at: datetime) -> None:
    """Take a call away that nobody has been told of. Raises CalledAlready."""
    call = Call.objects.select_for_update(of=("self",)).select_related("meeting__track").get(pk=call.pk)
    if call.called_at is not None:
        raise CalledAlready
    records.record("call.deleted", f"call:{call.pk}", by=by, at=at)
    call.delete()
    call.meeting.track.delete()


@transaction.atomic
def send(call: Call, *, by: Actor, at: datetime) -> int:
    """Let it go out: mail, calendar entry and links to everybody in the audience, ahead of all letters.

    Returns how many are called. Raises CalledAlready, HourPassed, NobodyCalled.
    """
    call = Call.objects.select_for_update(of=("self",)).select_related("meeting__track__round").get(pk=call.pk)
    meeting, round, session = call.meeting, call.meeting.track.round, queries.session_of(call)
    if call.called_at is not None:
        raise CalledAlready
    if session.ends <= at or session.starts < at - timedelta(minutes=1):
        raise HourPassed
    people = queries.reachable(meeting.audience, at, round.time_zone)
    if not people:
        raise NobodyCalled
    call.called_at, call.called_by = at, str(by)
    call.save(update_fields=["called_at", "called_by"])
    _links(call, round, session, people)
    rows = _book(meeting, session, people, by, at)
    outbox.enqueue(mails.many(mails.CALL, "called", [(row.pk, row.person_id, 0) for row in rows]), at=at)
    records.record("call.sent", f"call:{call.pk}", by=by, at=at, data={"people": len(people)})
    return len(people)


@transaction.atomic
def move(
    call: Call, starts: datetime, ends: datetime, join_url: str, *, mark: str = "", by: Actor, at: datetime
) -> int:
    """Give the call another time, another address, or both. Returns how many were told.

    Everybody called who has not said no is told of another time, and their entry is changed, not doubled. Another
    address is told to nobody: the door leads there. Raises MeetingRefused, HourPassed, CallOver, and EditedMeanwhile when it is another
    one by now than ``mark`` is of.
    """
    session = Session.objects.select_for_update(no_key=True).get(meeting=call.meeting_id)
    call = Call.objects.get(pk=call.pk)
    meeting = Meeting.objects.select_related("track__round").get(pk=call.meeting_id)
    if session.cancelled_at is not None or (call.called_at is not None and session.ends <= at):
        raise CallOver
    if mark and mark != mark_of(session):
        raise EditedMeanwhile
    if ends <= at or (starts != session.starts and starts < at):
        raise HourPassed
    moved = (starts, ends) != (session.starts, session.ends)
    _check(meeting, starts, ends, join_url)
    session.address_at = at if join_url != session.join_url else session.address_at
    session.starts, session.ends, session.join_url = starts, ends, join_url
    formers.keep(session, changes.TOLD)
    session.save(update_fields=["starts", "ends", "join_url", "address_at"])
    if moved:
        _open_in_time(meeting, starts, at)
    records.record("session.edited", doors.subject(session.pk), by=by, at=at, data={"moved": moved})
    return _tell(call, meeting, session, at) if moved and call.called_at is not None else 0


def mark_of(session: Session) -> str:
    """What a form that moves the call carries along."""
    return seen.mark(session.starts, session.ends, session.join_url)


@transaction.atomic
def call_off(call: Call, *, by: Actor, at: datetime) -> int:
    """The meeting is not held: all who have not said no are told once, and their entries are taken out. Raises CallOver."""
    session = Session.objects.select_for_update(no_key=True).get(meeting=call.meeting_id)
    if session.cancelled_at is not None or session.ends <= at:
        raise CallOver
    held = Registration.objects.filter(meeting=call.meeting_id, cannot=False)
    rows = list(held.order_by("pk").values_list("pk", "person_id", "sequence"))
    held.update(seat=None, cannot=True, sequence=F("sequence") + 1)
    session.cancelled_at, session.taken = at, 0
    session.save(update_fields=["cancelled_at", "taken"])
    records.record("call.cancelled", f"call:{call.pk}", by=by, at=at, data={"told": len(rows)})
    return outbox.enqueue(mails.many(mails.CALL, "off", [(pk, who, number + 1) for pk, who, number in rows]), at=at)


def leave(track: Track) -> None:
    """Take the track away that a call would have in another round, as part of an act that leaves its own event."""
    track.delete()


def _links(call: Call, round: Round, session: Session, people: Sequence[UUID]) -> None:
    """Each person's page of the call, and their door."""
    opens = session.starts - timedelta(minutes=call.meeting.door_opens)
    links.make(Link.Purpose.PAGE, people, queries.subject(call, round), closes=session.ends + PAGE_LIVES)
    links.make(Link.Purpose.DOOR, people, doors.subject(session.pk), opens=opens, closes=session.ends + LINK_LIVES)


def _book(meeting: Meeting, session: Session, people: Sequence[UUID], by: Actor, at: datetime) -> list[Registration]:
    """A line for everybody, without an answer yet; with its door's link sent, since the mail has it."""
    rows = [
        Registration(
            id=uuid4(), meeting=meeting, person_id=pk, answered_at=at, answered_by=str(by), uid=secrets.token_hex(16),
            door_sent=session,
        )
        for pk in people
    ]  # fmt: skip
    return Registration.objects.bulk_create(rows, batch_size=1000)


def _check(meeting: Meeting, starts: datetime, ends: datetime, join_url: str) -> None:
    """The date by itself, and within its round."""
    date, round = DatePlan(starts, ends, join_url=join_url), meeting.track.round
    faults = plans.date_faults(date) or plans.outside(
        Plan(deadline=starts, links_at=starts), [date], round.starts_on, round.ends_on, round.time_zone
    )
    if faults:
        raise MeetingRefused([fault for fault in faults if fault.field in {"starts", "ends", "join_url"}])


def _open_in_time(meeting: Meeting, starts: datetime, at: datetime) -> None:
    meeting.door_opens = door_opens(starts, at)
    meeting.deadline = meeting.links_at = starts - timedelta(minutes=meeting.door_opens)
    formers.keep(meeting, meetings.TOLD)
    meeting.save(update_fields=["door_opens", "deadline", "links_at"])


def _tell(call: Call, meeting: Meeting, session: Session, at: datetime) -> int:
    """One mail and the same entry with the new time to all who may come; their links get the new times too."""
    held = Registration.objects.filter(meeting=meeting, cannot=False)
    held.update(sequence=F("sequence") + 1)
    rows = list(held.order_by("pk").values_list("pk", "person_id", "sequence"))
    deputies = set(queries.standing(call).values_list("person_id", flat=True))
    members = list(Registration.objects.filter(meeting=meeting).values_list("person_id", flat=True))
    _links(call, meeting.track.round, session, [pk for pk in members if pk not in deputies])
    opens = session.starts - timedelta(minutes=meeting.door_opens)
    closes = session.ends + LINK_LIVES
    links.make(Link.Purpose.DEPUTY, deputies, doors.subject(session.pk), opens=opens, closes=closes)
    told = mails.many(mails.CALL, "moved", [row for row in rows if row[1] not in deputies])
    told += mails.many(mails.DEPUTY, "moved", [row for row in rows if row[1] in deputies])
    return outbox.enqueue(told, at=at)
