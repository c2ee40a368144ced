"""Making a meeting, and changing it and its dates without anybody losing a seat."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.text import slugify

from stormoede.events.actions import records
from stormoede.events.actor import Actor
from stormoede.lib import words
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.models import Message
from stormoede.meetings.actions import books, doors
from stormoede.meetings.core import plans, seats
from stormoede.meetings.core.plans import DatePlan, Fault, Plan, Problem
from stormoede.meetings.models import Meeting, Registration, Session
from stormoede.meetings.refusals import MeetingRefused
from stormoede.rounds.actions import tracks
from stormoede.rounds.models import Round, Track

_NOBODY: Final = UUID(int=0)


@transaction.atomic
def make(track: Track, audience_id: int, plan: Plan, dates: Sequence[DatePlan], *, by: Actor, at: datetime) -> Meeting:
    """Make the meeting of a track. Raises MeetingRefused."""
    _check(_faults(plan, dates, track.round))
    meeting = Meeting.objects.create(track=track, audience_id=audience_id, **_columns(plan))
    for date in dates:
        Session.objects.create(meeting=meeting, slug=_slug(track, date), **_date_columns(date))
    records.record("meeting.made", _subject(meeting), by=by, at=at, data={"track": track.pk})
    return meeting


@transaction.atomic
def begin(
    round: Round, title: str, text: str, audience_id: int, plan: Plan, date: DatePlan, *, by: Actor, at: datetime
) -> Meeting:
    """A new track with a meeting and its first date. Raises MeetingRefused."""
    _check(_faults(plan, [date], round))
    taken = set(round.tracks.values_list("key", flat=True))
    key = next(name for number in count(1) if (name := f"moede-{number}") not in taken)
    track = tracks.append(round, key=key, kind="meetings", title=title, text=text, by=by, at=at)
    return make(track, audience_id, plan, [date], by=by, at=at)


@transaction.atomic
def edit(meeting_id: int, plan: Plan, audience_id: int | None = None, *, by: Actor, at: datetime) -> Meeting:
    """Change what is the same on every date. Raises MeetingRefused."""
    dates = _locked(meeting_id)
    meeting = Meeting.objects.select_related("track__round").get(pk=meeting_id)
    _check(_faults(plan, [date_plan(date) for date in dates], meeting.track.round))
    for name, value in _columns(plan).items():
        setattr(meeting, name, value)
    meeting.audience_id = meeting.audience_id if audience_id is None else audience_id
    meeting.save()
    for date in dates:
        doors.move_links(date, meeting)
    records.record("meeting.edited", _subject(meeting), by=by, at=at)
    _settle(meeting_id, by, at)
    return meeting


@transaction.atomic
def add_date(meeting_id: int, date: DatePlan, *, by: Actor, at: datetime) -> Session:
    """Add a date. Raises MeetingRefused."""
    _check(plans.date_faults(date))
    dates = _locked(meeting_id)
    meeting = Meeting.objects.select_related("track__round").get(pk=meeting_id)
    _check(_faults(plan_of(meeting), [*map(date_plan, dates), date], meeting.track.round))
    session = Session.objects.create(meeting=meeting, slug=_slug(meeting.track, date), **_date_columns(date))
    records.record("session.added", doors.subject(session.pk), by=by, at=at)
    return session


@transaction.atomic
def edit_date(session_id: int, date: DatePlan, *, by: Actor, at: datetime) -> Session:
    """Change a date. Those with a seat are told, in mail and calendar, when time or place is another.

    Capacity is never below the seats taken; more of it lets the waiting list move up. Raises MeetingRefused.
    """
    meeting_id = Session.objects.values_list("meeting_id", flat=True).get(pk=session_id)
    dates = _locked(meeting_id)
    session = next(one for one in dates if one.pk == session_id)
    wrong = plans.date_faults(date)
    if date.capacity is not None and date.capacity < session.taken:
        wrong.append(Fault("capacity", Problem.BELOW_TAKEN))
    _check(wrong)
    others = [date_plan(one) for one in dates if one.pk != session_id]
    _check(_faults(plan_of(session.meeting), [date, *others], session.meeting.track.round))
    moved = _whereabouts(date_plan(session)) != _whereabouts(date)
    for name, value in _date_columns(date).items():
        setattr(session, name, value)
    session.save()
    records.record("session.edited", doors.subject(session_id), by=by, at=at, data={"moved": moved})
    if moved:
        doors.move_links(session, session.meeting)
        _tell(session, by, at)
    _settle(meeting_id, by, at)
    return session


@transaction.atomic
def remove_date(session_id: int, *, by: Actor, at: datetime) -> None:
    """Take a date away that nobody has a seat on or waits for. Raises MeetingRefused."""
    meeting_id = Session.objects.values_list("meeting_id", flat=True).get(pk=session_id)
    dates = _locked(meeting_id)
    used = Registration.objects.filter(seat=session_id) | Registration.objects.filter(wish=session_id)
    if used.exists():
        raise MeetingRefused([Fault("date", Problem.IN_USE)])
    if len(dates) == 1:
        raise MeetingRefused([Fault("dates", Problem.NO_DATES)])
    Session.objects.filter(pk=session_id).delete()
    records.record("session.removed", doors.subject(session_id), by=by, at=at)


def plan_of(meeting: Meeting) -> Plan:
    """The meeting as it stands."""
    return Plan(
        deadline=meeting.deadline,
        links_at=meeting.links_at,
        late=seats.Late(meeting.late),
        platform=meeting.platform,
        door_opens=meeting.door_opens,
        door_stays=meeting.door_stays,
        address_in_mail=meeting.address_in_mail,
        help_phone=meeting.help_phone,
        help_from=meeting.help_from,
        programme=tuple(
            plans.Item(datetime.strptime(one["at"], "%H:%M").time(), one["what"], one["who"])  # noqa: DTZ007
            for one in meeting.programme
        ),
    )


def date_plan(session: Session) -> DatePlan:
    """The date as it stands."""
    return DatePlan(session.starts, session.ends, session.place, session.town, session.join_url, session.capacity)


def _columns(plan: Plan) -> dict[str, Any]:
    programme = [{"at": item.at.strftime("%H:%M"), "what": item.what, "who": item.who} for item in plan.programme]
    return {
        "deadline": plan.deadline,
        "links_at": plan.links_at,
        "late": plan.late.value,
        "platform": plan.platform,
        "door_opens": plan.door_opens,
        "door_stays": plan.door_stays,
        "address_in_mail": plan.address_in_mail,
        "help_phone": plan.help_phone,
        "help_from": plan.help_from,
        "programme": programme,
    }


def _date_columns(date: DatePlan) -> dict[str, Any]:
    return {
        "starts": date.starts,
        "ends": date.ends,
        "place": date.place,
        "town": date.town,
        "join_url": date.join_url,
        "capacity": date.capacity,
    }


def _whereabouts(date: DatePlan) -> tuple[object, ...]:
    return date.starts, date.ends, date.place, date.town


def _slug(track: Track, date: DatePlan) -> str:
    """The name of the date in calendars: round, day, town. It says nothing secret and is never changed."""
    day = words.local_day(date.starts, track.round.time_zone).isoformat()
    wanted = slugify(f"{track.round.key}-{day}-{date.town}")[:50].strip("-")
    slug, number = wanted, 1
    while Session.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{wanted}-{number}"
    return slug


def _subject(meeting: Meeting) -> str:
    return f"meeting:{meeting.pk}"


def _check(faults: Sequence[Fault]) -> None:
    if faults:
        raise MeetingRefused(faults)


def _faults(plan: Plan, dates: Sequence[DatePlan], round: Round) -> list[Fault]:
    """What is wrong with the meeting by itself, or else with where it lies in the round."""
    found = plans.faults(plan, dates)
    return found or plans.outside(plan, dates, round.starts_on, round.ends_on, round.time_zone)


def _locked(meeting_id: int) -> list[Session]:
    rows = Session.objects.select_for_update(no_key=True, of=("self",)).select_related("meeting")
    return list(rows.filter(meeting=meeting_id).order_by("pk"))


def _settle(meeting_id: int, by: Actor, at: datetime) -> None:
    book = books.open_book(meeting_id, _NOBODY, at)
    waiting = books.lines(meeting_id)
    if book and waiting:
        decision = seats.settle(book.seats, [line.waiter for line in waiting.values()])
        books.count(decision.taken)
        books.move_up(decision.moves, waiting, by=by, at=at)


def _tell(session: Session, by: Actor, at: datetime) -> None:
    """Bring the calendars of those with a seat up to date."""
    held = Registration.objects.filter(seat=session)
    held.update(sequence=F("sequence") + 1)
    told = list(held.order_by("pk").values_list("pk", "person_id", "sequence"))
    records.record_many(
        "registration.told",
        [(f"registration:{pk}", {"seat": session.pk, "sequence": sequence}) for pk, _, sequence in told],
        by=by,
        at=at,
    )
    outbox.enqueue([_changed_mail(session, *one) for one in told], at=at)


def _changed_mail(session: Session, registration: UUID, person: UUID, sequence: int) -> NewMessage:
    return NewMessage(
        key=f"meetings.receipt:{registration}:{sequence}",
        kind="meetings.receipt",
        ref=f"registration:{registration}",
        person=str(person),
        facts={"act": "told", "sequence": sequence, "outcome": "seated", "seat": session.pk},
        priority=Message.Priority.URGENT,
    )
