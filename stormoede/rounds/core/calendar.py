"""Do dates lie where they may? Pure: points in time in, those that stand wrong out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Point:
    """A date with its name. ``key`` says which it is (``deadline``), ``what`` is how a person calls it."""

    at: datetime
    key: str
    what: str


def outside(points: Sequence[Point], starts_on: date, ends_on: date, tz: str) -> list[Point]:
    """The points that do not fall on a day of the round, both its first and last day included."""
    zone = ZoneInfo(tz)
    return [point for point in points if not starts_on <= point.at.astimezone(zone).date() <= ends_on]
