"""A table as a file that a spreadsheet opens: CSV as Excel in Danish reads it, and XLSX. No cell is ever a formula."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import save_workbook

from stormoede.lib.cells import guarded

# A date or a time of day stands as one that can be sorted and computed with; it has no zone (see ``local``).
type Cell = str | int | date | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
# Characters that XML cannot hold, and what no cell has room for beyond.
_UNTOLD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LONGEST_CELL = 32_767
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
_LEAST, _MOST = 8, 44


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
    writer.writerows([_plain(cell) for cell in row] for row in table.rows)
    return text.getvalue().encode("utf-8-sig", errors="replace")


def as_xlsx(table: Table) -> bytes:
    """One sheet: the head in bold and always in sight, columns as wide as what they hold."""
    return as_book([table])


def as_book(tables: Iterable[Table]) -> bytes:
    """A sheet for each table, in order."""
    book = openpyxl.Workbook(write_only=True)
    for table in tables:
        _fill(book, table)
    file = io.BytesIO()
    save_workbook(book, file)
    return file.getvalue()


def _fill(book: openpyxl.Workbook, table: Table) -> None:
    sheet: Any = book.create_sheet(_NOT_IN_TITLES.sub(" ", table.title)[:31] or "1")
    rows = [list(row) for row in table.rows]
    for number, name in enumerate(table.head):
        longest = max((len(_plain(row[number])) for row in rows), default=0)
        sheet.column_dimensions[get_column_letter(number + 1)].width = min(_MOST, max(_LEAST, longest, len(name)) + 2)
    sheet.freeze_panes = "B2"
    sheet.append([_cell(sheet, name, Font(bold=True)) for name in table.head])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _plain(cell: Cell) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    return guarded(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def _cell(sheet: object, value: Cell, font: Font | None = None) -> object:
    """A text is typed as a text: left to itself the library takes what begins with = for a formula."""
    if not isinstance(value, str):
        return value
    made: Any = WriteOnlyCell(sheet, value=_UNTOLD.sub("", value)[:LONGEST_CELL])  # type: ignore[arg-type]
    made.data_type = "s"
    if font:
        made.font = font
    return made
