"""Making a meeting, and changing it and its dates without anybody losing a seat."""

from collections.abc import Sequence
from datetime import datetime
from itertools import count
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.text import slugify

from stormoede.events.actions import records
from stormoede.events.actor import Actor
from stormoede.lib import seen, words
from stormoede.mail.actions import formers
from stormoede.meetings.actions import books, changes, doors
from stormoede.meetings.core import plans, seats
from stormoede.meetings.core.plans import Change, DatePlan, Fault, Plan, Problem
from stormoede.meetings.models import Meeting, Registration, Session
from stormoede.meetings.refusals import MeetingRefused
from stormoede.members.refusals import EditedMeanwhile
from stormoede.rounds.actions import tracks
from stormoede.rounds.models import Round, Track

_NOBODY: Final = UUID(int=0)
# What mails tell of a meeting, whatever its dates.
TOLD = ("deadline", "links_at", "platform", "door_opens", "address_in_mail", "help_phone")


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
    taken = tracks.keys(round)
    key = next(name for number in count(1) if (name := f"moede-{number}") not in taken)
    track = tracks.append(round, key=key, kind="meetings", title=title, text=text, by=by, at=at)
    return make(track, audience_id, plan, [date], by=by, at=at)


@transaction.atomic
def edit(
    meeting_id: int, plan: Plan, audience_id: int | None = None, *, mark: str = "", by: Actor, at: datetime
) -> Meeting:
    """Change what is the same on every date. Raises MeetingRefused, and EditedMeanwhile when it says something else than ``mark``."""
    dates = changes.locked(meeting_id)
    meeting = Meeting.objects.select_related("track__round").get(pk=meeting_id)
    if mark and mark != mark_of(meeting):
        raise EditedMeanwhile
    _check(_faults(plan, [date_plan(date) for date in held(dates)], meeting.track.round))
    for name, value in _columns(plan).items():
        setattr(meeting, name, value)
    meeting.audience_id = meeting.audience_id if audience_id is None else audience_id
    formers.keep(meeting, TOLD)
    meeting.save()
    for date in held(dates):
        doors.move_links(date, meeting)
    records.record("meeting.edited", _subject(meeting), by=by, at=at)
    _settle(meeting_id, by, at)
    return meeting


@transaction.atomic
def add_date(meeting_id: int, date: DatePlan, *, by: Actor, at: datetime) -> Session:
    """Add a date. Raises MeetingRefused."""
    _check(plans.date_faults(date))
    dates = changes.locked(meeting_id)
    meeting = Meeting.objects.select_related("track__round").get(pk=meeting_id)
    _check(
        _faults(
            plan_of(meeting),
            [*map(date_plan, (one for one in dates if one.cancelled_at is None)), date],
            meeting.track.round,
        )
    )
    session = Session.objects.create(meeting=meeting, slug=_slug(meeting.track, date), **_date_columns(date))
    formers.made(session)
    records.record("session.added", doors.subject(session.pk), by=by, at=at)
    return session


@transaction.atomic
def edit_date(session_id: int, date: DatePlan, *, mark: str = "", by: Actor, at: datetime) -> Session:
    """Change a date until it ends. Those with a seat are told once, in mail and calendar, when time or place is another;

    of a new address when the old one has been given out. Capacity is never below the seats taken; more of it lets the
    waiting list move up. Raises MeetingRefused, and EditedMeanwhile when it says something else than ``mark``.
    """
    meeting_id = Session.objects.values_list("meeting_id", flat=True).get(pk=session_id)
    dates = changes.locked(meeting_id)
    session = next(one for one in dates if one.pk == session_id)
    if mark and mark != seen.mark(date_plan(session)):
        raise EditedMeanwhile
    _check(changes.closed(session, at))
    wrong = plans.date_faults(date)
    if not wrong and date.ends <= at:
        wrong.append(Fault("ends", Problem.PAST))
    if date.capacity is not None and date.capacity < session.taken:
        wrong.append(Fault("capacity", Problem.BELOW_TAKEN))
    _check(wrong)
    others = [date_plan(one) for one in dates if one.pk != session_id and one.cancelled_at is None]
    _check(_faults(plan_of(session.meeting), [date, *others], session.meeting.track.round))
    _write(session, date, by, at)
    _settle(meeting_id, by, at)
    return session


def _write(session: Session, date: DatePlan, by: Actor, at: datetime) -> None:
    was = date_plan(session)
    changed = plans.changes(was, date)
    for name, value in _date_columns(date).items():
        setattr(session, name, value)
    session.address_at = at if date.join_url != was.join_url else session.address_at
    formers.keep(session, changes.TOLD)
    session.save()
    moved = bool(set(changed) - {Change.ADDRESS})
    records.record("session.edited", doors.subject(session.pk), by=by, at=at, data={"moved": moved})
    if moved:
        doors.move_links(session, session.meeting)
    if moved or (changed and _given_out(session.meeting, at)):
        changes.tell(session, changed, was.starts, by=by, at=at)


def _given_out(meeting: Meeting, at: datetime) -> bool:
    """Can anybody have the meeting's address, or the link that leads to it?"""
    return meeting.address_in_mail or at >= meeting.links_at


@transaction.atomic
def remove_date(session_id: int, *, by: Actor, at: datetime) -> None:
    """Take a date away that nobody has a seat on or waits for, and that has not been held. Raises MeetingRefused."""
    meeting_id = Session.objects.values_list("meeting_id", flat=True).get(pk=session_id)
    dates = changes.locked(meeting_id)
    session = next(one for one in dates if one.pk == session_id)
    _check(changes.closed(session, at))
    used = Registration.objects.filter(seat=session_id) | Registration.objects.filter(wish=session_id)
    if used.exists():
        raise MeetingRefused([Fault("date", Problem.IN_USE)])
    if all(one.cancelled_at is not None for one in dates if one.pk != session_id):
        raise MeetingRefused([Fault("dates", Problem.NO_DATES)])
    formers.gone(session)
    Session.objects.filter(pk=session_id).delete()
    records.record("session.removed", doors.subject(session_id), by=by, at=at)


def mark_of(meeting: Meeting) -> str:
    """What is the same on every date, as a mark."""
    return seen.mark(plan_of(meeting), meeting.audience_id)


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
    return DatePlan(
        session.starts, session.ends, session.place, session.town, session.join_url, session.capacity,
        session.meeting_number, session.dial_in,
    )  # fmt: skip


def held(dates: Sequence[Session]) -> Sequence[Session]:
    """Those that are not cancelled; all when all are."""
    return [date for date in dates if date.cancelled_at is None] or dates


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
        "meeting_number": date.meeting_number,
        "dial_in": date.dial_in,
    }


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


def _settle(meeting_id: int, by: Actor, at: datetime) -> None:
    book = books.open_book(meeting_id, _NOBODY, at)
    waiting = books.lines(meeting_id)
    if book and waiting:
        decision = seats.settle(book.seats, [line.waiter for line in waiting.values()])
        books.count(decision.taken)
        books.move_up(decision.moves, waiting, by=by, at=at)
