"""What a spreadsheet would compute, and how a text is kept from it: pure. Exports put the apostrophe, imports take it off."""

import re

# The last four are the full-width twins, which some spreadsheets read as the first four.
GUARDED = frozenset("=+-@\t\r\n＝＋－＠")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*|\+[0-9](?: ?[0-9]){5,18}", re.ASCII)


def guarded(text: str) -> str:
    """``text`` as a cell of a CSV file. Numbers and telephone numbers stay as they are; nothing else is computed."""
    return f"'{text}" if text[:1] in GUARDED and text and not _NUMBER.fullmatch(text) else text


def unguarded(cell: str) -> str:
    """The cell without the apostrophe that ``guarded`` put."""
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in GUARDED else cell
