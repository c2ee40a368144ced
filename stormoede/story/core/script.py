"""What happens in the told story, and when. Pure: times and people in, acts out; the same people give the same acts.

The steps follow the letter of 7 February 2025: sent, answered, deadline on 26 March, links out, 31 March, 3 April, over;
and in May one call at short notice (story/core/calling.py).
Shares of answers are invented; they are not figures of any real round.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Copenhagen")


class Deed(StrEnum):
    """What an invented person does."""

    FIRST = "first"
    SECOND = "second"
    CANNOT = "cannot"
    ARRIVE_FIRST = "arrive_first"
    ARRIVE_SECOND = "arrive_second"


@dataclass(frozen=True, slots=True, order=True)
class Act:
    """``number`` (a person of the member list) does ``deed`` at ``at``."""

    at: datetime
    number: str
    deed: Deed


@dataclass(frozen=True, slots=True)
class Step:
    """A stop of the story clock: ``key`` is stable, ``at`` is where it stands when the step has been told."""

    key: str
    at: datetime


def local(year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A time on the wall in Copenhagen."""
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


BEGINNING = local(2025, 2, 7, 9, 0)
STEPS: Sequence[Step] = (
    Step("sent", local(2025, 2, 7, 10, 30)),
    Step("answering", local(2025, 3, 10, 14, 10)),
    Step("last-days", local(2025, 3, 24, 9, 15)),
    Step("deadline", local(2025, 3, 27, 0, 0)),
    Step("links", local(2025, 3, 27, 8, 30)),
    Step("first-door", local(2025, 3, 31, 18, 50)),
    Step("first-over", local(2025, 3, 31, 21, 0)),
    Step("second-door", local(2025, 4, 3, 18, 50)),
    Step("over", local(2025, 4, 4, 0, 0)),
    Step("called", local(2025, 5, 14, 14, 0)),
    Step("call-door", local(2025, 5, 14, 15, 20)),
    Step("call-over", local(2025, 5, 14, 16, 30)),
)
LETTER_AT = local(2025, 2, 7, 10, 0)
REMINDER_AT = local(2025, 3, 20, 13, 0)
ADDRESSES_AT = local(2025, 3, 26, 15, 0)
_FIRST_EVENING = local(2025, 3, 31, 19, 0)
_SECOND_EVENING = local(2025, 4, 3, 19, 0)
_DEADLINE = local(2025, 3, 26, 23, 59)


def _answer_time(random: Random) -> datetime:
    """Most answer in the first days or the last ones, between breakfast and bedtime."""
    span = (date(2025, 3, 26) - date(2025, 2, 7)).days
    pull = random.random()
    if pull < 0.42:
        day = int(random.expovariate(1 / 3.5))
    elif pull < 0.66:
        day = span - int(random.expovariate(1 / 3))
    else:
        day = random.randrange(span)
    day = min(max(day, 0), span)
    hour = min(max(random.gauss(15, 4), 7), 23.9)
    at = datetime.combine(date(2025, 2, 7) + timedelta(day), time(0), ZONE) + timedelta(hours=hour)
    return min(max(at, LETTER_AT + timedelta(minutes=20 + random.randrange(300))), _DEADLINE)


def _arrival(random: Random, evening: datetime) -> datetime:
    return evening + timedelta(minutes=min(max(random.gauss(-5, 6), -14.5), 40))


def _of_one(number: str, random: Random) -> Iterable[Act]:
    pull = random.random()
    if pull >= 0.607:
        return
    at = _answer_time(random)
    if pull >= 0.535:
        yield Act(at, number, Deed.CANNOT)
        return
    deed = Deed.FIRST if random.random() < 0.545 else Deed.SECOND
    yield Act(at, number, deed)
    if random.random() < 0.05:
        deed = Deed.SECOND if deed is Deed.FIRST else Deed.FIRST
        at = at + (_DEADLINE - at) * random.random()
        yield Act(at, number, deed)
    if random.random() < 0.02:
        yield Act(at + (_DEADLINE - at) * random.random(), number, Deed.CANNOT)
        return
    if random.random() < 0.86:
        first = deed is Deed.FIRST
        evening = _FIRST_EVENING if first else _SECOND_EVENING
        yield Act(_arrival(random, evening), number, Deed.ARRIVE_FIRST if first else Deed.ARRIVE_SECOND)


def _latecomer(number: str, random: Random) -> Act:
    """A few remember it when the deadline has passed."""
    morning = local(2025, 3, 27 + random.randrange(4), 8)
    after = morning + timedelta(hours=random.random() * 10)
    return Act(after, number, random.choice((Deed.FIRST, Deed.SECOND)))


def acts(numbers: Sequence[str]) -> list[Act]:
    """All acts of the people numbered, in order of time."""
    random = Random("økonomiaftale")  # noqa: S311 - a story, no secret
    told = [act for number in numbers for act in _of_one(number, random)]
    silent = sorted(set(numbers) - {act.number for act in told})
    late = [_latecomer(number, random) for number in random.sample(silent, min(7, len(silent)))]
    return sorted([*told, *late])
