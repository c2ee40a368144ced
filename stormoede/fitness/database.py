"""The database: reached, new enough, with this version's tables, and told to keep its log quiet."""

from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from stormoede.fitness.findings import Finding, advice, fault, ok
from stormoede.lib.wording import noted as _

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
        reason = str(no).strip().partition("\n")[0].removesuffix(".")
        found = _("It cannot be used: %(reason)s.")
        yield fault("database", found, _("See STORMOEDE_DATABASE and STORMOEDE_DATA."), reason=reason)


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
        found = _("SQLite %(version)s is too old.")
        yield fault("database", found, _("Use a Python with SQLite 3.37 or later."), version=sqlite3.sqlite_version)
    mode = _one("PRAGMA journal_mode")
    if mode == "wal":
        yield ok("database", _("SQLite %(version)s, write-ahead log on."), version=sqlite3.sqlite_version)
    else:
        found = _("SQLite's journal is %(mode)s, not a write-ahead log.")
        yield fault("database", found, _("Keep the data folder on a local disk, not on a network share."), mode=mode)


def _postgres() -> Iterator[Finding]:
    number = int(_one("SHOW server_version_num"))
    version = _one("SHOW server_version")
    if number < OLDEST_POSTGRES:
        found = _("PostgreSQL %(version)s is too old.")
        yield fault("database", found, _("Use 15 or later."), version=version)
    else:
        icu = _one("SELECT count(*) FROM pg_collation WHERE collprovider = 'i'")
        found = _("PostgreSQL %(version)s, with ICU (Danish order does not need it).")
        without = _("PostgreSQL %(version)s, without ICU (Danish order does not need it).")
        yield ok("database", found if icu else without, version=version)
    if _one("SHOW server_encoding") != "UTF8":
        yield fault("database", _("It does not store UTF-8."), _("Make it anew with ENCODING 'UTF8'."))
    if _one("SHOW log_statement") != "none":
        yield advice("database", _("Its log tells statements, and with them names."), _("Set log_statement = none."))
    if _one("SHOW log_parameter_max_length_on_error") != "0":
        yield advice("database", _("Its log tells values on errors."), _("Set log_parameter_max_length_on_error = 0."))
    yield from _way()
    apart = abs((datetime.now(UTC) - _one("SELECT clock_timestamp()")).total_seconds())
    if apart > SKEW:
        found = _("This machine and the database are %(apart)s s apart.")
        yield fault("clock", found, _("Let both follow a time server."), apart=f"{apart:.0f}")
    else:
        yield ok("clock", _("This machine and the database agree to %(apart)s s."), apart=round(apart, 1))


def _way() -> Iterator[Finding]:
    """Over a network, what is read and written is encrypted, and best of all the server is known to be itself."""
    from django.db import connection

    told = connection.settings_dict["OPTIONS"].get("sslmode", "")
    if told == "disable":
        yield advice(
            "database", _("The way to it is not encrypted."), _("Take ?sslmode=disable out of STORMOEDE_DATABASE.")
        )
    elif told == "require":
        found = _("The way to it is encrypted; that the server is itself is not looked at.")
        yield advice("database", found, _("Add ?sslmode=verify-full and &sslrootcert=/path to STORMOEDE_DATABASE."))


def _tables() -> Generator[Finding, None, bool]:
    from stormoede.lib import tables

    missing = tables.pending()
    if missing:
        found = _("%(missing)s steps of this version are missing.")
        yield fault("tables", found, _("Run `stormoede upgrade`."), missing=missing)
        return False
    yield ok("tables", _("They are those of this version."))
    return True


def _contents(origin: str) -> Iterator[Finding]:
    from stormoede.accounts.models import Staff
    from stormoede.lib.env import loopback
    from stormoede.mail.models import Message
    from stormoede.story.models import Story

    if Story.objects.exists() and not loopback(urlsplit(origin).hostname or ""):
        yield fault(
            "story",
            _("This is a told story, and its sign-ins are printed."),
            _("Use a database of its own for members."),
        )
    if not Staff.objects.filter(role=Staff.Role.ADMIN, is_active=True).exists():
        yield advice("staff", _("Nobody can sign in yet."), _("Run `stormoede init --admin ADDRESS`."))
    oldest = Message.objects.filter(state="queued", next_at=None, batch__paused_at=None).order_by("id").first()
    if oldest and (datetime.now(UTC) - oldest.date).total_seconds() > WAITING:
        found = _("Mail has waited for over ten minutes.")
        yield advice("worker", found, _("Is `stormoede worker` or `stormoede serve` running, and the relay named?"))
