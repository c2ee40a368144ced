"""Events as sentences, in their order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from stormoede.events.models import Event
from stormoede.lib import words
from stormoede.web.desk.history import names, sentences
from stormoede.web.desk.history.names import Names

_NUMBERS = ("messages", "people", "new", "told", "number", "copy", "mails", "talks")


@dataclass(frozen=True, slots=True)
class About:
    """Whom or what an event is about, where a list is about many: in words, and the page it has."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened: when, what about, and the sentence."""

    id: int
    at: datetime
    words: str
    about: About | None


def tell(events: Iterable[Event], about: Mapping[str, About] | None = None) -> list[Told]:
    """The events as sentences; ``about`` says of subjects what they are, where that is not plain from the page."""
    found = list(events)
    known, told = names.read(found), about or {}
    return [Told(event.pk, event.at, _sentence(event, known), told.get(event.subject)) for event in found]


def _sentence(event: Event, known: Names) -> str:
    data = event.data
    number = next((int(data[name]) for name in _NUMBERS if str(data.get(name) or "").isdigit()), 0)
    filled = {
        "who": known.who(event),
        "person": known.person(str(data.get("deputy") or data.get("person") or "")),
        "seat": known.seat(data.get("mandate")),
        "date": known.date(_date(event)),
        "wish": known.date(data.get("wish")),
        "day": _day(data.get("day")),
        "what": _imported(data),
        "n": number,
        "number": words.number(number, get_language() or "en"),
    }
    sentence = sentences.of(event.act, data, filled)
    return sentence[:1].upper() + sentence[1:]


def _date(event: Event) -> object:
    kind, _colon, pk = event.subject.partition(":")
    return pk if kind == "session" else event.data.get("seat") or event.data.get("session")


def _day(told: object) -> str:
    if not told:
        return _("a day that is gone")
    return words.plain_day_year(date.fromisoformat(str(told)), get_language() or "en")


def _imported(data: Mapping[str, Any]) -> str:
    fields = (("name", _("a new name")), ("address", _("a new address")), ("days", _("other days")))
    parts = [told for field, told in fields if data.get(field)]
    seats = data.get("seats")
    if isinstance(seats, int) and seats:
        parts.append(ngettext("%(number)s new seat", "%(number)s new seats", seats) % {"number": seats})
    return words.listing(parts, get_language() or "en") or _("other facts")


def latest(told: Sequence[Told]) -> int | None:
    """The oldest of a page, from which the next page goes on."""
    return told[-1].id if told else None
