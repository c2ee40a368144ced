"""A document as DOCX: Office Open XML with real headings, lists, tables, links and footnotes, free to change.

Written here because no kept library writes footnotes, and because a long document is a few thousand joins of text. The
parts that never change stand in ``parts.py``.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape

from stormoede.documents.core import parts
from stormoede.documents.core.numbering import Numbering
from stormoede.documents.core.tree import (
    Block,
    Break,
    Document,
    Heading,
    Inline,
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

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What XML cannot hold, and the private characters that fields are marked with.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufffe\uffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_FIRST_NOTE = 1
_WIDTH = 9070


@dataclass(slots=True)
class _Body:
    """What is gathered while the body is written: links, footnotes, numbered lists."""

    links: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lists: Numbering = field(default_factory=Numbering)


def write(document: Document) -> bytes:
    """The file. The same document gives the same bytes."""
    held = _Body()
    text = _paragraph("Heading1", _runs([document.title], held)) + "".join(_blocks(document.blocks, held))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in _files(document, text, held):
            file.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def _files(document: Document, body: str, held: _Body) -> Iterator[tuple[str, str]]:
    foot = _text(document.foot)
    yield "[Content_Types].xml", parts.CONTENT_TYPES
    yield "_rels/.rels", parts.RELATIONS
    yield "docProps/core.xml", parts.properties(_text(document.title), _text(document.author), document)
    yield "word/document.xml", parts.document(body)
    yield "word/_rels/document.xml.rels", parts.relations(map(_text, held.links))
    yield "word/styles.xml", parts.styles(document.language)
    yield "word/numbering.xml", parts.numbering(held.lists.xml())
    yield "word/footnotes.xml", parts.footnotes(enumerate(held.notes, _FIRST_NOTE))
    yield "word/settings.xml", parts.SETTINGS
    yield "word/footer1.xml", parts.footer(foot)


def _blocks(blocks: Sequence[Block], held: _Body) -> Iterator[str]:
    for block in blocks:
        yield _block(block, held)


def _block(block: Block, held: _Body) -> str:
    match block:
        case Heading(level, inline):
            return _paragraph(f"Heading{level}", _runs(inline, held))
        case Paragraph(inline, look):
            return _paragraph(parts.LOOKS.get(look, ""), _runs(inline, held))
        case Items():
            return _items(block, held, 0)
        case Table():
            return _table(block, held)
        case Rule():
            return '<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="A0A0A0"/></w:pBdr></w:pPr></w:p>'
        case PageBreak():
            return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def _paragraph(style: str, runs: str, more: str = "") -> str:
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    about = f"<w:pPr>{named}{more}</w:pPr>" if named or more else ""
    return f"<w:p>{about}{runs}</w:p>"


def _items(block: Items, held: _Body, level: int) -> str:
    number = 1 if block.start is None else held.lists.numbered(block.start)
    return "".join(_item(item, held, level, number) for item in block.items)


def _item(item: Sequence[Block], held: _Body, level: int, number: int) -> str:
    """The first paragraph has the point or number; what follows in the item stands under it."""
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    under = f'<w:ind w:left="{360 * (level + 1)}"/>'
    out = []
    for block in item or [Paragraph(())]:
        if isinstance(block, Items):
            out.append(_items(block, held, min(level + 1, 8)))
        elif isinstance(block, Paragraph):
            out.append(_paragraph("ListParagraph", _runs(block.parts, held), under if out else place))
        else:
            out.append(_block(block, held))
    return "".join(out)


def _table(table: Table, held: _Body) -> str:
    wide = _WIDTH // max(len(table.head), 1)
    columns = f'<w:gridCol w:w="{wide}"/>' * len(table.head)
    head = "".join(_cell([Strong([name])], held, wide) for name in table.head)
    rows = "".join(f"<w:tr>{''.join(_cell(cell, held, wide) for cell in row)}</w:tr>" for row in table.rows)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="5000" w:type="pct"/>'
        f'<w:tblLook w:firstRow="1" w:noHBand="1" w:noVBand="1"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{rows}</w:tbl><w:p/>"
    )


def _cell(inline: Sequence[Inline], held: _Body, wide: int) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr><w:p>{_runs(inline, held)}</w:p></w:tc>'


def _runs(inline: Sequence[Inline], held: _Body, look: str = "") -> str:
    return "".join(_run(part, held, look) for part in inline)


def _run(part: Inline, held: _Body, look: str) -> str:
    match part:
        case str():
            return f'<w:r>{_look(look)}<w:t xml:space="preserve">{_text(part)}</w:t></w:r>' if part else ""
        case Strong(inline):
            return _runs(inline, held, look if "<w:b/>" in look else "<w:b/>" + look)
        case Struck(inline):
            return _runs(inline, held, look if "<w:strike/>" in look else look + "<w:strike/>")
        case Link(to, inline):
            held.links.append(to)
            runs = _runs(inline, held, '<w:rStyle w:val="Hyperlink"/>' + look)
            return f'<w:hyperlink r:id="link{len(held.links)}">{runs}</w:hyperlink>'
        case Break():
            return "<w:r><w:br/></w:r>"
        case Note(inline):
            return _note(inline, held)


def _note(inline: Sequence[Inline], held: _Body) -> str:
    # A note has no notes and no links of its own: its part has no list of relations.
    held.notes.append(_runs(list(_flat(inline)), held))
    number = len(held.notes) - 1 + _FIRST_NOTE
    return f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{number}"/></w:r>'


def _flat(inline: Sequence[Inline]) -> Iterator[Inline]:
    for part in inline:
        match part:
            case Link(to, within):
                words = plain(within)
                bare = to.removeprefix("mailto:")
                yield words if words in {to, bare} else f"{words} ({bare})"
            case Strong(within):
                yield Strong(tuple(_flat(within)))
            case Struck(within):
                yield Struck(tuple(_flat(within)))
            case Note(within):
                yield from _flat([" (", *within, ")"])
            case _:
                yield part


def plain(inline: Sequence[Inline]) -> str:
    """The words alone; a line end is a space, a note is left out."""
    return "".join(_plain(part) for part in inline)


def _plain(part: Inline) -> str:
    match part:
        case str():
            return part
        case Break():
            return " "
        case Note():
            return ""
        case _:
            return plain(part.parts)


def _look(look: str) -> str:
    return f"<w:rPr>{look}</w:rPr>" if look else ""


def _text(words: str) -> str:
    return escape(_UNWANTED.sub("", words.replace("\n", " ")), quote=True)
