"""A document with one of everything, and reading a DOCX back as a word processor does."""

import io
import zipfile
from datetime import date
from xml.etree import ElementTree

from stormoede.documents.core.tree import (
    Break,
    Document,
    Heading,
    Items,
    Link,
    Note,
    PageBreak,
    Paragraph,
    Rule,
    Strong,
    Struck,
    Table,
)

DAY = date(2025, 4, 10)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = "<w:p/> & \"'=1+1'\" ]]> #set text() \x00\x0b\ud800\uffff \u202e æøå"
WHOLE = Document(
    title="Alt, der er sagt",
    language="da",
    author="KL",
    dated=DAY,
    blocks=[
        Heading(2, ["Skoler"]),
        Paragraph(
            ["Udgiften ", Strong(["steg"]), Break(), Struck(["faldt"]), Note(["Assens, ", Strong(["10. april"])])]
        ),
        Items([[Paragraph(["Et"]), Items([[Paragraph(["Under et"])]])], [Paragraph(["To"])]], start=4),
        Items([[Paragraph(["Punkt"])]]),
        Items([[Paragraph(["Forfra"])]], start=1),
        Heading(3, ["Tabel"]),
        Table(["Hvem", "Hvad"], [[["Ærø"], [Link("https://stormoede.example/?a=1&b=2", ["Svar & bilag"])]]]),
        Rule(),
        PageBreak(),
        Paragraph(["Ro, tak.", Note(["Kerteminde, ", Link("mailto:kl@kl.example", ["kl@kl.example"])])], "quote"),
    ],
    foot="Internt (§ 25)",
)


def of(*blocks: object, title: str = "T", **more: str) -> Document:
    return Document(title, "da", "KL", DAY, blocks, **more)  # type: ignore[arg-type]


def part(file: bytes, name: str = "document") -> ElementTree.Element:
    """One part of a DOCX, parsed."""
    with zipfile.ZipFile(io.BytesIO(file)) as held:
        return ElementTree.fromstring(held.read(f"word/{name}.xml"))


def styles(file: bytes) -> list[tuple[str, str]]:
    """Each paragraph's style with its words."""
    return [(_style(line), words(line)) for line in part(file).iter(f"{W}p")]


def words(of: ElementTree.Element) -> str:
    return "".join(one.text or "" for one in of.iter(f"{W}t"))


def _style(line: ElementTree.Element) -> str:
    found = line.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.attrib[f"{W}val"]
