"""Files: every encoding and separator gives the same rows, and a hostile file is refused whole, never half."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormoede.members import readers
from stormoede.members.core import rows
from stormoede.members.readers import FileRefused, table
from tests.examples import examples

HEADER = "Kommunekode;Kommune;Navn;E-mail"
TEXT = f"{HEADER}\r\n0492;Ærø;Åse Øst;aase@aeroe.example\r\n"
EXPECTED = [["Kommunekode", "Kommune", "Navn", "E-mail"], ["0492", "Ærø", "Åse Øst", "aase@aeroe.example"]]


def _rows(content: bytes) -> list[list[str]]:
    return [list(row) for _, row in table(content)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
def test_encodings_and_separators_are_found(encoding: str, separator: str, newline: str) -> None:
    text = TEXT.replace(";", separator).replace("\r\n", newline)
    assert _rows(text.encode(encoding)) == EXPECTED


def test_a_list_may_name_its_separator_and_begin_with_a_title() -> None:
    assert _rows(b"sep=,\r\n" + TEXT.replace(";", ",").encode())[1:] == EXPECTED
    titled = "Medlemmer pr. 1. januar, samlet liste\r\n\r\n" + TEXT
    entries = list(rows.read(table(titled.encode("cp1252"))))
    assert [(entry.row, entry.name) for entry in entries if isinstance(entry, rows.Entry)] == [(4, "Åse Øst")]


def test_quoted_cells_may_hold_separators_and_lines() -> None:
    content = f'{HEADER}\r\n0492;Ærø;"Øst; ""Åse""\r\nMarie";a@b.example\r\n0400;;B;b@b.example\r\n'.encode()
    found = list(table(content))
    assert found[1][1][2] == 'Øst; "Åse"\r\nMarie'
    assert [number for number, _ in found] == [1, 2, 3]


@pytest.mark.parametrize("cell", ["=1+1", "+4512345678", "-Karen", "@SUM(A1)", "＝cmd", "＋1", "－1", "＠x"])
def test_the_apostrophe_of_exports_is_taken_off(cell: str) -> None:
    assert rows.tidy("'" + cell) == cell
    assert rows.tidy("'Karen'") == "'Karen'"


@pytest.mark.parametrize(
    "header",
    [
        "Kommunekode;Navn;E-mail",
        "kommune nr;Fulde navn;Mail",
        "KOMMUNE-NR.;NAVN;E-MAIL",
        "Municipality code;Full name;E-mail address",
        "Kommune;Fornavn;Efternavn",
        "Municipality;First name;Last name",
    ],
)
def test_headers_in_danish_and_english(header: str) -> None:
    assert rows.is_header(rows.columns(header.split(";")))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\r\n\r\n",
        b"\0\0\0\0",
        b"PK\x03\x04 no zip at all",
        b"%PDF-1.7",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"\xff\xfe\x41",
        b"\x81\x8d\x8f\x90",
        b"Navn;Kommune\r\n\0\0;x",
        f'{HEADER}\r\n0492;Ærø;"Åse;a@b.example\r\n0400;;B;b@b.example'.encode(),
        f"{HEADER}\r\n0492;{'x' * 200_000};;".encode(),
        b"x" * (readers.LARGEST + 1),
    ],
    ids=lambda content: repr(content[:24]),
)
def test_a_file_that_is_no_list_is_refused(content: bytes) -> None:
    with pytest.raises(FileRefused):
        _rows(content)


def test_a_list_without_headers_is_refused() -> None:
    with pytest.raises(rows.TableFault):
        list(rows.read(table(b"a;b\r\n1;2\r\n")))


@settings(max_examples=examples(200), deadline=None)
@given(
    st.binary(max_size=400)
    | st.text(max_size=300).map(str.encode)
    | st.text(max_size=200).map(lambda t: t.encode("utf-16"))
)
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        for entry in rows.read(table(content)):
            assert isinstance(entry, rows.Entry | rows.RefusedRow)
    except (FileRefused, rows.TableFault):
        pass


def _book(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_spreadsheet_gives_the_same_rows() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["Læs mig først"])
        sheet = book.create_sheet("Medlemmer")
        sheet.append([*EXPECTED[0], "Fra"])
        sheet.append([492, "Ærø", "Åse Øst", "aase@aeroe.example", datetime(2022, 1, 1)])
        sheet.append([430.0, None, "Bo Lund", None, "01-01-2022"])

    entries = [entry for entry in rows.read(table(_book(fill))) if isinstance(entry, rows.Entry)]
    assert [(entry.row, entry.code, entry.name, str(entry.first)) for entry in entries] == [
        (2, "0492", "Åse Øst", "2022-01-01"),
        (3, "0430", "Bo Lund", "2022-01-01"),
    ]


def _tampered(name: str, change: Callable[[bytes], bytes]) -> bytes:
    content = _book(lambda book: book.active.append(EXPECTED[0]))
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            data = old.read(entry)
            new.writestr(entry, change(data) if entry == name else data)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "content",
    [
        _tampered(SHEET, lambda data: BOMB + data),
        _tampered(SHEET, lambda data: OUTSIDE + data),
        _tampered("xl/workbook.xml", lambda data: BOMB + data),
        _tampered("xl/workbook.xml", lambda data: b"<not xml"),
        _tampered(SHEET, lambda data: data[: len(data) // 2]),
        _tampered(SHEET, lambda data: data.replace(b"<row ", b'<row r="999999999" ', 1).replace(b'r="1"', b"", 1)),
        _tampered(SHEET, lambda data: data + b" " * 30_000_000),
        _tampered("[Content_Types].xml", lambda data: b""),
    ],
    ids=["entities", "outside", "entities in the book", "no xml", "cut", "far row", "swollen", "no types"],
)
def test_a_hostile_spreadsheet_is_refused(content: bytes) -> None:
    with pytest.raises((FileRefused, rows.TableFault)):
        list(rows.read(table(content)))


def test_a_package_of_many_files_is_refused_before_it_is_opened() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for number in range(300):
            package.writestr(f"{number}.xml", b"")
    with pytest.raises(FileRefused):
        _rows(stream.getvalue())


def test_a_cell_far_to_the_right_costs_nothing() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(EXPECTED[0])
        book.active.append(EXPECTED[1])
        book.active.cell(2, 16_000, "x")

    assert all(len(row) <= 60 for row in _rows(_book(fill)))


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_MOST_ROWS", 3)
    with pytest.raises(FileRefused):
        _rows((TEXT + "a;b;c;d\r\n" * 5).encode())
