"""The database: reached, new enough, with this version's tables, and told to keep its log quiet."""

from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from stormoede.fitness.findings import Finding, advice, fault, ok

OLDEST_POSTGRES = 150000
OLDEST_SQLITE = (3, 37)
SKEW = 2.0
WAITING = 600.0


def findings(origin: str) -> Iterator[Finding]:
    """Everything about the database. Needs Django set up."""
    from django.db import connection
    from django.db.utils import DatabaseError

    try:
        connection.ensure_connection()
        yield from _sqlite() if connection.vendor == "sqlite" else _postgres()
        ready = yield from _tables()
        if ready:
            yield from _contents(origin)
    except DatabaseError as no:
        reason = str(no).strip().splitlines()[0]
        yield fault("database", f"It cannot be used: {reason}.", "See STORMOEDE_DATABASE and STORMOEDE_DATA.")


def _one(statement: str) -> Any:  # noqa: ANN401 - whatever the database says
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
        return row[0] if row else None


def _sqlite() -> Iterator[Finding]:
    import sqlite3

    version = sqlite3.sqlite_version_info
    if version[:2] < OLDEST_SQLITE:
        yield fault(
            "database", f"SQLite {sqlite3.sqlite_version} is too old.", "Use a Python with SQLite 3.37 or later."
        )
    mode = _one("PRAGMA journal_mode")
    if mode == "wal":
        yield ok("database", f"SQLite {sqlite3.sqlite_version}, write-ahead log on.")
    else:
        found = f"SQLite's journal is {mode}, not a write-ahead log."
        yield fault("database", found, "Keep the data folder on a local disk, not on a network share.")


def _postgres() -> Iterator[Finding]:
    number = int(_one("SHOW server_version_num"))
    if number < OLDEST_POSTGRES:
        yield fault("database", f"PostgreSQL {_one('SHOW server_version')} is too old.", "Use 15 or later.")
    else:
        icu = "with" if _one("SELECT count(*) FROM pg_collation WHERE collprovider = 'i'") else "without"
        yield ok("database", f"PostgreSQL {_one('SHOW server_version')}, {icu} ICU (Danish order does not need it).")
    if _one("SHOW server_encoding") != "UTF8":
        yield fault("database", "It does not store UTF-8.", "Make it anew with ENCODING 'UTF8'.")
    if _one("SHOW log_statement") != "none":
        yield advice("database", "Its log tells statements, and with them names.", "Set log_statement = none.")
    if _one("SHOW log_parameter_max_length_on_error") != "0":
        yield advice("database", "Its log tells values on errors.", "Set log_parameter_max_length_on_error = 0.")
    yield from _way()
    apart = abs((datetime.now(UTC) - _one("SELECT clock_timestamp()")).total_seconds())
    if apart > SKEW:
        yield fault(
            "clock", f"This machine and the database are {apart:.0f} s apart.", "Let both follow a time server."
        )
    else:
        yield ok("clock", f"This machine and the database agree to {apart:.1f} s.")


def _way() -> Iterator[Finding]:
    """Over a network, what is read and written is encrypted, and best of all the server is known to be itself."""
    from django.db import connection

    told = connection.settings_dict["OPTIONS"].get("sslmode", "")
    if told == "disable":
        yield advice("database", "The way to it is not encrypted.", "Take ?sslmode=disable out of STORMOEDE_DATABASE.")
    elif told == "require":
        found = "The way to it is encrypted; that the server is itself is not looked at."
        yield advice("database", found, "Add ?sslmode=verify-full and &sslrootcert=/path to STORMOEDE_DATABASE.")


def _tables() -> Generator[Finding, None, bool]:
    from stormoede.lib import tables

    missing = tables.pending()
    if missing:
        yield fault("tables", f"{missing} steps of this version are missing.", "Run `stormoede upgrade`.")
        return False
    yield ok("tables", "They are those of this version.")
    return True


def _contents(origin: str) -> Iterator[Finding]:
    from stormoede.accounts.models import Staff
    from stormoede.lib.env import loopback
    from stormoede.mail.models import Message
    from stormoede.story.models import Story

    if Story.objects.exists() and not loopback(urlsplit(origin).hostname or ""):
        yield fault(
            "story", "This is a told story, and its sign-ins are printed.", "Use a database of its own for members."
        )
    if not Staff.objects.filter(role=Staff.Role.ADMIN, is_active=True).exists():
        yield advice("staff", "Nobody can sign in yet.", "Run `stormoede init --admin ADDRESS`.")
    oldest = Message.objects.filter(state="queued", next_at=None, batch__paused_at=None).order_by("id").first()
    if oldest and (datetime.now(UTC) - oldest.date).total_seconds() > WAITING:
        found = "Mail has waited for over ten minutes."
        yield advice("worker", found, "Is `stormoede worker` or `stormoede serve` running, and the relay named?")
