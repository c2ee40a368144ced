"""Local times and instants. A file holds local times; the database holds instants."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


def from_local(local: datetime, tz: str) -> datetime | None:
    """The instant of a local time in ``tz``, in UTC; of an hour that comes twice the first. None when the clock skips it.

    A time that brings its own offset keeps it.
    """
    if local.tzinfo is not None:
        return local.astimezone(UTC)
    zone = ZoneInfo(tz)
    try:
        instant = local.replace(tzinfo=zone).astimezone(UTC)
        return instant if instant.astimezone(zone).replace(tzinfo=None) == local else None
    except OverflowError:
        return None


def to_local(instant: datetime, tz: str) -> datetime:
    """The local time a file holds for ``instant``: naive, but with its offset in the second of an hour that comes twice."""
    local = instant.astimezone(ZoneInfo(tz))
    if from_local(local.replace(tzinfo=None, fold=0), tz) == instant:
        return local.replace(tzinfo=None, fold=0)
    return datetime.fromisoformat(local.isoformat())
