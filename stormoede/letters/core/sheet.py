"""A letter's tree as data for the paper's template: JSON of strings and lists that the template walks and never evaluates."""

import json
from collections.abc import Mapping, Sequence

from stormoede.letters.core.fields import slot
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
    Paragraph,
    Rule,
    Signatures,
    Strong,
    Tree,
)

type Node = str | int | list["Node"]


def body(tree: Tree, blocks: Blocks) -> list[Node]:
    """The tree as lists: ``["p", parts]``, ``["h", level, parts]``, ``["list", items]``, ``["dates", rows]``, …"""
    return [_block(block, blocks) for block in tree]


def text(data: Mapping[str, object]) -> str:
    """The sheet's data as JSON text with slots, to become a form."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def value(words: str) -> str:
    """A value as it may stand inside a JSON string."""
    return json.dumps(words, ensure_ascii=False)[1:-1]


def mark(name: str) -> str:
    """A missing field on paper."""
    return value(f"(({name}))")


def _block(block: Block, blocks: Blocks) -> Node:
    match block:
        case Paragraph(parts):
            return ["p", _inline(parts)]
        case Heading(level, parts):
            return ["h", level, _inline(parts)]
        case Items(items, start):
            return ["list", start if start is not None else -1, [body(item, blocks) for item in items]]
        case Rule():
            return ["rule"]
        case Dates() if blocks.dates:
            return ["dates", [[date.day, ", ".join(filter(None, (date.time, date.place)))] for date in blocks.dates]]
        case Signatures() if blocks.signatories:
            return ["signatures"]
        case Dates(name) | Button(name, _) | Signatures(name):
            return ["p", [["missing", slot(name)]]]


def _inline(parts: Sequence[Inline]) -> list[Node]:
    return [_part(part) for part in parts]


def _part(part: Inline) -> Node:
    match part:
        case str():
            return part
        case Field(name):
            return slot(name)
        case Strong(parts):
            return ["strong", _inline(parts)]
        case Link(to, parts):
            return (
                ["strong", [*_inline(parts), slot(to.name)]] if isinstance(to, Field) else ["link", to, _inline(parts)]
            )
        case Break():
            return ["break"]
