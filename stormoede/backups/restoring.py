"""Restoring: all of it or nothing. On SQLite into a new file that takes the old one's place, on PostgreSQL in one transaction."""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.db.utils import DatabaseError, OperationalError

from stormoede.backups import files, loading
from stormoede.backups.faults import BackupFault
from stormoede.backups.reading import opened
from stormoede.backups.writing import Tally
from stormoede.events.actor import system
from stormoede.lib import clock, lines
from stormoede.lib.wording import told as _
from stormoede.protection import ledger
from stormoede.protection.actions import erasures
from stormoede.protection.ledger import Entry
from stormoede.protection.models import Erasure

# What a database has as soon as it has tables.
ALWAYS = ("django_", "auth_")
PATIENCE = "5s"
TRIES = 10


def verify(file: Path, identity: Path | None) -> Tally:
    """Look a backup through to its end, and change nothing."""
    with opened(file, identity, settings.DATA) as backup:
        return backup.tally


def restore(file: Path, identity: Path | None, *, replace: bool) -> Tally:
    """Make database and files those of the backup. What is here already goes only with ``replace``.

    Who was erased after the backup was made is erased in it before it takes its place.
    """
    # So that every other connection is somebody else's.
    lines.single()
    try:
        with opened(file, identity, settings.DATA) as backup:
            if not replace:
                _refuse_occupied()
            gone = _erased(file)
            stage = files.stage()
            with _switching(stage, bool(backup.tally.files) or any(True for _ in files.kept())):
                loading.load(backup)
                backup.tally.erased = erasures.again(gone, by=system("restore"), at=clock.wall())
            return backup.tally
    except (OSError, OperationalError) as fault:
        raise BackupFault(
            _("The backup cannot be restored: %(reason)s.", reason=str(fault).strip().splitlines()[0])
        ) from fault


def _erased(file: Path) -> list[Entry]:
    """Who has been erased here: as the ledgers beside the backups say, and as the database that is about to go does."""
    known = {entry.person: entry for entry in ledger.read([file.resolve().parent, ledger.folder()])}
    place = files.database()
    if place is None or place.exists():
        with suppress(DatabaseError), transaction.atomic():
            known |= {row.person: Entry(row.person, row.at, row.words) for row in Erasure.objects.all()}
    return list(known.values())


def _refuse_occupied() -> None:
    if _occupied() or any(True for _ in files.kept()):
        raise BackupFault(
            _("There are data here already. `--replace` puts the backup in their place; back up what is here first.")
        )


def _occupied() -> bool:
    """Are there rows? A file that is no database is somebody's, all the same."""
    place = files.database()
    if place is not None and not place.exists():
        return False
    try:
        return any(not table.startswith(ALWAYS) and _has_rows(table) for table in own_tables())
    except OperationalError:
        raise
    except DatabaseError:
        return True


def own_tables() -> list[str]:
    """Every table that this program, or a newer one, has made in the database."""
    found = connection.introspection.table_names()
    if "django_migrations" not in found:
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT app FROM django_migrations")
        labels = {str(app) for (app,) in cursor.fetchall()} | {config.label for config in apps.get_app_configs()}
    begins = ("django_", *(f"{label}_" for label in labels))
    return sorted(table for table in found if table.startswith(begins))


def _has_rows(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")  # noqa: S608 - the database's own name
        return cursor.fetchone() is not None


@contextmanager
def _switching(stage: Path, with_files: bool) -> Iterator[None]:
    """Load inside; then the database takes its place, then the files do. ``serve`` refuses while only one of them has."""
    place = files.database()
    switched = False
    try:
        with _in_a_new_file(place) if place is not None else _in_one_transaction():
            yield
            if with_files:
                (stage / files.SWITCHING).touch()
        switched = True
        if with_files:
            files.put_back()
    except BaseException:
        if not switched:
            shutil.rmtree(stage, ignore_errors=True)
        raise
    shutil.rmtree(stage)


@contextmanager
def _in_a_new_file(place: Path) -> Iterator[None]:
    new = loading.staged_database(place)
    _remove(new)
    connection.close()
    connection.settings_dict["NAME"] = str(new)
    try:
        yield
        connection.close()
        _write_down(new)
        _close_down(place)
        new.replace(place)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(place)
        _remove(new)


def _remove(database: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        database.with_name(database.name + end).unlink(missing_ok=True)


def _write_down(database: Path) -> None:
    """One file without a log beside it, on the disk."""
    with sqlite3.connect(database) as own:
        own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    own.close()
    descriptor = os.open(database, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    database.chmod(0o600)


def _close_down(database: Path) -> None:
    """Nobody has the old database open, and it leaves no log that could be taken for the new one's. BackupFault when it is in use."""
    if not database.exists():
        return
    own = sqlite3.connect(database, timeout=1)
    try:
        with suppress(sqlite3.DatabaseError):
            own.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        own.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as fault:
        raise BackupFault(_("The database is in use. Stop the servers and workers first.")) from fault
    except sqlite3.DatabaseError:
        # It is no database any more, which may be why there is a restore.
        pass
    finally:
        own.close()
    for end in ("-wal", "-shm"):
        database.with_name(database.name + end).unlink(missing_ok=True)


@contextmanager
def _in_one_transaction() -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        _refuse_in_use()
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        tables = ", ".join(connection.ops.quote_name(table) for table in own_tables())
        if tables:
            cursor.execute(f"DROP TABLE {tables} CASCADE")
        _drop_triggers()
        yield


def _refuse_in_use() -> None:
    """BackupFault when others stay connected; one that has just ended is given time to be gone."""
    others = 0
    for _turn in range(TRIES):
        with connection.cursor() as cursor:
            # Statistics are kept as they were first seen in a transaction, unless they are thrown away.
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            others = cursor.fetchone()[0]
        if not others:
            return
        time.sleep(1)
    raise BackupFault(
        _("Other programs use the database (%(count)s). Stop the servers and workers first.", count=others)
    )


def _drop_triggers() -> None:
    """Functions that went with the tables' triggers: the migrations make them anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p WHERE p.prorettype = 'trigger'::regtype"
            " AND p.pronamespace = current_schema()::regnamespace AND p.proowner = current_user::regrole"
            " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
        )
        for (name,) in cursor.fetchall():
            with suppress(DatabaseError):
                cursor.execute(f"DROP FUNCTION {name}")
