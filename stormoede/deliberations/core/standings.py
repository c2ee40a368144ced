"""Where a body's discussion stands, and by when its input is due."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum


class Standing(StrEnum):
    """From nothing to input sent in. A day that has passed counts as held until it is moved."""

    NONE = "none"
    PLANNED = "planned"
    HELD = "held"
    SENT = "sent"


def standing(planned_on: date | None, sent: bool, today: date) -> Standing:
    """Input that has come in says more than any date; the day of the meeting itself is still planned."""
    if sent:
        return Standing.SENT
    if planned_on is None:
        return Standing.NONE
    return Standing.HELD if planned_on < today else Standing.PLANNED


def deadline(whole: datetime, regions: Mapping[str, datetime], region: str) -> datetime:
    """The deadline in ``region``: its own, or the one for all."""
    return regions.get(region, whole)


def count(standings: Iterable[Standing]) -> Mapping[Standing, int]:
    """How many stand where; every standing is there."""
    found = list(standings)
    return {standing: found.count(standing) for standing in Standing}
