"""Tables as files: what is written is what is read, and nothing in them is computed."""

import csv
import io
from datetime import UTC, date, datetime

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormoede.lib.cells import GUARDED, Table, guarded, local, unguarded
from stormoede.lib.spreadsheets import as_csv, as_xlsx

NASTY = [
    "=1+1",
    "+A1",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    '=HYPERLINK("http://x.example")',
]
PLAIN = ["Åse", "a=b", "", "-12", "+3,5", "1.234,50", "+45 12 34 56 78", "+4512345678", "'=quoted"]
TEXTS = st.one_of(st.text(max_size=12), st.builds(str.__add__, st.sampled_from([*GUARDED, "'"]), st.text(max_size=12)))


@pytest.mark.parametrize("text", NASTY)
def test_what_a_spreadsheet_would_compute_is_kept_a_text(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", PLAIN)
def test_numbers_telephones_and_plain_words_stay_as_they_are(text: str) -> None:
    assert guarded(text) == text


@given(TEXTS.filter(lambda text: not text.startswith("'")))
def test_an_import_takes_off_what_an_export_put(text: str) -> None:
    assert unguarded(guarded(text)) == text


@given(TEXTS)
def test_no_cell_begins_as_a_formula_unless_it_is_a_number(text: str) -> None:
    cell = guarded(text)
    assert cell[:1] not in GUARDED or cell == "" or set(cell) <= set("0123456789+-., ")


@given(st.lists(st.tuples(TEXTS, st.integers(-9999, 9999)), max_size=5))
def test_csv_is_read_as_it_was_written(rows: list[tuple[str, int]]) -> None:
    read = list(
        csv.reader(
            io.StringIO(as_csv(Table("T", ["Navn", "Antal"], rows)).decode("utf-8-sig"), newline=""), delimiter=";"
        )
    )
    assert read == [["Navn", "Antal"], *[[guarded(name), str(count)] for name, count in rows]]


@given(st.lists(st.sampled_from([*NASTY, *PLAIN, "#N/A", "a\x00b", "\ud800"]), min_size=1, max_size=8))
def test_every_text_in_xlsx_is_typed_as_a_text(texts: list[str]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(Table("A/B: [C]", ["=Head"], [[text] for text in texts]))))
    assert book.active is not None
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert cells[0].value == "=Head"


def test_numbers_days_and_moments_are_what_they_are() -> None:
    at = local(datetime(2025, 3, 31, 17, 4, 9, tzinfo=UTC), "Europe/Copenhagen")
    row = (2432, date(2025, 2, 7), at, None)
    table = Table("T", ["a", "b", "c", "d"], [row])
    assert as_csv(table).decode("utf-8-sig").splitlines()[1] == "2432;2025-02-07;2025-03-31 19:04;"
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx(table)))
    assert book.active is not None
    assert [cell.value for cell in book.active[2]] == [2432, datetime(2025, 2, 7), at, None]
