"""What the statements of a measurement cost without us: played again by pgbench, or by sqlite3 alone."""

import re
import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stormoede.bench import cluster, processor

_CONTROL = re.compile(r"\s*(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET)\b", re.IGNORECASE)
_WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b|.*\bFOR (NO KEY )?UPDATE\b", re.IGNORECASE | re.DOTALL)
_ROUNDS = 400
_SECONDS = 4


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as it was sent, with its values."""

    sql: str
    params: Any


@dataclass(frozen=True, slots=True)
class Bare:
    """What the statements cost, and what played them."""

    milliseconds: float
    what: str


def recorded(do: Callable[[], Iterator[None]]) -> list[Statement]:
    """The statements ``do`` sends after it yields; beginning and ending transactions is not among them."""
    from django.db import connection

    found: list[Statement] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: ANN401
        if not _CONTROL.match(sql):
            found.append(Statement(sql, params))
        return execute(sql, params, many, context)

    steps = do()
    next(steps)
    with connection.execute_wrapper(watch):
        for _ in steps:
            pass
    return found


def cost(statements: Sequence[Statement]) -> Bare:
    """Milliseconds of processor for the statements once, the writing ones in a transaction that is rolled back."""
    from django.db import connection

    if connection.vendor == "sqlite":
        return Bare(_sqlite(statements), "the same statements by sqlite3 alone")
    return Bare(_pgbench(statements), "the same statements by pgbench, client and server")


def _parted(statements: Sequence[Statement]) -> tuple[list[Statement], list[Statement], list[Statement]]:
    """Before the first lock or write, from there to the last write, and after it."""
    writes = [number for number, one in enumerate(statements) if _WRITES.match(one.sql)]
    first, last = writes[0], writes[-1] + 1
    return list(statements[:first]), list(statements[first:last]), list(statements[last:])


def _sqlite(statements: Sequence[Statement]) -> float:
    from django.db import connection

    line = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    before, within, after = _parted(statements)

    def play(part: Sequence[Statement]) -> None:
        for one in part:
            line.execute(re.sub("%s", "?", one.sql), tuple(one.params or ())).fetchall()

    began = time.process_time()
    for _ in range(_ROUNDS):
        play(before)
        line.execute("BEGIN IMMEDIATE")
        play(within)
        line.execute("ROLLBACK")
        play(after)
    used = time.process_time() - began
    line.close()
    return used * 1000 / _ROUNDS


def _pgbench(statements: Sequence[Statement]) -> float:
    from django.db import connection

    settings = connection.settings_dict
    with connection.cursor() as cursor:
        raw: Any = cursor.connection
        before, within, after = ([_literal(raw, one) for one in part] for part in _parted(statements))
    script = ";\n".join([*before, "BEGIN", *within, "ROLLBACK", *after]) + ";\n"
    program = shutil.which("pgbench") or str((cluster.programs() or Path()) / "pgbench")
    with tempfile.NamedTemporaryFile("w", suffix=".sql", encoding="utf-8") as file:
        file.write(script)
        file.flush()
        command = [program, "-n", "-c", "1", "-T", str(_SECONDS), "-f", file.name, "-h", settings["HOST"]]
        command += ["-p", str(settings["PORT"] or 5432), "-U", settings["USER"], settings["NAME"]]
        environment = {"PGPASSWORD": settings["PASSWORD"], "PATH": "/usr/bin:/bin"}
        before_it = processor.of_database(settings["NAME"])
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment, text=True
        ) as it:
            time.sleep(_SECONDS - 0.5)
            used = processor.seconds(it.pid) + processor.of_database(settings["NAME"]) - before_it
            told, _faults = it.communicate()
    done = re.search(r"actually processed: (\d+)", told)
    return used * 1000 / max(1, int(done[1]) * (_SECONDS - 0.5) / _SECONDS) if done else 0.0


def _literal(raw: Any, one: Statement) -> str:  # noqa: ANN401 - psycopg's connection
    from psycopg import ClientCursor

    with ClientCursor(raw) as cursor:
        return str(cursor.mogrify(one.sql, one.params))
