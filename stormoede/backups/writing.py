"""Writing a backup: one file, JSON lines in gzip, the same bytes for the same data whichever database holds them.

    {"stormoede":1,"schema":{…},"version":"…"}
    {"columns":[[name, kind], …],"next":N,"table":LABEL}   then a line [value, …] for each row, by primary key
    {"end":LABEL,"rows":N}
    {"file":NAME}   then its bytes in lines "base64"   {"end":NAME,"size":N}
    {"files":N,"rows":N,"sha256":of all before,"tables":N}

Nothing is held in memory but the piece that is being written.
"""

import base64
import fcntl
import hashlib
import os
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from django.db import connection, transaction
from django.db.models import CharField, Model, QuerySet, TextField
from django.db.models.functions import Collate

from stormoede import __version__
from stormoede.backups import files, schema, seals, values
from stormoede.backups.faults import BackupFault
from stormoede.lib.wording import reason
from stormoede.lib.wording import told as _

FORMAT = 1
ROWS_AT_ONCE = 2000
PIECE = 48 * 1024
PART = ".stormoede-backup.part"


@dataclass(slots=True)
class Tally:
    """How much there was; ``erased`` are people who had been erased since, and were again."""

    tables: int = 0
    rows: int = 0
    files: int = 0
    erased: int = 0

    def __str__(self) -> str:
        return _(
            "%(tables)s tables, %(rows)s rows and %(files)s files", tables=self.tables, rows=self.rows, files=self.files
        )


def write(to: Path, keys: Sequence[str]) -> Tally:
    """Write everything to ``to``, which appears when it is whole. With ``keys``, encrypted to them."""
    seals.refuse_unusable(keys)
    if to.exists():
        raise BackupFault(_("%(file)s is there already.", file=to))
    tally = Tally()
    try:
        to.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with _beside(to) as stream, snapshot():
            pieces = _pressed(_lines(tally))
            if keys:
                seals.seal(pieces, stream, keys)
            else:
                stream.writelines(pieces)
    except OSError as fault:
        raise BackupFault(
            _("The backup cannot be written to %(file)s: %(reason)s.", file=to, reason=reason(fault))
        ) from fault
    return tally


@contextmanager
def _beside(to: Path) -> Iterator[IO[bytes]]:
    """A file beside ``to``, renamed to it when all is written down. What a killed one left is written over."""
    part = to.parent / PART
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise BackupFault(_("Another backup is being written in %(folder)s.", folder=to.parent)) from fault
        stream.truncate()
        try:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        except BaseException:
            part.unlink(missing_ok=True)
            raise
        part.replace(to)
    _settle(to.parent)


def _settle(folder: Path) -> None:
    """Make the disk keep what a folder lists."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def snapshot() -> Iterator[None]:
    """All tables as they are at one instant, while others go on writing."""
    connection.ensure_connection()
    mode = getattr(connection, "transaction_mode", None)
    if connection.vendor == "sqlite":
        vars(connection)["transaction_mode"] = "DEFERRED"
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    finally:
        if connection.vendor == "sqlite":
            vars(connection)["transaction_mode"] = mode


def _pressed(lines: Iterator[bytes]) -> Iterator[bytes]:
    """Lines in gzip, without a time in its head."""
    press = zlib.compressobj(6, zlib.DEFLATED, 31)
    for line in lines:
        if piece := press.compress(line):
            yield piece
    yield press.flush()


def _lines(tally: Tally) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for line in _contents(tally):
        digest.update(line)
        yield line
    yield values.line({"tables": tally.tables, "rows": tally.rows, "files": tally.files, "sha256": digest.hexdigest()})


def _contents(tally: Tally) -> Iterator[bytes]:
    taken = schema.standing()
    yield values.line({"stormoede": FORMAT, "version": __version__, "schema": taken})
    for model in schema.models(taken):
        if schema.label(model) not in schema.fleeting():
            tally.tables += 1
            yield from _table(model, tally)
    # After the rows: a row's file is there before the row is.
    for name, file in files.kept():
        yield from _file(name, file, tally)


def _table(model: type[Model], tally: Tally) -> Iterator[bytes]:
    columns, label = schema.columns(model), schema.label(model)
    yield values.line(
        {"table": label, "columns": [[field.attname, values.kind(field)] for field in columns], "next": next_key(model)}
    )
    count = 0
    for row in _rows(model).values_list(*(field.attname for field in columns)).iterator(ROWS_AT_ONCE):
        count += 1
        yield values.line([values.plain(value) for value in row])
    tally.rows += count
    yield values.line({"end": label, "rows": count})


def _rows(model: type[Model]) -> "QuerySet[Any]":
    """All rows by primary key: texts by their letters' numbers, as SQLite has them, whatever the database's language."""
    key = model._meta.pk
    rows = model._base_manager.order_by("pk")
    if connection.vendor == "postgresql" and isinstance(key, CharField | TextField):
        rows = model._base_manager.order_by(Collate("pk", "C"))
    return rows


def next_key(model: type[Model]) -> int | None:
    """The number the next row gets; None where the database does not count. So that no number is given twice."""
    field = model._meta.auto_field
    if field is None:
        return None
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            return int(row[0]) + 1 if row else 1
        cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", [connection.ops.quote_name(table), field.column])
        (name,) = cursor.fetchone()
        cursor.execute(f"SELECT last_value + is_called::int FROM {name}")  # noqa: S608 - the database's own name
        return int(cursor.fetchone()[0])


def _file(name: str, file: Path, tally: Tally) -> Iterator[bytes]:
    try:
        stream = file.open("rb")
    except FileNotFoundError:
        return
    tally.files += 1
    with stream:
        yield values.line({"file": name})
        size = 0
        while piece := stream.read(PIECE):
            size += len(piece)
            yield values.line(base64.b64encode(piece).decode("ascii"))
        yield values.line({"end": name, "size": size})
