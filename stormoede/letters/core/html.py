"""A letter's tree as HTML, in the style it is asked for. Slots stay slots; ``nh3`` is the second lock."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

import nh3

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
    Paragraph,
    Rule,
    Signatures,
    Strong,
    Tree,
)
from stormoede.lib.spans import unbroken

_MARK = "background:#fbe9e5;color:#a3301e;"


@dataclass(frozen=True, slots=True)
class Style:
    """How one kind of HTML opens its elements, and how it shows blocks."""

    opens: Mapping[str, str]
    dates: Callable[[Blocks], str]
    button: Callable[[str], str]


def _page_dates(blocks: Blocks) -> str:
    names = "".join(f'<th scope="col">{escape(name)}</th>' for name in blocks.columns if name)
    heads = f'<thead class="hidden"><tr>{names}</tr></thead>' if names else ""
    rows = "".join(
        f'<tr><th scope="row">{escape(date.day)}</th><td class="num">{escape(", ".join(filter(None, (date.time, date.place))))}'
        "</td></tr>"
        for date in blocks.dates
    )
    return f'<table class="table">{heads}<tbody>{rows}</tbody></table>'


def _page_button(label: str) -> str:
    return f'<p><a class="button" href="{slot("page")}">{escape(label)}</a></p>'


_PLAIN = {tag: f"<{tag}>" for tag in ("p", "h2", "h3", "ul", "ol", "li", "hr", "a")}
PAGE = Style({**_PLAIN, "span": '<span class="nowrap">'}, _page_dates, _page_button)


def body(tree: Tree, blocks: Blocks, style: Style) -> str:
    """The tree as HTML with slots. A block that ``blocks`` cannot fill is a slot of its own name."""
    return "".join(_block(block, blocks, style) for block in tree)


def _block(block: Block, blocks: Blocks, style: Style) -> str:
    opens = style.opens
    match block:
        case Paragraph(parts):
            return f"{opens['p']}{_inline(parts, style)}</p>"
        case Heading(level, parts):
            return f"{opens[f'h{level}']}{_inline(parts, style)}</h{level}>"
        case Items():
            return _items(block, blocks, style)
        case Rule():
            return opens["hr"]
        case Dates() if blocks.dates:
            return style.dates(blocks)
        case Button(_, label) if blocks.button:
            return style.button(label or blocks.button)
        case Signatures() if blocks.signatories:
            lines = "<br>".join(
                f"<strong>{escape(n)}</strong>, {escape(small_first(t))}" for n, t in blocks.signatories
            )
            return f"{opens['p']}{lines}</p>"
        case Dates(name) | Button(name, _) | Signatures(name):
            return f"{opens['p']}{slot(name)}</p>"


def _items(block: Items, blocks: Blocks, style: Style) -> str:
    tag = "ul" if block.start is None else "ol"
    opening = style.opens[tag]
    if block.start not in {None, 1}:
        opening = f'{opening[:-1]} start="{block.start}">'
    items = "".join(f"{style.opens['li']}{_item(item, blocks, style)}</li>" for item in block.items)
    return f"{opening}{items}</{tag}>"


def _item(item: Sequence[Block], blocks: Blocks, style: Style) -> str:
    """An item of one paragraph stands without the paragraph's margins."""
    head, rest = (item[0], item[1:]) if item and isinstance(item[0], Paragraph) else (None, item)
    return (_inline(head.parts, style) if head else "") + body(rest, blocks, style)


def _inline(parts: Sequence[Inline], style: Style) -> str:
    return "".join(_part(part, style) for part in parts)


def _part(part: Inline, style: Style) -> str:
    match part:
        case str():
            return unbroken(escape(part, quote=False), style.opens["span"])
        case Field(name):
            return slot(name)
        case Strong(parts):
            return f"<strong>{_inline(parts, style)}</strong>"
        case Link(to, parts):
            address = slot(to.name) if isinstance(to, Field) else escape(to)
            return f'{style.opens["a"][:-1]} href="{address}">{_inline(parts, style)}</a>'
        case Break():
            return "<br>"


_TAGS = {
    "p",
    "h2",
    "h3",
    "ul",
    "ol",
    "li",
    "hr",
    "a",
    "strong",
    "br",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "mark",
    "span",
}
_ALLOWED = {
    "*": {"style", "class"},
    "a": {"href"},
    "ol": {"start"},
    "th": {"scope"},
    "table": {"role", "cellpadding", "cellspacing", "border", "width"},
    "td": {"width", "valign", "align", "bgcolor"},
}


def lock(filled: str) -> str:
    """``filled`` with nothing but what letters are made of: the second lock, should the first ever fail."""
    return nh3.clean(filled, tags=_TAGS, attributes=_ALLOWED, url_schemes={"https", "http", "mailto"}, link_rel=None)


def mark(name: str) -> str:
    """A missing field in mail, which has no style sheet."""
    return f'<mark style="{_MARK}">(({escape(name)}))</mark>'


def page_mark(name: str) -> str:
    """A missing field on a page."""
    return f"<mark>(({escape(name)}))</mark>"
