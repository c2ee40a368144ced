"""A letter's tree as plain text, wrapped to at most 78 characters. Slots stay slots; wrap again once they are filled."""

import re
from collections.abc import Sequence

from stormoede.letters.core.fields import slot, small_first
from stormoede.letters.core.tree import (
    Block,
    Blocks,
    Break,
    Button,
    Dates,
    Field,
    Heading,
    Inline,
    Items,
    Link,
    Rule,
    Signatures,
    Strong,
    Tree,
)

WIDTH = 78
_HANGING = re.compile(r" *(?:- |\d+\. )?")


def body(tree: Tree, blocks: Blocks) -> str:
    """The tree as text with slots: one paragraph a line, an empty line between blocks."""
    return "\n\n".join("\n".join(_block(block, blocks)) for block in tree)


def words_in(text: str) -> int:
    """How many words a reader of the Markdown ``text`` meets; a field or a button counts as one."""
    return len(re.sub(r"\(\([^()]*\)\)", "x", text).split())


def wrap(text: str) -> str:
    """``text`` with every line of more than 78 characters broken between words, hanging under a point or number.

    A no-break space holds its words together and then becomes a space. A word that is longer stays whole.
    """
    lines = [wrapped for line in text.split("\n") for wrapped in (_wrapped(line) if len(line) > WIDTH else (line,))]
    return "\n".join(lines).replace("\N{NO-BREAK SPACE}", " ")


def _wrapped(line: str) -> list[str]:
    lead = _HANGING.match(line)
    indent = lead.end() if lead else 0
    lines, current = [], line[:indent]
    room = WIDTH
    for word in line[indent:].split(" "):
        if len(current) + len(word) + 1 > room and len(current) > indent:
            lines.append(current)
            current = " " * indent + word
        else:
            current += word if len(current) <= indent and not current[indent:] else f" {word}"
    return [*lines, current]


def _block(block: Block, blocks: Blocks) -> list[str]:
    match block:
        case Heading(_, parts):
            return [_inline(parts)]
        case Items():
            return _items(block, blocks)
        case Rule():
            return ["-" * 20]
        case Dates() if blocks.dates:
            return ["  " + " ".join(filter(None, (date.day, date.time, date.place))) for date in blocks.dates]
        case Button(_, label) if blocks.button:
            return [f"{label or blocks.button}:", slot("page")]
        case Signatures() if blocks.signatories:
            return [f"{name}, {small_first(title)}" for name, title in blocks.signatories]
        case Dates(name) | Button(name, _) | Signatures(name):
            return [slot(name)]
        case _:
            return _inline(block.parts).split("\n")


def _items(block: Items, blocks: Blocks) -> list[str]:
    lines: list[str] = []
    for number, item in enumerate(block.items, block.start or 1):
        point = "- " if block.start is None else f"{number}. "
        inside = [line for part in item for line in _block(part, blocks)] or [""]
        lines.append(point + inside[0])
        lines.extend(" " * len(point) + line for line in inside[1:])
    return lines


def _inline(parts: Sequence[Inline]) -> str:
    return "".join(map(_part, parts))


def _part(part: Inline) -> str:
    match part:
        case str():
            return part
        case Field(name):
            return slot(name)
        case Strong(parts):
            return _inline(parts)
        case Link(to, parts):
            return _link(slot(to.name) if isinstance(to, Field) else to, _inline(parts))
        case Break():
            return "\n"


def _link(address: str, words: str) -> str:
    """The words, then the address unless the words are it."""
    bare = address.removeprefix("mailto:")
    return words if words in {address, bare} else f"{words} ({bare})"


def mark(name: str) -> str:
    """A missing field in text."""
    return f"[!(({name}))!]"
