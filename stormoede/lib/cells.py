"""A table and its cells, and how a text is kept from what a spreadsheet would compute: pure. Exports put the apostrophe, imports take it off."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

# A date or a time of day stands as one that can be sorted and computed with; it has no zone (see ``local``).
type Cell = str | int | date | None

# What no cell has room for beyond.
LONGEST_CELL = 32_767

# The last four are the full-width twins, which some spreadsheets read as the first four.
GUARDED = frozenset("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*|\+[0-9](?: ?[0-9]){5,18}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Table:
    """``title`` names the file and the sheet; ``head`` the columns."""

    title: str
    head: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def guarded(text: str) -> str:
    """``text`` as a cell of a CSV file. Numbers and telephone numbers stay as they are; nothing else is computed."""
    return f"'{text}" if text[:1] in GUARDED and text and not _NUMBER.fullmatch(text) else text


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that ``guarded`` put."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in GUARDED else cell


def plain(cell: Cell) -> str:
    """As text."""
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    return guarded(cell) if isinstance(cell, str) else "" if cell is None else str(cell)


def local(at: datetime | None, zone: str) -> datetime | None:
    """The moment as clocks in ``zone`` show it, to the minute: what a cell can hold."""
    return at and at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
