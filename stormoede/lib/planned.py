"""Statements that PostgreSQL plans once a line, asked of libpq itself.

psycopg's own cursor is made for every way of waiting there is, and its way to the server and back costs more than most of
our answers. What it knows of values is used here, and its way round is not: a statement is prepared when a line first hears it,
and asked by its name from then on. Values go as text and PostgreSQL says what they are, so that a statement has one plan.
Only read with a PostgreSQL database: nobody else needs psycopg.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast
from weakref import WeakKeyDictionary

from psycopg import Connection, OperationalError
from psycopg.abc import Buffer
from psycopg.adapt import Loader, PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

# More than the program has; a statement over it, worded anew for each number of its values, is asked without a name.
MOST = 200
_ANSWERED = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)


class _Instant(Loader):
    """A line is in UTC, so Python reads an instant as PostgreSQL tells it."""

    # Where Django looks whether instants are read as it wants them.
    timezone = UTC

    def load(self, data: Buffer) -> datetime:
        return datetime.fromisoformat(bytes(data).decode())


class _Line:
    """What is known of one connection: the statements it has prepared, and how its values are put into text."""

    def __init__(self, connection: Connection[Any]) -> None:
        connection.adapters.register_loader("timestamptz", _Instant)
        self.names: dict[bytes, bytes] = {}
        self.values = Transformer(connection)


_lines: WeakKeyDictionary[Connection[Any], _Line] = WeakKeyDictionary()


class Cursor:
    """As much of a cursor as Django's wrapper asks for."""

    # Where Django looks for what was sent, when it debugs; it puts that into words itself then.
    _query = None

    def __init__(self, connection: Connection[Any]) -> None:
        self._connection = connection
        self._line = _lines.get(connection) or _lines.setdefault(connection, _Line(connection))
        self._rows: list[tuple[Any, ...]] = []
        self.rowcount = -1

    def execute(self, sql: str, params: Sequence[Any] | None = None) -> None:
        """Ask, and keep the whole answer. Without ``params`` a per cent sign is one, as elsewhere in Django."""
        if not self._connection.autocommit and self._libpq.transaction_status == TransactionStatus.IDLE:
            self._answered(self._libpq.exec_(b"BEGIN"))
        asked = sql.encode() if params is None else _numbered(sql)
        given = self._line.values.dump_sequence(params, [PyFormat.TEXT] * len(params)) if params else []
        name = self._line.names.get(asked) or self._prepared(asked)
        # psycopg's type for one of the two forgets that a value may be NULL.
        known = cast("Sequence[bytes]", given)
        self._keep(self._libpq.exec_prepared(name, known) if name else self._libpq.exec_params(asked, given))

    def fetchone(self) -> tuple[Any, ...] | None:
        """The next row, or None."""
        return self._rows.pop(0) if self._rows else None

    def fetchall(self) -> list[tuple[Any, ...]]:
        """The rows that are left."""
        rows, self._rows = self._rows, []
        return rows

    def close(self) -> None:
        """Nothing is held open."""

    @property
    def _libpq(self) -> PGconn:
        return self._connection.pgconn

    def _prepared(self, asked: bytes) -> bytes:
        """The name of ``asked`` on this line from now on; empty when there are too many."""
        names = self._line.names
        if len(names) >= MOST:
            return b""
        name = b"stormoede_%d" % len(names)
        self._answered(self._libpq.prepare(name, asked))
        names[asked] = name
        return name

    def _keep(self, result: PGresult) -> None:
        self._answered(result)
        values = self._line.values
        values.set_pgresult(result)
        self._rows = values.load_rows(0, result.ntuples, tuple) if result.status == ExecStatus.TUPLES_OK else []
        self.rowcount = result.ntuples if result.status == ExecStatus.TUPLES_OK else result.command_tuples or 0

    def _answered(self, result: PGresult) -> None:
        if result.status in _ANSWERED:
            return
        if self._libpq.status == ConnStatus.BAD:
            raise OperationalError(result.error_message.decode(errors="replace"))
        raise error_from_result(result)


@lru_cache(maxsize=MOST)
def _numbered(sql: str) -> bytes:
    """``sql`` with its places numbered, as PostgreSQL wants them."""
    first, *others = sql.split("%s")
    return "".join([first, *(f"${n}{part}" for n, part in enumerate(others, 1))]).replace("%%", "%").encode()
