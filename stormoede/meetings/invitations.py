"""Who may answer a meeting: its audience, asked in the words of one statement so that a sign-up needs no other."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from stormoede.lib import words
from stormoede.meetings.models import Meeting
from stormoede.members.queries import audiences


@dataclass(frozen=True, slots=True)
class _Known:
    """What was last read of a meeting's audience: its spec as the database has it, and the round's time zone."""

    spec: str
    time_zone: str


_known: dict[int, _Known] = {}


def question(meeting: int, person: UUID, at: datetime) -> tuple[str, list[Any]]:
    """A statement that finds the person if they are invited, and its values; empty when the audience is not known yet."""
    known = _known.get(meeting)
    asked = audiences.membership(known.spec, words.local_day(at, known.time_zone)) if known else None
    return asked.statement(person) if asked else ("", [])


def holds(meeting: int, spec: object) -> bool:
    """Was the question put with the spec that the database has now?"""
    known = _known.get(meeting)
    return known is not None and known.spec == spec


def invited(meeting: int, person: UUID, at: datetime, spec: object) -> bool:
    """Ask separately, and remember how it is asked."""
    of_meeting = Meeting.objects.values_list("audience__spec", "track__round__time_zone")
    meant, time_zone = of_meeting.get(pk=meeting)
    if isinstance(spec, str):
        _known[meeting] = _Known(spec, time_zone)
    return audiences.includes(meant, person, on=words.local_day(at, time_zone))
