"""What may stand in an address's query: each parameter once, none that is not known, each of its form."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.http import QueryDict

from stormoede.api.core.schemas import LARGEST, Schema
from stormoede.api.problems import BAD_REQUEST, Problem
from stormoede.api.queries.wanted import Id, Wanted

MOST, USUAL = 500, 100
_KEY = re.compile(r"[A-Za-z0-9_-]{1,60}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,19}", re.ASCII)
_PAIR = re.compile(r"[0-9]{1,18}:[0-9]{1,18}", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:(?P<second>\d\d)(\.\d+)?([Zz]|(?P<sign>[+-])\d\d:\d\d)", re.ASCII)
_FIRST, _LAST = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its schema, how it is read (ValueError when it cannot be), and what it narrows, as a query says it."""

    name: str
    about: str
    schema: Schema
    read: Callable[[str], object]
    narrows: str = ""


def key(text: str) -> str:
    if not _KEY.fullmatch(text):
        raise ValueError("use 1 to 60 of the letters a–z, digits, - and _")
    return text


def number(text: str) -> int:
    """A whole number from 0 up to what a row's id can be."""
    if not _NUMBER.fullmatch(text) or int(text) > LARGEST:
        raise ValueError("use a whole number")
    return int(text)


def pair(text: str) -> str:
    """Two ids with a colon between."""
    if not _PAIR.fullmatch(text):
        raise ValueError("use two whole numbers with a colon between")
    return text


def uuid(text: str) -> UUID:
    if not _UUID.fullmatch(text):
        raise ValueError("use a UUID with hyphens")
    return UUID(text)


def instant(text: str) -> datetime:
    """An RFC 3339 instant. A leap second is told by the second before it; what is outside our calendar by its edge."""
    found = _INSTANT.fullmatch(text)
    if not found:
        raise ValueError("use an instant like 2026-01-31T12:00:00Z, with + written as %2B")
    if text.startswith("0000"):
        return _FIRST
    start, end = found.span("second")
    second = "59" if found["second"] == "60" else found["second"]
    value = datetime.fromisoformat((text[:start] + second + text[end:]).upper())
    if value.replace(tzinfo=UTC) <= _FIRST:
        return _FIRST
    if value.replace(tzinfo=UTC) >= _LAST:
        return _LAST
    # PostgreSQL knows no offsets of sixteen hours and more.
    return value.astimezone(UTC)


def limit(text: str) -> int:
    value = number(text)
    if not 1 <= value <= MOST:
        raise ValueError(f"use a number from 1 to {MOST}")
    return value


def one_of(words: Sequence[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in words:
            raise ValueError(f"use one of {', '.join(words)}")
        return text

    return read


LIMIT = Parameter(
    "limit",
    "How many at most.",
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    limit,
)
SINCE = Parameter(
    "updated_since",
    "Only what has changed from this instant on.",
    {"type": "string", "format": "date-time"},
    instant,
)
_KEY_SCHEMA: Schema = {"type": "string", "pattern": f"^{_KEY.pattern}$"}
_ID_SCHEMA: Schema = {"type": "integer", "format": "int64", "minimum": 0, "maximum": LARGEST}
_PAIR_SCHEMA: Schema = {"type": "string", "pattern": f"^{_PAIR.pattern}$"}
_UUID_SCHEMA: Schema = {"type": "string", "format": "uuid"}


def cursor(read: Callable[[str], Id]) -> Parameter:
    """Where a page begins: what the page before said under ``next``, and nothing one makes oneself."""
    schema = _UUID_SCHEMA if read is uuid else {"type": "string", "pattern": "^[0-9]{1,18}$"}
    return Parameter("cursor", "What the page before gave under next.", schema, read)


def by_key(name: str, about: str, narrows: str) -> Parameter:
    return Parameter(name, about, _KEY_SCHEMA, key, narrows)


def by_number(name: str, about: str, narrows: str) -> Parameter:
    return Parameter(name, about, _ID_SCHEMA, number, narrows)


def by_pair(name: str, about: str, narrows: str) -> Parameter:
    return Parameter(name, about, _PAIR_SCHEMA, pair, narrows)


def by_uuid(name: str, about: str, narrows: str) -> Parameter:
    return Parameter(name, about, _UUID_SCHEMA, uuid, narrows)


def by_word(name: str, about: str, narrows: str, words: Sequence[str]) -> Parameter:
    return Parameter(name, about, {"type": "string", "enum": list(words)}, one_of(words), narrows)


def read(query: QueryDict, known: Sequence[Parameter]) -> Mapping[str, Any]:
    """The parameters given, by name. Raises Problem for one that is unknown, stands twice, or cannot be used."""
    named = {parameter.name: parameter for parameter in known}
    found: dict[str, Any] = {}
    for name, values in query.lists():
        parameter = named.get(name)
        if parameter is None:
            raise Problem(BAD_REQUEST, f"There is no such parameter here. There are: {', '.join(named) or 'none'}.")
        if len(values) != 1:
            raise Problem(BAD_REQUEST, f"{name} stands more than once.")
        try:
            found[name] = parameter.read(values[0])
        except ValueError as fault:
            # Python's own words about a date that does not exist are as good as ours.
            raise Problem(BAD_REQUEST, f"{name}: {fault}.") from fault
    return found


def wanted(query: QueryDict, known: Sequence[Parameter]) -> Wanted:
    """What a list is asked for. Raises Problem."""
    found = dict(read(query, known))
    return Wanted(
        limit=found.pop("limit", USUAL),
        after=found.pop("cursor", None),
        since=found.pop("updated_since", None),
        narrowed={parameter.narrows: found[parameter.name] for parameter in known if parameter.name in found},
    )
