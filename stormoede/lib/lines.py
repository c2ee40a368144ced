"""The lines of this process to the database."""

from django.db import connection


def hang_up() -> None:
    """Close them all; the next question opens another. Before a fork above all: of a line that two processes have, each would
    read the answers to the other's questions."""
    connection.close()
    if connection.vendor == "postgresql":
        connection.close_pool()  # type: ignore[attr-defined]
