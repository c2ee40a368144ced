"""Everything that is kept about a person, as the rooms declare it: what a person is given when they ask."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BinaryField

from stormoede.lib.privacy import DataClass, Rows, Somebody
from stormoede.mail.queries import is_infected
from stormoede.protection import declared
from stormoede.protection.declared import Declared
from stormoede.protection.queries import finding

type Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """One class of data with its rows, by the model they are of."""

    one: DataClass
    rows: Mapping[str, Sequence[Row]]


@dataclass(slots=True)
class Copy:
    """All of it. ``files`` are what is no text, by the name it goes by in the copy."""

    who: Somebody
    parts: Sequence[Part]
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def count(self) -> int:
        return sum(len(rows) for part in self.parts for rows in part.rows.values())


def of(who: Somebody) -> Copy:
    """The copy of everything that is about the person or was written by them."""
    files: dict[str, bytes] = {}
    return Copy(who, [Part(one.one, _rows(one, who, files)) for one in declared.classes()], files)


def _rows(one: Declared, who: Somebody, files: dict[str, bytes]) -> dict[str, list[Row]]:
    found: dict[str, dict[object, Row]] = {}
    for told in one.one.rows:
        rows = found.setdefault(told.model, {})
        for row in _values(one, told, who):
            rows.setdefault(row[one.model(told)._meta.pk.name], _plain(one, told, row, files))
    return {model: list(rows.values()) for model, rows in found.items() if rows}


def _values(one: Declared, told: Rows, who: Somebody) -> Sequence[Mapping[str, Any]]:
    model = one.model(told)
    names = [
        own.name for own in model._meta.concrete_fields if one.one.fields & {told.model, f"{told.model}.{own.name}"}
    ]
    names = list(dict.fromkeys([model._meta.pk.name, *names]))
    rows = finding.rows(one, told, who).values(*names, *told.shows.values())
    shown = {way: name for name, way in told.shows.items()}
    return [{shown.get(name, name): value for name, value in row.items()} for row in rows]


def _plain(one: Declared, told: Rows, row: Mapping[str, Any], files: dict[str, bytes]) -> Row:
    model = one.model(told)
    binary = {own.name for own in model._meta.concrete_fields if isinstance(own, BinaryField)}
    plain = {name: value if name in binary else _told(value) for name, value in row.items()}
    for name in binary & set(row):
        content = bytes(row[name])
        plain[name] = _file(f"{told.model.lower()}-{row[model._meta.pk.name]}", row, content, files) if content else ""
    return plain


def _file(start: str, row: Mapping[str, Any], content: bytes, files: dict[str, bytes]) -> str:
    end = str(row.get("name") or "mail.eml").rpartition(".")[2].lower()
    name = f"files/{start}.{end if end.isalnum() and end.isascii() else 'bin'}"
    # What has a virus in it is handed out to nobody; that it is there is told.
    files[name] = b"A virus was found in this file." if is_infected(str(row.get("digest", ""))) else content
    return name


def _told(value: object) -> object:
    match value:
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode("ascii")
        case bool() | int() | float() | str() | None | list() | dict():
            return value
        case _:
            return str(value)
