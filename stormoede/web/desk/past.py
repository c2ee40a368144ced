"""Events as sentences, with who did it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from stormoede.accounts.models import Staff
from stormoede.events.models import Event
from stormoede.lib import words
from stormoede.members.models import Mandate
from stormoede.members.queries.people import title


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened: when, in words, and by whom (empty for the system)."""

    at: datetime
    words: str
    who: str


def told(events: Sequence[Event], seats: Iterable[Mandate] = ()) -> list[Told]:
    """The events there are words for, in their order. One statement for the names of staff."""
    known = {seat.pk: title(seat, get_language() or "en") for seat in seats}
    names = _names(events)
    return [
        Told(event.at, _SENTENCES[event.act](event.data, known), _who(event, names))
        for event in events
        if event.act in _SENTENCES
    ]


def _names(events: Sequence[Event]) -> dict[str, str]:
    ids = {UUID(event.actor_id) for event in events if event.actor_kind == "staff" and _is_id(event.actor_id)}
    return {str(pk): name for pk, name in Staff.objects.filter(pk__in=ids).values_list("pk", "name")} if ids else {}


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _who(event: Event, names: Mapping[str, str]) -> str:
    if event.actor_kind == "person":
        return _("the council's secretary") if event.act.startswith("deliberation.") else _("the member")
    return names.get(event.actor_id, "")


def _imported(data: Mapping[str, Any], _known: Mapping[int, str]) -> str:
    if data.get("new"):
        return _("Came with a member list.")
    parts = [
        told
        for field, told in (("name", _("a new name")), ("address", _("a new address")), ("days", _("other days")))
        if data.get(field)
    ]
    if seats := int(data.get("seats") or 0):
        parts.append(ngettext("%(number)s new seat", "%(number)s new seats", seats) % {"number": seats})
    return _("A member list brought %(what)s.") % {"what": ", ".join(parts) or _("other facts")}


def _seat(told: Callable[[], str]) -> Callable[[Mapping[str, Any], Mapping[int, str]], str]:
    def tell(data: Mapping[str, Any], known: Mapping[int, str]) -> str:
        return told() % {"seat": known.get(int(data.get("mandate") or 0), _("a seat"))}

    return tell


def _planned(data: Mapping[str, Any], _known: Mapping[int, str]) -> str:
    told = _("The day was moved to %(day)s.") if data.get("before") else _("The day was set to %(day)s.")
    return told % {"day": words.plain_day(date.fromisoformat(str(data.get("day"))), get_language() or "en")}


_SENTENCES: dict[str, Callable[[Mapping[str, Any], Mapping[int, str]], str]] = {
    "person.made": lambda _data, _known: _("Was added."),
    "person.imported": _imported,
    "person.renamed": lambda _data, _known: _("Got another name."),
    "person.address_corrected": lambda data, _known: (
        _("The address was corrected.") if data.get("reachable") else _("The address was taken away.")
    ),
    "deliberation.planned": _planned,
    "deliberation.taken_back": lambda _data, _known: _("The day was taken back."),
    "deliberation.edited": lambda _data, _known: _("Somebody else sees to it."),
    "deliberation.invited": lambda _data, _known: _("The page was sent to the secretary."),
    "leave.given": _seat(lambda: _("Went on leave from: %(seat)s.")),
    "leave.edited": _seat(lambda: _("The stand-in was changed for: %(seat)s.")),
    "leave.ended": _seat(lambda: _("The leave was given a last day: %(seat)s.")),
    "leave.cancelled": _seat(lambda: _("The leave was called off: %(seat)s.")),
    "mandate.given": _seat(lambda: _("Got the seat: %(seat)s.")),
    "mandate.ended": _seat(lambda: _("The seat ended: %(seat)s.")),
}
