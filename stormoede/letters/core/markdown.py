"""Markdown of a letter to a tree: headings, paragraphs, lists, bold, links, rules, and blocks that stand alone.

Everything else (HTML, code, pictures, tables, template code) is text and is printed as typed.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from stormoede.letters.core import fields
from stormoede.letters.core.tree import (
    Block,
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

_RULES = ["heading", "lheading", "list", "hr", "emphasis", "link", "autolink", "escape", "newline", "balance_pairs"]
_SAFE = re.compile(r"https://[^\s/?#@]+(?:[/?#]\S*)?|mailto:[^\s@:/?]+@[^\s@?]+", re.IGNORECASE)
_SLOT_ONLY = re.compile("\ue000\\d+\ue001")
# A time and its "kl.", a day and its month: a line never ends between them.
_TOGETHER = re.compile(
    r"\b(kl\.) (?=\d)|(?<=\d\.) (?=(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)\b)"
)


class _LetterMarkdown(MarkdownIt):
    """Markdown of letters: addresses are taken as they stand or, when they are none we send, not at all."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the library's names
        return bool(_SAFE.fullmatch(url) or _SLOT_ONLY.fullmatch(url))

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link.removeprefix("mailto:")


_PARSER = _LetterMarkdown("zero", {"maxNesting": 100}).enable(_RULES)


def together(text: str) -> str:
    """``text`` with no-break spaces where a line must not end."""
    return _TOGETHER.sub(lambda match: f"{match[1] or ''}\N{NO-BREAK SPACE}", text)


def parse(source: str) -> Tree:
    """The tree of ``source``. Never fails: whatever is not Markdown of a letter is text."""
    held, names = fields.slotted(source)
    root = SyntaxTreeNode(_PARSER.parse(held))
    return tuple(_blocks(root.children, names))


def _blocks(nodes: Sequence[SyntaxTreeNode], names: Sequence[str]) -> Iterator[Block]:
    for node in nodes:
        if node.type == "paragraph":
            yield _paragraph(_inlines(node.children[0].children, names))
        elif node.type == "heading":
            yield Heading(3 if node.tag > "h2" else 2, _inlines(node.children[0].children, names))
        elif node.type in {"bullet_list", "ordered_list"}:
            start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
            yield Items(tuple(tuple(_blocks(item.children, names)) for item in node.children), start)
        elif node.type == "hr":
            yield Rule()


def _paragraph(parts: Sequence[Inline]) -> Block:
    if len(parts) == 1 and isinstance(field := parts[0], Field):
        name, _, label = (piece.strip() for piece in field.name.partition(":"))
        match fields.key(name):
            case "dates" if not label:
                return Dates(field.name)
            case "button":
                return Button(field.name, label)
            case "signatures" if not label:
                return Signatures(field.name)
    return Paragraph(parts)


def _inlines(nodes: Sequence[SyntaxTreeNode], names: Sequence[str]) -> tuple[Inline, ...]:
    parts: list[Inline] = []
    for node in nodes:
        match node.type:
            case "text":
                parts.extend(_text(node.content, names))
            case "softbreak":
                parts.append(" ")
            case "hardbreak":
                parts.append(Break())
            case "strong" | "em":
                parts.append(Strong(_inlines(node.children, names)))
            case "link":
                parts.extend(_link(str(node.attrs.get("href", "")), _inlines(node.children, names), names))
    return _joined(parts)


def _link(to: str, parts: Sequence[Inline], names: Sequence[str]) -> Iterator[Inline]:
    if not _SLOT_ONLY.fullmatch(to):
        yield Link(to, parts)
        return
    field = Field(names[int(to[1:-1])])
    if fields.key(field.name) == "page":
        yield Link(field, parts)
    else:
        yield from (*parts, " (", field, ")")


def _text(content: str, names: Sequence[str]) -> Iterator[Inline]:
    for place, piece in enumerate(fields.cut(content)):
        if place % 2:
            yield Field(names[int(piece)])
        elif piece:
            yield piece


def _joined(parts: Sequence[Inline]) -> tuple[Inline, ...]:
    """Neighbouring texts as one, typeset."""
    out: list[Inline] = []
    for part in parts:
        if isinstance(part, str) and out and isinstance(out[-1], str):
            out[-1] += part
        else:
            out.append(part)
    return tuple(together(part) if isinstance(part, str) else part for part in out)


def blocks_in(tree: Tree) -> frozenset[str]:
    """Which kinds of blocks ``tree`` holds: ``dates``, ``button``, ``signatures``."""
    kinds: dict[type, str] = {Dates: "dates", Button: "button", Signatures: "signatures"}
    found = {kinds[type(block)] for block in tree if type(block) in kinds}
    for block in tree:
        if isinstance(block, Items):
            found.update(*(blocks_in(item) for item in block.items))
    return frozenset(found)
