"""Rows written by statements that are put into words once, as prepared.py reads them.

``save`` and ``bulk_create`` word theirs anew for each row and each batch, and ``bulk_update`` one that grows with its rows: for what
comes many times a second that takes longer than the database does. Only for actions, and for keys that the database counts.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Field, Model

from stormoede.lib.prepared import preparing

type _Field = Field[Any, Any]


class Added[M: Model]:
    """Puts rows in. ``unless`` is a unique field: a row is left alone whose value in it is there already."""

    def __init__(self, model: type[M], *, unless: str = "") -> None:
        self._model, self._unless = model, unless

    def __call__(self, rows: Iterable[M]) -> None:
        """All of them, in the caller's transaction. They learn no keys."""
        with preparing() as cursor:
            for row in rows:
                cursor.execute(self._sql, _values(row, self._fields, add=True))

    def one(self, row: M) -> bool:
        """A single row, which learns its key; False when it was left alone."""
        with preparing() as cursor:
            cursor.execute(f"{self._sql} RETURNING id", _values(row, self._fields, add=True))
            found = cursor.fetchone()
        if found is not None:
            row.pk, row._state.adding, row._state.db = found[0], False, connection.alias
        return found is not None

    @cached_property
    def _fields(self) -> Sequence[_Field]:
        return [field for field in self._model._meta.concrete_fields if not field.primary_key]

    @cached_property
    def _sql(self) -> str:
        columns, places = ", ".join(map(_column, self._fields)), ", ".join(["%s"] * len(self._fields))
        told = ["INSERT INTO", _table(self._model), f"({columns}) VALUES ({places})"]
        told += [f"ON CONFLICT ({_column(one)}) DO NOTHING" for one in self._fields if one.name == self._unless]
        return " ".join(told)


class Changed[M: Model]:
    """Writes the fields ``names`` of rows that are there."""

    def __init__(self, model: type[M], names: Iterable[str]) -> None:
        self._model, self._names = model, tuple(names)

    def __call__(self, rows: Iterable[M]) -> None:
        """All of them, in the caller's transaction."""
        with preparing() as cursor:
            for row in rows:
                cursor.execute(self._sql, [*_values(row, self._fields, add=False), row.pk])

    @cached_property
    def _fields(self) -> Sequence[_Field]:
        return [field for field in self._model._meta.concrete_fields if field.name in self._names]

    @cached_property
    def _sql(self) -> str:
        told = ", ".join(f"{_column(field)} = %s" for field in self._fields)
        return " ".join(["UPDATE", _table(self._model), "SET", told, "WHERE id = %s"])


def _values(row: Model, fields: Sequence[_Field], *, add: bool) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, add), connection) for field in fields]


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _column(field: _Field) -> str:
    return connection.ops.quote_name(str(field.column))
