"""The last of what has happened, for a thing's own page."""

from collections.abc import Sequence
from dataclasses import dataclass

from stormoede.events.models import Event
from stormoede.web.desk.history.subjects import Source
from stormoede.web.desk.history.telling import Told, tell

GLANCE = 8


@dataclass(frozen=True, slots=True)
class Glance:
    """The last of what has happened, for the thing's own page. ``more``: where the rest is, when there is more."""

    told: list[Told]
    more: str


def glance(source: Source, address: str) -> Glance:
    """The last few acts."""
    found = list(source.events[: GLANCE + 1])
    return Glance(told(source, found[:GLANCE]), address if len(found) > GLANCE else "")


def told(source: Source, events: Sequence[Event]) -> list[Told]:
    """Some events of ``source`` as sentences."""
    return tell(events, source.about(events))
