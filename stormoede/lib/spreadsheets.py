"""A table as a file that a spreadsheet opens: CSV as Excel in Danish reads it, and XLSX. No cell is ever a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from stormoede.lib.cells import guarded

# A date or a time of day stands as one that can be sorted and computed with; it has no zone (see ``local``).
type Cell = str | int | date | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
# What no cell has room for beyond.
LONGEST_CELL = 32_767


@dataclass(frozen=True, slots=True)
class Table:
    """``title`` names the file and the sheet; ``head`` the columns."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def local(at: datetime | None, zone: str) -> datetime | None:
    """The moment as clocks in ``zone`` show it, to the minute: what a cell can hold."""
    return at and at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)


def as_csv(table: Table) -> bytes:
    """UTF-8 with its mark and semicolons, which Excel in Danish opens without a question."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([guarded(name) for name in table.head])
    writer.writerows([plain(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def as_xlsx(table: Table) -> bytes:
    """One sheet: the head in bold and always in sight, columns as wide as what they hold."""
    return as_book([table])


def as_book(tables: Iterable[Table]) -> bytes:
    """A sheet for each table, in order."""
    # What writes it takes a quarter of a second to load, numpy with it: not for every program that is started.
    from stormoede.lib import books

    return books.written(tables)


def plain(cell: Cell) -> str:
    """As text."""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    return guarded(cell) if isinstance(cell, str) else "" if cell is None else str(cell)
