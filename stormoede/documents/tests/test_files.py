"""The files as other programs read them: the PDF is tagged, and LibreOffice takes the DOCX as it is."""

import io
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from stormoede.documents.core.tree import Heading, Link, Note, Paragraph, Table
from stormoede.documents.files import FORMS
from stormoede.documents.tests import made

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def test_the_pdf_is_tagged_and_says_it_all() -> None:
    file = FORMS["pdf"].write(made.WHOLE)
    assert file == FORMS["pdf"].write(made.WHOLE)
    read = PdfReader(io.BytesIO(file))
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    told = " ".join(" ".join(page.extract_text() for page in read.pages).split())
    for words in ("Alt, der er sagt", "Skoler", "4. Et", "Svar & bilag", "Assens, 10. april", "Internt (§ 25)"):
        assert words in told


def test_hostile_text_is_text_in_the_pdf() -> None:
    bad = made.HOSTILE
    file = FORMS["pdf"].write(made.of(Heading(2, [bad]), Paragraph([bad, Note([bad])]), title=bad, foot=bad))
    told = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(file)).pages)
    assert "#set text()" in told
    assert "<w:p/>" in told


def test_a_picture_that_no_typeface_has_is_named_and_stops_nothing() -> None:
    file = FORMS["pdf"].write(made.of(Paragraph(["Tak \U0001f44d \u4e2d \u0416 \u2192"])))
    told = PdfReader(io.BytesIO(file)).pages[0].extract_text()
    assert "Tak [thumbs up sign] [cjk unified ideograph-4e2d] \u0416 \u2192" in " ".join(told.split())


@pytest.mark.long
@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")
def test_libreoffice_opens_the_docx_with_real_headings_notes_lists_and_tables(tmp_path: Path) -> None:
    bad = made.HOSTILE
    more = [
        Heading(2, [bad]),
        Table([bad], [[[Link(f"https://x.example/{bad}", [bad])]]]),
        Paragraph([bad, Note([bad])]),
    ]
    document = made.of(*made.WHOLE.blocks, *more, title=made.WHOLE.title, foot=bad)
    (tmp_path / "a.docx").write_bytes(FORMS["docx"].write(document))
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/own", "--headless", "--convert-to", "fodt",
         "--outdir", tmp_path, tmp_path / "a.docx"],
        capture_output=True, check=True, timeout=240,
    )  # fmt: skip
    read = ElementTree.parse(tmp_path / "a.fodt").getroot()
    headings = [(one.attrib[f"{TEXT}outline-level"], "".join(one.itertext())) for one in read.iter(f"{TEXT}h")]
    assert headings[:3] == [("1", "Alt, der er sagt"), ("2", "Skoler"), ("3", "Tabel")]
    assert "#set text()" in headings[3][1]
    notes = ["".join(one.itertext()) for one in read.iter(f"{TEXT}note-body")]
    assert [note.strip() for note in notes[:2]] == ["Assens, 10. april", "Kerteminde, kl@kl.example"]
    assert len(notes) == 3
    assert sum(1 for _one in read.iter(f"{TABLE}table")) == 2
    assert sum(1 for _one in read.iter(f"{TEXT}list-item")) >= 4
