"""The lines of this process to the database."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections


def hang_up() -> None:
    """Close them all; the next question opens another. Before a fork above all: of a line that two processes have, each would
    read the answers to the other's questions."""
    line: Any = connections[DEFAULT_DB_ALIAS]
    line.close()
    if line.vendor == "postgresql":
        line.close_pool()


def keep() -> None:
    """From now on each thread keeps the line it has, for a process whose threads are few and remain: to fetch one for every page,
    and give it back, costs as much as a question, and what a line has prepared is known to that line alone."""
    line: Any = connections[DEFAULT_DB_ALIAS]
    hang_up()
    if line.vendor == "postgresql":
        line.settings_dict["OPTIONS"].pop("pool", None)
        line.settings_dict["CONN_MAX_AGE"] = None
