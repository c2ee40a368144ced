"""The lines of this process to the database."""

from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections

# Whoever has typed a command waits no longer than this to hear that there is no database.
SECONDS = 5
_CHOSEN = ("pool", "connect_timeout")


def hang_up() -> None:
    """Close them all; the next question opens another. Before a fork above all: of a line that two processes have, each would
    read the answers to the other's questions."""
    line: Any = connections[DEFAULT_DB_ALIAS]
    line.close()
    if line.vendor == "postgresql":
        line.close_pool()


def single() -> None:
    """From now on one line and no pool, for a command: a database that is not there is told at once, or after some seconds, and why,
    where a pool goes on trying for as long as a busy server may wait for a line that is free."""
    _choose(connect_timeout=SECONDS)


def pooled() -> None:
    """From now on the lines of the settings again, for whatever serves or works in several threads."""
    _choose(pool=settings.POOL)


def _choose(**options: object) -> None:
    line: Any = connections[DEFAULT_DB_ALIAS]
    # Within a transaction the line is somebody's.
    if line.vendor == "postgresql" and not line.in_atomic_block:
        hang_up()
        given = {name: value for name, value in line.settings_dict["OPTIONS"].items() if name not in _CHOSEN}
        line.settings_dict["OPTIONS"] = {**given, **options}


def keep() -> None:
    """From now on each thread keeps the line it has, for a process whose threads are few and remain: to fetch one for every page,
    and give it back, costs as much as a question, and what a line has prepared is known to that line alone."""
    line: Any = connections[DEFAULT_DB_ALIAS]
    hang_up()
    if line.vendor == "postgresql":
        line.settings_dict["OPTIONS"].pop("pool", None)
        line.settings_dict["CONN_MAX_AGE"] = None
