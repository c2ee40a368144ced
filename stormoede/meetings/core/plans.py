"""What is decided about a meeting and its dates, as values, and what is wrong with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from stormoede.lib import words
from stormoede.meetings.core import addresses
from stormoede.meetings.core.seats import Late

LONGEST = timedelta(hours=16)


class Problem(StrEnum):
    """What can be wrong with a plan. The sentences are in ``meetings/refusals.py``."""

    ENDS_FIRST = "ends_first"
    TOO_LONG = "too_long"
    DEADLINE_AFTER = "deadline_after"
    LINKS_BEFORE_DEADLINE = "links_before_deadline"
    LINKS_AFTER_DOOR = "links_after_door"
    OUTSIDE_ROUND = "outside_round"
    NO_DATES = "no_dates"
    BELOW_TAKEN = "below_taken"
    IN_USE = "in_use"
    ENDED = "ended"
    PAST = "past"
    CANCELLED = "cancelled"
    NOT_HTTPS = "not_https"
    USER_PART = "user_part"
    HOST = "host"
    CHARACTERS = "characters"
    LONG = "long"


class Change(StrEnum):
    """What those who have a seat must know when a date is changed."""

    TIME = "time"
    PLACE = "place"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, at a field (of a date when ``date`` is its place in the list)."""

    field: str
    problem: Problem
    date: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One point of the programme."""

    at: time
    what: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is the same on every date. Minutes are whole minutes."""

    deadline: datetime
    links_at: datetime
    late: Late = Late.ASK
    platform: str = ""
    door_opens: int = 15
    door_stays: int = 15
    address_in_mail: bool = False
    help_phone: str = ""
    help_from: time | None = None
    programme: Sequence[Item] = ()


@dataclass(frozen=True, slots=True)
class DatePlan:
    """One date of the meeting. ``capacity`` None has room for all. Number and telephone are the ways in without the address."""

    starts: datetime
    ends: datetime
    place: str = ""
    town: str = ""
    join_url: str = ""
    capacity: int | None = None
    meeting_number: str = ""
    dial_in: str = ""


def changes(was: DatePlan, now: DatePlan) -> tuple[Change, ...]:
    """What is another now. A first address is not a new one."""
    told = {
        Change.TIME: (was.starts, was.ends) != (now.starts, now.ends),
        Change.PLACE: (was.place, was.town) != (now.place, now.town),
        Change.ADDRESS: bool(was.join_url and now.join_url and was.join_url != now.join_url),
    }
    return tuple(change for change, so in told.items() if so)


def faults(plan: Plan, dates: Sequence[DatePlan]) -> list[Fault]:
    """Everything wrong with the plan, in the order a person reads it."""
    found: list[Fault] = []
    if not dates:
        found.append(Fault("dates", Problem.NO_DATES))
    elif plan.deadline >= max(date.ends for date in dates):
        found.append(Fault("deadline", Problem.DEADLINE_AFTER))
    if plan.links_at < plan.deadline:
        found.append(Fault("links_at", Problem.LINKS_BEFORE_DEADLINE))
    elif dates and plan.links_at > min(date.starts for date in dates) - timedelta(minutes=plan.door_opens):
        found.append(Fault("links_at", Problem.LINKS_AFTER_DOOR))
    return found + [fault for number, date in enumerate(dates) for fault in date_faults(date, number)]


def outside(plan: Plan, dates: Sequence[DatePlan], first: date, last: date, tz: str) -> list[Fault]:
    """A fault for each time that does not fall within the round, its first and last day included."""
    own = [
        (Fault("deadline", Problem.OUTSIDE_ROUND), plan.deadline),
        (Fault("links_at", Problem.OUTSIDE_ROUND), plan.links_at),
    ]
    of_dates = [
        (Fault(field, Problem.OUTSIDE_ROUND, number), at)
        for number, one in enumerate(dates)
        for field, at in (("starts", one.starts), ("ends", one.ends))
    ]
    days = ((fault, words.local_day(at, tz)) for fault, at in own + of_dates)
    return [fault for fault, day in days if not first <= day <= last]


def date_faults(date: DatePlan, number: int | None = None) -> list[Fault]:
    """What is wrong with one date by itself."""
    found: list[Fault] = []
    if date.ends <= date.starts:
        found.append(Fault("ends", Problem.ENDS_FIRST, number))
    elif date.ends - date.starts > LONGEST:
        found.append(Fault("ends", Problem.TOO_LONG, number))
    if date.join_url and (wrong := addresses.fault(date.join_url)):
        found.append(Fault("join_url", Problem(wrong.value), number))
    return found
