"""The last of what has happened, for a thing's own page."""

from collections.abc import Sequence
from dataclasses import dataclass

from stormoede.events.models import Event
from stormoede.lib.prepared import Keyed
from stormoede.web.desk.history.subjects import Source
from stormoede.web.desk.history.telling import Told, tell

GLANCE = 8
# So many acts are looked at, before the database is asked for all that belong to a thing.
_NEAR = 500
EVENTS = Keyed(Event.objects.all)


@dataclass(frozen=True, slots=True)
class Glance:
    """The last of what has happened, for the thing's own page. ``more``: where the rest is, when there is more."""

    told: list[Told]
    more: str


def glance(source: Source, address: str) -> Glance:
    """The last few acts."""
    found = EVENTS(newest(source, GLANCE + 1)) if source.among else list(source.events[: GLANCE + 1])
    return Glance(told(source, found[:GLANCE]), address if len(found) > GLANCE else "")


def newest(source: Source, most: int, until: int | None = None) -> list[int]:
    """The ids of the newest ``most`` events of ``source`` under ``until``.

    While answers come in, the last acts there were are enough for a page of a meeting's: then a hundred thousand others are
    not looked at.
    """
    under = {"pk__lt": until} if until is not None else {}
    if source.among:
        last = dict(Event.objects.filter(**under).order_by("-pk").values_list("pk", "subject")[:_NEAR])
        ours = source.among(set(last.values()))
        found = [pk for pk, subject in last.items() if subject in ours]
        if len(found) >= most or len(last) < _NEAR:
            return found[:most]
    return list(source.events.filter(**under).values_list("pk", flat=True)[:most])


def told(source: Source, events: Sequence[Event]) -> list[Told]:
    """Some events of ``source`` as sentences."""
    return tell(events, source.about(events))
