"""Events as sentences, in their order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
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

    @property
    def beyond(self) -> str:
        """What comes after the name, where the sentence begins with whom it is about; else nothing."""
        if self.about is None or not self.words.startswith(f"{self.about.words} "):
            return ""
        return self.words.removeprefix(self.about.words)


def tell(events: Iterable[Event], about: Mapping[str, About] | None = None) -> list[Told]:
    """The events as sentences; ``about`` says of subjects what they are, where that is not plain from the page."""
    found = list(events)
    known, told = names.read(found), about or {}
    return [Told(event.pk, event.at, _sentence(event, known), told.get(event.subject)) for event in found]


def _sentence(event: Event, known: Names) -> str:
    sentence = sentences.of(event.act, event.data, _Filled(event, known))
    return sentence[:1].upper() + sentence[1:]


class _Filled(dict[str, Any]):
    """What a sentence may be filled with. Only what it does ask for is put into words."""

    def __init__(self, event: Event, known: Names) -> None:
        super().__init__()
        self._event, self._known = event, known

    def __missing__(self, name: str) -> str | int:
        return _WORDS[name](self._event, self._known)


def _number(event: Event) -> int:
    data = event.data
    return next((int(data[name]) for name in _NUMBERS if str(data.get(name) or "").isdigit()), 0)


_WORDS: Mapping[str, Callable[[Event, Names], str | int]] = {
    "who": lambda event, known: known.who(event),
    "person": lambda event, known: known.person(str(event.data.get("deputy") or event.data.get("person") or "")),
    "seat": lambda event, known: known.seat(event.data.get("mandate")),
    "date": lambda event, known: known.date(_date(event)),
    "wish": lambda event, known: known.date(event.data.get("wish")),
    "day": lambda event, _known: _day(event.data.get("day")),
    "what": lambda event, _known: _imported(event.data),
    "n": lambda event, _known: _number(event),
    "number": lambda event, _known: words.number(_number(event), get_language() or "en"),
}


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
