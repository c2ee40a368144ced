"""Tables as one XLSX file, written with openpyxl: a sheet each."""

import io
import re
from collections.abc import Iterable
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import save_workbook

from stormoede.lib.cells import LONGEST_CELL, Cell, Table, plain

# Characters that XML cannot hold.
_UNTOLD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
_LEAST, _MOST = 8, 44


def written(tables: Iterable[Table]) -> bytes:
    """The file."""
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
        longest = max((len(plain(row[number])) for row in rows), default=0)
        sheet.column_dimensions[get_column_letter(number + 1)].width = min(_MOST, max(_LEAST, longest, len(name)) + 2)
    sheet.freeze_panes = "B2"
    sheet.append([_cell(sheet, name, Font(bold=True)) for name in table.head])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: object, value: Cell, font: Font | None = None) -> object:
    """A text is typed as a text: left to itself the library takes what begins with = for a formula."""
    if not isinstance(value, str):
        return value
    made: Any = WriteOnlyCell(sheet, value=_UNTOLD.sub("", value)[:LONGEST_CELL])  # type: ignore[arg-type]
    made.data_type = "s"
    if font:
        made.font = font
    return made
