"""A query set that is put into words once and asked many times.

Django spends several times as long on wording a statement as SQLite does on answering it. On the few pages that thousands
open in the same hour the wording is kept, and so is how its columns become rows: making a row through a model's ``__init__``
takes as long as reading it, and does nothing more for models that nobody listens to while they are made, as none of ours is.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property, lru_cache
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.sqlite3.base import FORMAT_QMARK_REGEX, SQLiteCursorWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet, UUIDField
from django.db.models.base import ModelState
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
    rows: "_Rows[Any]"
    annotations: Sequence[tuple[str, int]]

    def filled(self, values: Sequence[Value]) -> list[Any]:
        """The parameters, with ``values`` in their places."""
        given = [adapted(value) for value in values]
        return [fixed if place < 0 else given[place] for fixed, place in zip(self.params, self.places, strict=True)]


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
        with preparing() as cursor:
            cursor.execute(wording.sql, wording.filled(values))
            rows: Any = cursor.fetchall()
        if wording.converters:
            rows = wording.compiler.apply_converters(rows, wording.converters)
        return [self._row(wording, row) for row in rows]

    def statement(self, *values: Value) -> tuple[str, list[Any]]:
        """The statement and its parameters, to be asked as part of another one."""
        wording = self._wording()
        return wording.sql, wording.filled(values)

    def _wording(self) -> _Wording:
        found = self._wordings.get(vendor())
        if found is None:
            found = self._wordings[vendor()] = self._worded()
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
            rows=_Rows(
                model=compiler.klass_info["model"],
                columns=slice(first, last),
                names=[part[0].target.attname for part in compiler.select[first:last]],
                related=_related(get_related_populators(compiler.klass_info, compiler.select, "default", FETCH_ONE)),
            ),
            annotations=tuple(compiler.annotation_col_map.items()),
        )

    def _row(self, wording: _Wording, row: Sequence[Any]) -> M:
        made: M = wording.rows.made(row)
        for name, place in wording.annotations:
            setattr(made, name, row[place])
        return made


# As many as a page of a list has.
AT_ONCE = 50


def padded(keys: Sequence[Any]) -> Sequence[Any]:
    """Fifty of them, so that the words are the same for any number: the last one stands in every place that is left."""
    return [*keys, *[keys[-1]] * (AT_ONCE - len(keys))]


class Keyed[M: Model]:
    """The rows of ``make(*values)`` that have the keys asked for, in the order of the keys. One statement for each fifty of them."""

    def __init__(self, make: Callable[..., QuerySet[M]], *examples: Value) -> None:
        self._make = make
        self._examples = examples

    def __call__(self, keys: Sequence[Any], *values: Value) -> list[M]:
        found: dict[Any, M] = {}
        for some in batched(keys, AT_ONCE):
            found |= {row.pk: row for row in self._prepared(*values, *padded(some))}
        return [found[key] for key in keys if key in found]

    @cached_property
    def _prepared(self) -> Prepared[M]:
        number = len(self._examples)
        whole = self._make(*self._examples)
        by_id = isinstance(whole.model._meta.pk, UUIDField)
        keys: list[Value] = [UUID(int=2**100 + place) if by_id else 2**30 + place for place in range(AT_ONCE)]
        return Prepared(
            lambda *given: self._make(*given[:number]).order_by().filter(pk__in=given[number:]), *self._examples, *keys
        )


@dataclass(frozen=True, slots=True)
class _Rows[M: Model]:
    """How a model's row is made of one that was read: which columns are its own, and which models hang on it."""

    model: type[M]
    columns: slice
    names: Sequence[str]
    related: "Sequence[_Related]"

    def made(self, row: Sequence[Any]) -> M:
        """What ``Model.from_db`` makes."""
        made = self.model.__new__(self.model)
        made._state = state = ModelState()
        state.adding, state.db = False, DEFAULT_DB_ALIAS
        made.__dict__.update(zip(self.names, row[self.columns], strict=True))
        for one in self.related:
            one.join(made, row)
        return made


@dataclass(frozen=True, slots=True)
class _Related:
    """A model that ``select_related`` brings along. ``key`` is the column of its primary key: empty when there is none."""

    rows: _Rows[Any]
    key: int
    here: Callable[[Model, Model | None], None]
    there: Callable[[Model, Model], None]

    def join(self, made: Model, row: Sequence[Any]) -> None:
        other = None if row[self.key] is None else self.rows.made(row)
        self.here(made, other)
        if other is not None:
            self.there(other, made)


def _related(populators: Sequence[Any]) -> Sequence[_Related]:
    return [
        _Related(
            _Rows(one.model_cls, slice(one.cols_start, one.cols_end), one.init_list, _related(one.related_populators)),
            one.cols_start + one.pk_idx,
            one.local_setter,
            one.remote_setter,
        )
        for one in populators
    ]


@cache
def vendor() -> str:
    """The database's kind, which a process has one of: to ask the connection takes as long as to find a row."""
    return str(connection.vendor)


def preparing() -> CursorWrapper:
    """A cursor whose statements PostgreSQL plans once a connection, and whose parameters are put into SQLite's words once, not each time."""
    line: Any = connections[DEFAULT_DB_ALIAS]
    if line.connection is None:
        line.ensure_connection()
    with line.wrap_database_errors:
        if vendor() == "postgresql":
            from stormoede.lib import planned

            made: Any = planned.Cursor(line.connection)
        else:
            made = line.connection.cursor(factory=_Reworded)
    watched = line.queries_logged or line.execute_wrappers
    cursor: CursorWrapper = line._prepare_cursor(made) if watched else _Unwatched(made, line)
    return cursor


class _Unwatched(CursorWrapper):
    """Django's, which makes room around every statement for those who watch, while nobody does."""

    def execute(self, sql: object, params: object = None) -> None:
        self.db.validate_no_broken_transaction()
        self._told(self.cursor.execute, sql, *(() if params is None else (params,)))

    def fetchone(self) -> tuple[Any, ...] | None:
        row: tuple[Any, ...] | None = self._told(self.cursor.fetchone)
        return row

    def fetchall(self) -> list[Any]:
        rows: list[Any] = self._told(self.cursor.fetchall)
        return rows

    def _told[T](self, do: Callable[..., T], *given: object) -> T:
        try:
            return do(*given)
        except Exception:
            # The driver's fault becomes Django's on its way out.
            with self.db.wrap_database_errors:
                raise


class _Reworded(SQLiteCursorWrapper):
    """Django's, which looks for a statement's parameters each time it is asked."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        return _reworded(query) if param_names is None else super().convert_query(query, param_names=param_names)


@lru_cache(maxsize=256)
def _reworded(sql: str) -> str:
    return FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%")


def adapted(value: Value) -> Any:  # noqa: ANN401 - what the driver takes
    """``value`` as the database's driver takes it."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, UUID):
        return value if vendor() == "postgresql" else value.hex
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value)
