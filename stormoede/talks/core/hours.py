"""A speaker's openings as one says them: day by day, nothing, in the daytime, in the evening, or all day.

Pure. A day with other hours than these is told as its own, and kept as it is.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from stormoede.talks.core.plans import Span, joined

MORNING, AFTERNOON, NIGHT = time(8), time(16), time(22)


class Hours(StrEnum):
    """What is said of one day."""

    NONE = "none"
    DAYTIME = "daytime"
    EVENING = "evening"
    ALL_DAY = "all"
    OWN = "own"


_HOURS: Mapping[Hours, tuple[time, time]] = {
    Hours.DAYTIME: (MORNING, AFTERNOON),
    Hours.EVENING: (AFTERNOON, NIGHT),
    Hours.ALL_DAY: (MORNING, NIGHT),
}


def days(first: date, last: date) -> list[date]:
    """Every day from ``first`` to ``last``."""
    return [first + timedelta(n) for n in range((last - first).days + 1)]


def weeks(first: date, last: date) -> list[list[date]]:
    """The days in weeks that begin on a Monday."""
    found: list[list[date]] = []
    for day in days(first, last):
        if not found or day.weekday() == 0:
            found.append([])
        found[-1].append(day)
    return found


def said(openings: Iterable[Span], first: date, last: date, zone: str) -> dict[date, Hours]:
    """What ``openings`` say of each day from ``first`` to ``last``."""
    own = by_day(openings, zone)
    return {day: _hours(own.get(day, []), day, zone) for day in days(first, last)}


def openings(told: Mapping[date, Hours], before: Iterable[Span], zone: str) -> tuple[Span, ...]:
    """The spans that ``told`` stand for, in order; a day of its own keeps those of ``before``."""
    kept = by_day(before, zone)
    found: list[Span] = []
    for day in sorted(told):
        hours = told[day]
        if hours is Hours.OWN:
            found += kept.get(day, [])
        elif hours is not Hours.NONE:
            found.append(_span(hours, day, zone))
    return tuple(found)


def by_day(openings: Iterable[Span], zone: str) -> dict[date, list[Span]]:
    """The spans by the day each begins on."""
    found: dict[date, list[Span]] = {}
    for starts, ends in sorted(openings):
        found.setdefault(starts.astimezone(ZoneInfo(zone)).date(), []).append((starts, ends))
    return found


def _hours(spans: Sequence[Span], day: date, zone: str) -> Hours:
    if not spans:
        return Hours.NONE
    wanted = joined(spans)
    return next((hours for hours in _HOURS if [_span(hours, day, zone)] == wanted), Hours.OWN)


def _span(hours: Hours, day: date, zone: str) -> Span:
    begins, ends = _HOURS[hours]
    return _instant(day, begins, zone), _instant(day, ends, zone)


def _instant(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
