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
