"""A table as a file that a spreadsheet opens: CSV as Excel in Danish reads it, and XLSX. No cell is ever a formula."""

import csv
import io
from collections.abc import Iterable

from stormoede.lib.cells import Table, guarded, plain

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


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
