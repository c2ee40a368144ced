"""The round's calls, and who is called to one, as lists."""

from collections.abc import Iterable, Iterator
from itertools import batched

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stormoede.calls import queries
from stormoede.calls.models import Call
from stormoede.calls.queries import Line
from stormoede.lib.cells import Cell
from stormoede.meetings.models import Registration, Session
from stormoede.members.models import Person
from stormoede.web.desk.lists import Column, moment
from stormoede.web.desk.people_lists import who

_AT_A_TIME = 1000


def calls(zone: str) -> list[Column[tuple[Call, Session]]]:
    return [
        Column("what", _("What"), lambda row: row[0].meeting.track.title),
        Column("when", _("When"), lambda row: moment(row[1].starts, zone)),
        Column("audience", _("Who is called"), lambda row: row[0].meeting.audience.name, opt="opt"),
        Column("state", _("Where it stands"), lambda row: stands(*row), opt=None),
    ]


def stands(call: Call, date: Session) -> str:
    """Whether it is still a call."""
    if date.cancelled_at:
        return _("Called off")
    return _("Called") if call.called_at else _("Not called yet")


def people(zone: str) -> list[Column[Line]]:
    return [
        *who(_person, "person__"),
        Column("answer", _("Answer"), answer, by=("seat", "cannot", "person__sort_key")),
        Column("answered", _("Answered"), lambda line: _answered(line, zone), opt=None),
    ]


def _person(line: Line) -> Person:
    return line.person


def answers() -> dict[str, str]:
    """What a list is narrowed to."""
    return {
        "coming": _("Comes"),
        "deputy": _("Sends a deputy"),
        "cannot": _("Cannot come"),
        "silent": _("Not answered"),
    }


def answer(line: Line) -> str:
    """What one has answered, in words."""
    if line.deputy:
        return _("%(name)s comes in their place") % {"name": line.deputy.name}
    return _("Comes") if line.coming else _("Cannot come") if line.cannot else _("Not answered")


def _answered(line: Line, zone: str) -> Cell:
    return moment(line.answered_at, zone) if line.coming or line.cannot or line.deputy else None


def everybody(call: Call, found: QuerySet[Registration]) -> Iterator[Line]:
    """Each of those called, some at a time."""
    rows: Iterable[tuple[Registration, ...]] = batched(found.iterator(_AT_A_TIME), _AT_A_TIME)
    for some in rows:
        yield from queries.shown(call, some)
