"""Who an audience is: a pure value, validated, without references once expanded.

As JSON: ``{"any": [part, …], "but": [part, …]}``: everybody in any of the first, and in none of the second. A part is one of

    {"roles": ["mayor"], "bodies": ["council"], "organisations": ["0430"], "groups": ["region:syddanmark"]}
        whoever holds one seat that fits everything said; what is not said does not matter, at least one is said.
        An organisation or group means the seat's own body or, for a seat in a body of none, the person's organisation.
        Administrations count only when they or secretaries are named.
    {"people": ["<id>"]}        these people, with or without a seat
    {"audience": "borgmestre"}  whoever is in the other audience, today
    {"answer": "oea26/stormoeder/came"}  whoever has answered so, today (members/answers.py)
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

ROLES = ("member", "mayor", "deputy_mayor", "chair", "secretary")
BODIES = ("council", "finance_committee", "regional_council", "board", "administration")
GROUP_KINDS = ("region", "regional_council")
_SEAT_WORDS = ("roles", "bodies", "organisations", "groups")
_LONGEST = 200
_DEEPEST = 6


class SpecFault(Exception):
    """A spec does not say who is meant. ``where`` is the place in it, ``what`` a word for the reason."""

    def __init__(self, where: str, what: str, value: str = "") -> None:
        super().__init__(f"{where}: {what} {value}".strip())
        self.where = where
        self.what = what
        self.value = value


@dataclass(frozen=True, slots=True)
class Seats:
    """Holders of a seat that fits every list that is not empty. Groups are "kind:code"."""

    roles: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    @property
    def administration(self) -> bool:
        """Do seats in administrations count?"""
        return "administration" in self.bodies or "secretary" in self.roles

    @property
    def wide(self) -> bool:
        """Is nearly everybody meant: members of councils, wherever they sit?"""
        somewhere = self.organisations or self.groups
        return not somewhere and "member" in (self.roles or ("member",)) and "council" in (self.bodies or ("council",))


@dataclass(frozen=True, slots=True)
class People:
    """Named people."""

    ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Saved:
    """Another audience, by key."""

    key: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Those who have answered so, by the answer's value."""

    value: str


type Part = Seats | People | Saved | Answer


@dataclass(frozen=True, slots=True)
class Spec:
    """Everybody in one of ``any`` and in none of ``but``."""

    any: tuple[Part, ...]
    but: tuple[Part, ...] = ()

    @property
    def fixed(self) -> bool:
        """Does it say who is meant by itself: without other audiences, and without what people answer?"""
        return not any(isinstance(part, Saved | Answer) for part in (*self.any, *self.but))

    @property
    def answering(self) -> bool:
        """Does it say that somebody is meant by what they answer?"""
        return any(isinstance(part, Answer) for part in (*self.any, *self.but))

    def references(self) -> Iterator[str]:
        return (part.key for part in (*self.any, *self.but) if isinstance(part, Saved))


@dataclass(frozen=True, slots=True)
class Whole:
    """A spec with every reference put in its place: each part is seats, people, an answer or again a whole."""

    any: tuple["Seats | People | Answer | Whole", ...]
    but: tuple["Seats | People | Answer | Whole", ...]


def read(raw: object) -> Spec:
    """The spec that ``raw`` (parsed JSON) says. Raises SpecFault."""
    if not isinstance(raw, Mapping) or not set(raw) <= {"any", "but"}:
        raise SpecFault("", "shape")
    spec = Spec(any=_parts(raw.get("any"), "any"), but=_parts(raw.get("but", []), "but"))
    if not spec.any:
        raise SpecFault("any", "empty")
    return spec


def write(spec: Spec) -> dict[str, Any]:
    """The JSON that ``read`` would read; equal specs give equal JSON."""
    return {"any": [_written(part) for part in spec.any], "but": [_written(part) for part in spec.but]}


def expand(spec: Spec, lookup: Callable[[str], Spec | None]) -> Whole:
    """Put every referenced audience in its place. Raises SpecFault where one is missing or leads back to itself."""
    return _expanded(spec, lookup, ())


def _expanded(spec: Spec, lookup: Callable[[str], Spec | None], path: tuple[str, ...]) -> Whole:
    def place(part: Part) -> Seats | People | Answer | Whole:
        if not isinstance(part, Saved):
            return part
        if part.key in path:
            raise SpecFault("audience", "circle", part.key)
        if len(path) >= _DEEPEST:
            raise SpecFault("audience", "too deep", part.key)
        found = lookup(part.key)
        if found is None:
            raise SpecFault("audience", "unknown audience", part.key)
        return _expanded(found, lookup, (*path, part.key))

    return Whole(tuple(map(place, spec.any)), tuple(map(place, spec.but)))


def _parts(raw: object, where: str) -> tuple[Part, ...]:
    if not isinstance(raw, list) or len(raw) > _LONGEST:
        raise SpecFault(where, "shape")
    return tuple(_part(item, f"{where}[{number}]") for number, item in enumerate(raw))


def _part(raw: object, where: str) -> Part:
    if not isinstance(raw, Mapping) or not raw:
        raise SpecFault(where, "empty")
    if set(raw) == {"people"}:
        return People(tuple(sorted({_person(text, where) for text in _texts(raw, "people", where)})))
    if set(raw) == {"audience"}:
        return Saved(_texts({"audience": [raw["audience"]]}, "audience", where)[0])
    if set(raw) == {"answer"}:
        return Answer(_texts({"answer": [raw["answer"]]}, "answer", where)[0])
    if unknown := set(raw) - set(_SEAT_WORDS):
        raise SpecFault(where, "unknown word", str(min(map(str, unknown))))
    seats = Seats(**{word: _texts(raw, word, where) for word in _SEAT_WORDS if word in raw})
    _check(seats, where)
    return seats


def _texts(raw: Mapping[Any, Any], word: str, where: str) -> tuple[str, ...]:
    values = raw[word]
    if not isinstance(values, list) or not values or len(values) > 5000:
        raise SpecFault(f"{where}.{word}", "empty")
    if not all(isinstance(value, str) and 0 < len(value) <= 80 for value in values):
        raise SpecFault(f"{where}.{word}", "shape")
    return tuple(sorted(set(values)))


def _person(text: str, where: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise SpecFault(f"{where}.people", "unknown person", text) from None


def _check(seats: Seats, where: str) -> None:
    for word, values, known in (("roles", seats.roles, ROLES), ("bodies", seats.bodies, BODIES)):
        for value in values:
            if value not in known:
                raise SpecFault(f"{where}.{word}", "unknown word", value)
    for group in seats.groups:
        kind, colon, code = group.partition(":")
        if kind not in GROUP_KINDS or not colon or not code:
            raise SpecFault(f"{where}.groups", "unknown group", group)


def _written(part: Part) -> dict[str, Any]:
    match part:
        case People(ids):
            return {"people": [str(person) for person in ids]}
        case Saved(key):
            return {"audience": key}
        case Answer(value):
            return {"answer": value}
        case Seats():
            return {word: list(values) for word in _SEAT_WORDS if (values := getattr(part, word))}
