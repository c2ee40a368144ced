"""The bell between processes, on PostgreSQL: page servers tell with NOTIFY, workers hear with LISTEN.

Only that there is work is told, never what it is. A lost connection costs nothing but time: workers look every second.
On SQLite, or without a connection, both do nothing.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from stormoede.lib import bell

if TYPE_CHECKING:
    import psycopg

LOG = logging.getLogger("stormoede.wire")
CHANNEL = "stormoede"
# A ring is told at once, and those of this time after it in one message: a worker's passes begin no closer (worker.GATHER).
GATHER = 0.25
AGAIN = 5.0
# How long a turn waits before it looks whether it is to end.
LOOK = 1.0

type Turn = Callable[["psycopg.Connection[Any]"], None]


def tell() -> "Line":
    """From now on, every ring in this process is told to the workers of other processes."""
    rung = threading.Event()
    bell.listen(rung.set)

    def told(line: "psycopg.Connection[Any]") -> None:
        if rung.wait(LOOK):
            rung.clear()
            line.execute(f"NOTIFY {CHANNEL}")
            time.sleep(GATHER)

    return Line(told)


def hear(wake: Callable[[], object]) -> "Line":
    """From now on, call ``wake`` at every ring in another process."""

    def heard(line: "psycopg.Connection[Any]") -> None:
        for _ in line.notifies(timeout=LOOK):
            wake()

    def began(line: "psycopg.Connection[Any]") -> None:
        line.execute(f"LISTEN {CHANNEL}")
        wake()

    return Line(heard, began)


class Line:
    """A thread with a connection of its own, so that no page pays for it. It mends itself; ``close`` ends it."""

    def __init__(self, turn: Turn, began: Turn | None = None) -> None:
        self._turn, self._began = turn, began
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="wire", daemon=True)
        if connection.vendor == "postgresql":
            self._thread.start()

    def close(self) -> None:
        """Hang up, and wait for that."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            with _connected() as line:
                if self._began is not None:
                    self._began(line)
                while not self._stop.is_set():
                    self._turn(line)


@contextmanager
def _connected() -> Iterator["psycopg.Connection[Any]"]:
    """A connection of its own. When it fails, that is logged, and one rests before the next."""
    import psycopg

    try:
        with psycopg.connect(**_parameters(connection), autocommit=True) as line:
            yield line
    except psycopg.Error:
        LOG.warning("The bell between processes is silent; workers look every second.", exc_info=True)
        time.sleep(AGAIN)


def _parameters(given: BaseDatabaseWrapper) -> dict[str, Any]:
    """Where the database is, without what only Django's own connections need."""
    wanted: dict[str, Any] = given.get_connection_params()
    return {name: wanted[name] for name in ("dbname", "user", "password", "host", "port") if wanted.get(name)}
