"""Rows back into tables: the tables are made as they were when the backup was, filled, and brought to this version."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model
from django.db.utils import DatabaseError

from stormoede.backups import files, schema, values
from stormoede.backups.faults import BackupFault
from stormoede.backups.reading import Backup, File, Table
from stormoede.lib import tables
from stormoede.lib.wording import told as _

AT_ONCE = 500


def load(backup: Backup) -> None:
    """Everything in ``backup``, into a database without tables; files are staged. BackupFault when a row does not fit."""
    nodes = schema.nodes(backup.schema)
    tables.make(connection, nodes)
    # Somebody else's tables may lie beside ours on PostgreSQL.
    MigrationExecutor(connection).migrate(nodes)
    models = {schema.label(model): model for model in schema.models(backup.schema)}
    _empty(models.values())
    # SQLite looks at relations when a row comes; here all must have come first.
    connection.disable_constraint_checking()
    into = _Into(models)
    try:
        with transaction.atomic():
            _defer()
            for part in backup.parts():
                into.take(part)
            into.close()
            _hold_together()
    except (DatabaseError, ValidationError, ValueError) as fault:
        raise BackupFault(
            _(
                "The backup does not fit %(place)s: %(reason)s. Nothing was changed.",
                place=into.place,
                reason=_first_line(fault),
            )
        ) from fault
    connection.enable_constraint_checking()
    call_command("migrate", interactive=False, verbosity=0)


def _first_line(fault: Exception) -> str:
    return next(iter(str(fault).strip().splitlines()), type(fault).__name__)


def _defer() -> None:
    """Relations are looked at when all rows are there; the migrations may have left PostgreSQL at looking at once."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _hold_together() -> None:
    """Every relation leads somewhere. DatabaseError when one does not."""
    if connection.vendor == "sqlite":
        connection.check_constraints()
    else:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _empty(models: Iterable[type[Model]]) -> None:
    """Take out what the migrations themselves have put in: it is in the backup too."""
    with connection.cursor() as cursor:
        for model in models:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")  # noqa: S608 - our own table
            if cursor.fetchone():
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608 - our own table


class _Into:
    """Where the parts of a backup go."""

    def __init__(self, models: dict[str, type[Model]]) -> None:
        self.place = _("this version")
        self._models = models
        self._readers: Sequence[Callable[[Any], Any]] = ()
        self._statement = ""
        self._rows: list[list[Any]] = []
        self._file: IO[bytes] | None = None

    def take(self, part: object) -> None:
        """The next part."""
        match part:
            case Table():
                self.close()
                self._begin(part)
            case File(name):
                self.close()
                self.place = name
                self._file = files.staged(name).open("wb")
            case bytes():
                assert self._file is not None
                self._file.write(part)
            case list():
                self._rows.append([read(value) for read, value in zip(self._readers, part, strict=True)])
                if len(self._rows) == AT_ONCE:
                    self._write()

    def close(self) -> None:
        """Finish the table or the file under way."""
        self._write()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _begin(self, table: Table) -> None:
        self.place = table.label
        model = self._models.get(table.label)
        columns = schema.columns(model) if model is not None else []
        if model is None or [name for name, _ in table.columns] != [field.attname for field in columns]:
            raise BackupFault(
                _(
                    "The backup has a table %(table)s that is not this version's. Nothing was changed.",
                    table=table.label,
                )
            )
        quote = connection.ops.quote_name
        names = ", ".join(quote(str(field.column)) for field in columns)
        marks = ", ".join(["%s"] * len(columns))
        self._readers = [values.reader(field) for field in columns]
        self._statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"  # noqa: S608
        if table.next_key is not None:
            set_next_key(model, table.next_key)

    def _write(self) -> None:
        if self._rows:
            with connection.cursor() as cursor:
                cursor.executemany(self._statement, self._rows)
            self._rows = []


def set_next_key(model: type[Model], number: int) -> None:
    """The number the next row without one gets."""
    field, table = model._meta.auto_field, model._meta.db_table
    assert field is not None
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            if number > 1:
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number - 1])
        else:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence(%s, %s), %s, false)",
                [connection.ops.quote_name(table), field.column, number],
            )


def staged_database(place: Path) -> Path:
    """The file beside the database in which a restore builds a new one."""
    return place.with_name(place.name + ".restoring")
