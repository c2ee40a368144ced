"""A database with all tables in place, made once for a set of migrations and copied from then on.

Taking all migrations costs seconds of processor, and a run of the tests needs dozens of new databases. SQLite's is kept as a
file and PostgreSQL's as what pg_dump says of it, under var/tests.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from importlib.metadata import version
from pathlib import Path

from stormoede.bench import cluster

TOP = Path(__file__).parent.parent
KEPT = TOP / "var" / "tests"


def _mark():
    told = hashlib.sha256(f"{version('django')} {version('django-allauth')} {sqlite3.sqlite_version}".encode())
    for file in sorted((TOP / "stormoede").glob("*/migrations/*.py")):
        told.update(str(file.relative_to(TOP)).encode() + file.read_bytes())
    return told.hexdigest()[:20]


def file():
    """Where the kept database is. Made when there is none of these migrations, by one process while others wait."""
    found = KEPT / f"migrated-{_mark()}.sqlite3"
    if not found.exists():
        with _alone("sqlite"):
            if not found.exists():
                for old in KEPT.glob("migrated-*.sqlite3"):
                    old.unlink()
                _make(found)
    return found


@contextmanager
def _alone(which: str) -> Iterator[None]:
    """Others who would make one of the same database wait."""
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / f"lock-{which}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(target):
    from stormoede.lib import keys

    with tempfile.TemporaryDirectory(prefix="stormoede-migrated-") as folder:
        place = Path(folder)
        (place / "data").mkdir()
        keys.create(place / "keys")
        mine = {name: value for name, value in os.environ.items() if not name.startswith("STORMOEDE_")}
        environment = mine | {"STORMOEDE_DATA": str(place / "data"), "DJANGO_SETTINGS_MODULE": "stormoede.settings"}
        command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
        subprocess.run(command, env=environment, cwd=TOP, check=True)
        copied(place / "data" / "stormoede.sqlite3", place / "whole.sqlite3")
        (place / "whole.sqlite3").replace(target)


def copied(source, target):
    """A whole copy of an SQLite database as one file, whatever still stands in its log."""
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


def into(data):
    """A new installation's database in the folder ``data``, with all tables and nothing in them."""
    copied(file(), Path(data) / "stormoede.sqlite3")


def _into_postgres(migrate: Callable[[], object]) -> None:
    """Fill the database Django is connected to: by ``migrate`` the first time, and then as it was written down."""
    from django.db import connection

    programs, at = cluster.programs(), connection.settings_dict
    if programs is None or not all((programs / name).exists() for name in ("pg_dump", "psql")):
        migrate()
        return
    line = ["-h", at["HOST"], "-p", str(at["PORT"] or 5432), "-U", at["USER"], "-d", at["NAME"]]
    environment = {**os.environ, "PGPASSWORD": at["PASSWORD"], "PGOPTIONS": "--client-min-messages=warning"}
    kept = KEPT / f"migrated-{_mark()}-{connection.pg_version}.sql"
    with _alone("postgresql"):
        if not kept.exists():
            migrate()
            for old in KEPT.glob("migrated-*.sql"):
                old.unlink()
            told = kept.with_suffix(".new")
            dump = [programs / "pg_dump", *line, "--no-owner", "--no-privileges", "-f", told]
            # Programs that are older than the server refuse: then every database takes its migrations.
            if subprocess.run(dump, env=environment, check=False).returncode == 0:
                told.replace(kept)
            return
    load = [programs / "psql", *line, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", kept]
    subprocess.run(load, env=environment, stdout=subprocess.DEVNULL, check=True)


@contextmanager
def instead_of_migrating():
    """While it lasts, Django's test database is filled from the kept one."""
    from django.core import management
    from django.db import connection

    real = management.call_command

    def call(name, *args, **options):
        if name != "migrate":
            return real(name, *args, **options)
        if connection.vendor == "postgresql":
            return _into_postgres(lambda: real(name, *args, **options))
        connection.ensure_connection()
        with closing(sqlite3.connect(file())) as kept:
            kept.backup(connection.connection)
        return None

    management.call_command = call
    try:
        yield
    finally:
        management.call_command = real
