"""Member lists as rows of text, from CSV and XLSX. Every file is hostile until it has been read to its end."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, cast

from django.utils.translation import gettext as _

from stormoede.lib.refusal import Refusal
from stormoede.members.core import rows

if TYPE_CHECKING:
    from openpyxl import Workbook

LARGEST = 25_000_000
_UNPACKED = 150_000_000
_ENTRIES = 200
_EXPANSION = 100
_SUSPECT_FROM = 10_000_000
_MOST_ROWS = 200_000
_MOST_COLUMNS = 60
_SEPARATORS = ";,\t"
_OTHER_FILES = {b"\xd0\xcf\x11\xe0": "xls", b"%PDF": "pdf", b"{\\rt": "rtf"}

type Table = Iterator[tuple[int, Sequence[str]]]


class FileRefused(Refusal):
    """The whole file cannot be used."""


class _Sheet(Protocol):
    """What is used of a sheet that is read row by row."""

    def reset_dimensions(self) -> None: ...

    def iter_rows(
        self, *, max_row: int | None = None, max_col: int, values_only: bool
    ) -> Iterator[tuple[object, ...]]: ...


def table(content: bytes) -> Table:
    """The rows with their numbers, from 1, as a spreadsheet counts them. Raises FileRefused, also while being read."""
    if not content.strip(b"\0 \r\n\t"):
        raise FileRefused(_("The file is empty."))
    if len(content) > LARGEST:
        raise FileRefused(_("The file is larger than 25 MB."))
    if content[:4] in _OTHER_FILES:
        raise FileRefused(_("Save the list as .xlsx or .csv, and choose that file."))
    return _limited(_xlsx(content) if content[:4] == b"PK\x03\x04" else _csv(content))


def _limited(found: Table) -> Table:
    for number, row in found:
        if number > _MOST_ROWS:
            raise FileRefused(_("The list has more than 200,000 rows."))
        yield number, row


def _csv(content: bytes) -> Table:
    encoding = _encoding(content)
    separator = _separator(content, encoding)
    stream = io.TextIOWrapper(io.BytesIO(content), encoding, newline="")
    number = 0
    try:
        for number, row in enumerate(csv.reader(stream, delimiter=separator, strict=True), 1):
            yield number, row[:_MOST_COLUMNS]
    except csv.Error as fault:
        raise FileRefused(
            _("Row %(row)s has a quotation mark too many or too few, so the rest cannot be read.") % {"row": number + 1}
        ) from fault


def _encoding(content: bytes) -> str:
    """UTF-8 or UTF-16 by their marks or by trying, else Windows-1252, as Excel in Danish saves it."""
    if content.startswith(codecs.BOM_UTF8):
        candidates = ["utf-8-sig"]
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        candidates = ["utf-16"]
    elif b"\0" in content[:400]:
        candidates = ["utf-16-le" if content[1:2] == b"\0" else "utf-16-be"]
    else:
        candidates = ["utf-8", "cp1252"]
    for encoding in candidates:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return encoding
    raise FileRefused(_("The file is neither a spreadsheet nor a text with a table."))


def _separator(content: bytes, encoding: str) -> str:
    """The separator by which the first lines name most columns; a semicolon when none does."""
    start = content[:60_000].decode(encoding, errors="ignore").splitlines()[:10]
    if start and start[0].lower().startswith("sep=") and start[0][4:5] in _SEPARATORS:
        return start[0][4:5] or ";"

    def named(separator: str) -> int:
        try:
            return max((len(rows.columns(row)) for row in csv.reader(start, delimiter=separator)), default=0)
        except csv.Error:
            return 0

    return max(_SEPARATORS, key=named)


def _xlsx(content: bytes) -> Table:
    # It takes a quarter of a second to load, numpy with it: not for every program that is started.
    import openpyxl

    _check_package(content, safe=openpyxl.DEFUSEDXML)
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        yield from _sheet(book)
        book.close()
    except FileRefused:
        raise
    except Exception as fault:
        # A hostile or broken workbook may fail in any way the parser's authors did not think of.
        raise FileRefused(_("The spreadsheet cannot be read. Save it anew as .xlsx or .csv.")) from fault


def _check_package(content: bytes, *, safe: bool) -> None:
    """What the workbook says of its size, before any of it is unpacked. ``safe``: XML in it can do no harm."""
    if not safe:
        raise FileRefused(_("Spreadsheets cannot be read on this installation: defusedxml is missing."))
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as fault:
        raise FileRefused(_("The spreadsheet cannot be read. Save it anew as .xlsx or .csv.")) from fault
    unpacked = sum(entry.file_size for entry in entries)
    swollen = unpacked > _SUSPECT_FROM and unpacked > _EXPANSION * len(content)
    if len(entries) > _ENTRIES or unpacked > _UNPACKED or swollen:
        raise FileRefused(_("The spreadsheet unpacks to far more than a member list."))


def _sheet(book: "Workbook") -> Table:
    """The first sheet whose first rows name a person and an organisation, else the first sheet."""
    if not book.worksheets:
        raise FileRefused(_("The spreadsheet has no sheet with rows."))
    sheets = cast("list[_Sheet]", book.worksheets)
    chosen = next((sheet for sheet in sheets if _has_header(sheet)), sheets[0])
    chosen.reset_dimensions()
    for number, row in enumerate(chosen.iter_rows(max_col=_MOST_COLUMNS, values_only=True), 1):
        yield number, [_text(cell) for cell in row]


def _has_header(sheet: _Sheet) -> bool:
    sheet.reset_dimensions()
    start = sheet.iter_rows(max_row=10, max_col=_MOST_COLUMNS, values_only=True)
    return any(rows.is_header(rows.columns([_text(cell) for cell in row])) for row in start)


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return "1" if cell else "0"
        case datetime():
            return cell.date().isoformat() if (cell.hour, cell.minute) == (0, 0) else cell.isoformat()
        case date():
            return cell.isoformat()
        case float() if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        case _:
            return str(cell)
