"""A member list brought in: 2,432 members in at most 2 s; 100,000 in at most 300 MB, and in time in proportion.

The large list goes through the command line in a process of its own, so that its peak of memory is the product's own.
"""

import csv
import io
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from uuid import uuid4

from stormoede.bench.report import Bench, Figure, figure

MEMBERS, LIMIT = 2432, 2.0
MANY, LIMIT_MB = 100_000, 300


def run(given: Bench) -> Figure:
    """Seconds for 2,432 members; the same rows by a bare loop, the same list again, and many members, in the detail."""
    from stormoede.events.actor import system
    from stormoede.lib import clock
    from stormoede.members.actions import denmark, imports
    from stormoede.members.models import Mandate, Person

    by, at = system("bench"), clock.wall()
    denmark.load(by=by, at=at)
    content = _list(MEMBERS)
    seconds = []
    for expected in (MEMBERS, 0):
        began = time.perf_counter()
        kept = imports.receive("members.csv", content, by=by, at=at)
        result = imports.apply(kept.pk, {}, by=by, at=at)
        seconds.append(time.perf_counter() - began)
        if result.new != expected:
            raise RuntimeError(f"{result.new} new members, {expected} expected")
    raw = _raw_loop()
    Mandate.objects.all().delete()
    Person.objects.all().delete()
    many = given.size or MANY
    first, again, megabytes = _many(given.folder, many)
    return figure(
        "import",
        round(seconds[0], 3),
        "s",
        LIMIT,
        members=MEMBERS,
        again_s=round(seconds[1], 3),
        raw_loop_s=round(raw, 3),
        raw_loop_ratio=round(seconds[0] / raw, 1),
        many_members=many,
        many_s=round(first, 2),
        many_again_s=round(again, 2),
        many_proportion=round(first / many / (seconds[0] / MEMBERS), 2),
        many_mb=round(megabytes),
        many_limit_mb=LIMIT_MB,
        many_mb_ratio=round(megabytes / LIMIT_MB, 2),
    )


def _list(members: int) -> bytes:
    """A list with every municipality in turn, as an export has it."""
    from stormoede.members.core.denmark import municipalities

    places = municipalities()
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(["Kommunekode", "Kommune", "Navn", "E-mail", "Rolle", "Organ", "Fra", "Til", "Medlemsnr"])
    for number in range(members):
        place, nth = places[number % len(places)], number // len(places)
        role = "Borgmester" if nth == 0 else "Medlem"
        name = f"{_word(number * 7919)} {_word(number)}"
        address = f"medlem{number}@kommune{place.code}.example"
        writer.writerow([place.code, place.name, name, address, role, "Byråd", "2022-01-01", "2025-12-31", number + 1])
    return text.getvalue().encode("cp1252")


def _word(number: int) -> str:
    """A name of its own for each number, in Danish letters."""
    letters = "abdefghijklmnoprstuvyæøå"
    word = ""
    while number or len(word) < 4:
        number, letter = divmod(number, len(letters))
        word += letters[letter]
    return word.capitalize()


def _raw_loop() -> float:
    """Seconds for the rows the import made (people, seats, events), given to the database by ``executemany``."""
    from django.db import connection, transaction

    tables = ("members_person", "members_mandate", "events_event")
    rows = {table: _rows(table) for table in tables}
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, values) in rows.items():
            names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608
        seconds = time.perf_counter() - began
        transaction.set_rollback(True)
    return seconds


def _rows(table: str) -> tuple[Sequence[str], list[tuple[Any, ...]]]:
    """The rows as they are, under keys of their own and without what must be unique."""
    from django.db import connection

    with connection.cursor() as cursor:
        where = " WHERE act = 'person.imported'" if table == "events_event" else ""
        cursor.execute(f"SELECT * FROM {table}{where}")  # noqa: S608
        columns = [column[0] for column in cursor.description]
        found = cursor.fetchall()
    return columns, list(_renewed(columns, found, table))


def _renewed(columns: Sequence[str], found: list[tuple[Any, ...]], table: str) -> Iterator[tuple[Any, ...]]:
    from django.db import connection

    for number, row in enumerate(found):
        values = dict(zip(columns, row, strict=True))
        if table == "members_person":
            fresh = uuid4()
            values |= {"id": fresh if connection.vendor == "postgresql" else fresh.hex, "number": None}
        else:
            values["id"] = 10_000_000 + number
        if table == "members_mandate":
            values["valid_from"] = "1999-01-01"
        if table == "events_event":
            values["data"] = "{}"
        yield tuple(values.values())


def _many(folder: Path, members: int) -> tuple[float, float, float]:
    """(seconds, seconds for the same list again, peak megabytes) of the command line."""
    file = folder / "many.csv"
    file.write_bytes(_list(members))
    seconds = []
    for _ in range(2):
        began = time.perf_counter()
        command = [sys.executable, "-m", "stormoede", "members", "import", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(done.stderr or done.stdout[-400:])
        seconds.append(time.perf_counter() - began)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return seconds[0], seconds[1], peak / (1024 * 1024 if sys.platform == "darwin" else 1024)
