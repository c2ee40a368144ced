"""A document as data for the template of its PDF: JSON of strings and lists that the template walks and never evaluates."""

import json
from collections.abc import Sequence

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
from stormoede.letters.core.fields import clean

type Node = str | int | list["Node"]


def write(document: Document) -> str:
    """The data as JSON text."""
    data = {
        "title": clean(document.title),
        "author": clean(document.author),
        "language": document.language,
        "foot": clean(document.foot),
        "page": document.page,
        "body": [_block(block) for block in document.blocks],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _block(block: Block) -> Node:
    match block:
        case Heading(level, inline):
            return ["h", level, _inline(inline)]
        case Paragraph(inline, look):
            return ["p", look, _inline(inline)]
        case Items(items, start):
            inside: list[Node] = [[_block(part) for part in item] for item in items]
            return ["list", start if start is not None else -1, inside]
        case Table(head, rows):
            return ["table", [clean(name) for name in head], [[_inline(cell) for cell in row] for row in rows]]
        case Rule():
            return ["rule"]
        case PageBreak():
            return ["break"]


def _inline(inline: Sequence[Inline]) -> list[Node]:
    return [_part(part) for part in inline]


def _part(part: Inline) -> Node:
    match part:
        case str():
            return clean(part)
        case Strong(inline):
            return ["strong", _inline(inline)]
        case Struck(inline):
            return ["struck", _inline(inline)]
        case Link(to, inline):
            return ["link", clean(to), _inline(inline)]
        case Note(inline):
            return ["note", _inline(inline)]
        case Break():
            return ["break"]
