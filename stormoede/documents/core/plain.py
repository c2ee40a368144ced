"""A document as plain text, at most 78 characters a line; footnotes stand at the end, by number."""

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
    Table,
)
from stormoede.letters.core.fields import clean
from stormoede.letters.core.plain import WIDTH, wrap

_UNDER = {1: "=", 2: "-"}


def write(document: Document) -> str:
    """The text, ending in a line end."""
    notes: list[str] = []
    blocks = [_heading(1, [document.title], notes), *(_block(block, notes) for block in document.blocks)]
    if notes:
        blocks.append("\n".join(f"[{number}] {note}" for number, note in enumerate(notes, 1)))
    return wrap("\n\n".join(filter(None, blocks))) + "\n"


def _block(block: Block, notes: list[str]) -> str:
    match block:
        case Heading(level, inline):
            return _heading(level, inline, notes)
        case Paragraph(inline):
            return _inline(inline, notes)
        case Items():
            return "\n".join(_items(block, notes))
        case Table():
            return "\n\n".join(_row(block.head, row, notes) for row in block.rows)
        case Rule():
            return "-" * 20
        case PageBreak():
            return ""


def _heading(level: int, inline: Sequence[Inline], notes: list[str]) -> str:
    words = _inline(inline, notes)
    under = _UNDER.get(level)
    return f"{words}\n{under * min(len(words), WIDTH)}" if under else words


def _items(block: Items, notes: list[str]) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(block.items, block.start or 1):
        point = "- " if block.start is None else f"{number}. "
        inside = [line for part in item for line in _block(part, notes).split("\n")] or [""]
        lines.append(point + inside[0])
        lines.extend(" " * len(point) + line for line in inside[1:])
    return lines


def _row(head: Sequence[str], row: Sequence[Sequence[Inline]], notes: list[str]) -> str:
    return "\n".join(f"{name}: {_inline(cell, notes)}" for name, cell in zip(head, row, strict=True))


def _inline(inline: Sequence[Inline], notes: list[str]) -> str:
    return "".join(_part(part, notes) for part in inline)


def _part(part: Inline, notes: list[str]) -> str:
    match part:
        case str():
            return clean(part).replace("\n", " ")
        case Break():
            return "\n"
        case Link(to, inline):
            words, bare = _inline(inline, notes), to.removeprefix("mailto:")
            return words if words in {to, bare} else f"{words} ({bare})"
        case Note(inline):
            place = len(notes)
            notes.append("")
            notes[place] = _inline(inline, notes)
            return f" [{place + 1}]"
        case _:
            return _inline(part.parts, notes)
