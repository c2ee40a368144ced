"""A query set that is put into words once and asked many times.

Django spends several times as long on wording a statement as SQLite does on answering it. On the few pages that thousands
open in the same hour the wording is kept; what comes back is made into rows by Django's own means.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.fetch_modes import FETCH_ONE
from django.db.models.query import get_related_populators

type Value = str | int | bool | date | datetime | UUID | None


@dataclass(frozen=True, slots=True)
class _Wording:
    """One query in one database's words. ``places`` says which value stands at each parameter; -1 is a fixed one."""

    sql: str
    params: tuple[Any, ...]
    places: tuple[int, ...]
    compiler: Any
    converters: Any
    names: list[str]
    related: Sequence[Any]
    annotations: Sequence[tuple[str, int]]


class Prepared[M: Model]:
    """The rows of ``make(*values)``, worded once a database.

    ``examples`` are values of the right types that occur nowhere else in the query; where they land, the real ones go.
    """

    def __init__(self, make: Callable[..., QuerySet[M]], *examples: Value) -> None:
        self._make = make
        self._examples = examples
        self._wordings: dict[str, _Wording] = {}

    def __call__(self, *values: Value) -> list[M]:
        """The rows, with what ``select_related`` and ``annotate`` bring along."""
        wording = self._wording()
        sql, params = self.statement(*values)
        with preparing() as cursor:
            cursor.execute(sql, params)
            rows: Any = cursor.fetchall()
        if wording.converters:
            rows = wording.compiler.apply_converters(rows, wording.converters)
        return [self._row(wording, row) for row in rows]

    def statement(self, *values: Value) -> tuple[str, list[Any]]:
        """The statement and its parameters, to be asked as part of another one."""
        wording = self._wording()
        given = [adapted(value) for value in values]
        params = [
            fixed if place < 0 else given[place] for fixed, place in zip(wording.params, wording.places, strict=True)
        ]
        return wording.sql, params

    def _wording(self) -> _Wording:
        found = self._wordings.get(connection.vendor)
        if found is None:
            found = self._wordings[connection.vendor] = self._worded()
        return found

    def _worded(self) -> _Wording:
        compiler: Any = self._make(*self._examples).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        examples = [adapted(value) for value in self._examples]
        places = tuple(examples.index(param) if param in examples else -1 for param in params)
        if not set(range(len(examples))) <= set(places):
            raise ValueError("an example does not stand in the query")
        first, last = compiler.klass_info["select_fields"][0], compiler.klass_info["select_fields"][-1] + 1
        return _Wording(
            sql=sql,
            params=tuple(params),
            places=places,
            compiler=compiler,
            converters=compiler.get_converters([part[0] for part in compiler.select[: compiler.col_count]]),
            names=[part[0].target.attname for part in compiler.select[first:last]],
            related=get_related_populators(compiler.klass_info, compiler.select, "default", FETCH_ONE),
            annotations=tuple(compiler.annotation_col_map.items()),
        )

    def _row(self, wording: _Wording, row: Sequence[Any]) -> M:
        model: type[M] = wording.compiler.klass_info["model"]
        made = model.from_db("default", wording.names, row[: len(wording.names)])
        for related in wording.related:
            related.populate(row, made)
        for name, place in wording.annotations:
            setattr(made, name, row[place])
        return made


@contextmanager
def preparing() -> Iterator[CursorWrapper]:
    """A cursor whose statements PostgreSQL plans once a connection, not each time; on SQLite a cursor like any other."""
    if connection.vendor != "postgresql":
        with connection.cursor() as plain:
            yield plain
        return
    from django.db.backends.postgresql.base import ServerBindingCursor

    line: Any = connection
    kind: Any = ServerBindingCursor
    line.ensure_connection()
    with line.wrap_database_errors, line._prepare_cursor(kind(line.connection)) as cursor:
        yield cursor


def adapted(value: Value) -> Any:  # noqa: ANN401 - what the driver takes
    """``value`` as the database's driver takes it."""
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
