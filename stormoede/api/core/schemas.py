"""Dataclasses as JSON, and as JSON Schema 2020-12."""

import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

type Schema = dict[str, Any]

LARGEST = 2**63 - 1
_PLAIN: Mapping[object, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer", "format": "int64"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    UUID: {"type": "string", "format": "uuid"},
}


def plain(value: object) -> object:
    """A value as JSON has it. Instants are told in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID | StrEnum):
        return str(value)
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    return value


def of_class(cls: type, found: dict[str, Schema]) -> Schema:
    """A reference to the schema of ``cls``; it and all it needs are laid in ``found`` by their names."""
    name = cls.__name__
    if name not in found:
        found[name] = {}
        found[name] = _enum(cls) if issubclass(cls, StrEnum) else _record(cls, found)
    return {"$ref": f"#/components/schemas/{name}"}


def _enum(cls: type[StrEnum]) -> Schema:
    return {"type": "string", "enum": [one.value for one in cls]}


def _record(cls: type, found: dict[str, Schema]) -> Schema:
    assert is_dataclass(cls)
    hints, properties = get_type_hints(cls, include_extras=True), {}
    for one in fields(cls):
        bare, about, *more = get_args(hints[one.name])
        properties[one.name] = {**of_type(bare, found), "description": about, **(more[0] if more else {})}
    return {
        "type": "object",
        "description": (cls.__doc__ or "").strip(),
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def of_type(hint: object, found: dict[str, Schema]) -> Schema:
    """The schema of a type: a plain one, one of ours, ``X | None``, or ``tuple[X, ...]``."""
    if hint in _PLAIN:
        return dict(_PLAIN[hint])
    origin, parts = get_origin(hint), get_args(hint)
    if origin is tuple:
        return {"type": "array", "items": of_type(parts[0], found)}
    if origin in {types.UnionType, Union}:
        (one,) = (part for part in parts if part is not type(None))
        schema = of_type(one, found)
        if "$ref" in schema:
            return {"anyOf": [schema, {"type": "null"}]}
        return {**schema, "type": [schema["type"], "null"]}
    assert isinstance(hint, type)
    return of_class(hint, found)
