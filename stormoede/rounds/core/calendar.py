"""Are the dates in order? Pure: points in time in, those that stand wrong out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Point:
    """A date with its name. ``key`` says which it is (``deadline``), ``what`` is how a person calls it."""

    at: datetime
    key: str
    what: str


@dataclass(frozen=True, slots=True)
class Disorder:
    """``first`` must not be later than ``then``, and it is."""

    first: Point
    then: Point


def disorders(points: Sequence[Point]) -> list[Disorder]:
    """Neighbours that stand the wrong way round in ``points``, which are in the order they must happen.

    Two at the same instant are in order. Each violation is named once, by the pair that breaks it.
    """
    return [Disorder(first, then) for first, then in pairwise(points) if first.at > then.at]


def outside(points: Sequence[Point], starts_on: date, ends_on: date, tz: str) -> list[Point]:
    """The points that do not fall on a day of the round, both its first and last day included."""
    zone = ZoneInfo(tz)
    return [point for point in points if not starts_on <= point.at.astimezone(zone).date() <= ends_on]
