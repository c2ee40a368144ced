"""Markdown of letters, merged, as blocks of a document. A field without a value stays as it was typed."""

from collections.abc import Iterator, Mapping, Sequence

from stormoede.documents.core import tree as to
from stormoede.letters.core import fields, markdown, tree
from stormoede.letters.core.tree import Blocks


def blocks(source: str, values: Mapping[str, str], filled: Blocks | None = None) -> list[to.Block]:
    """The blocks of ``source`` with ``values`` by the fields' keys (``letters.core.fields.key``), and ``filled`` in its blocks."""
    return list(_blocks(markdown.parse(source), values, filled or Blocks()))


def _blocks(found: tree.Tree, values: Mapping[str, str], filled: Blocks) -> Iterator[to.Block]:
    for block in found:
        yield from _block(block, values, filled)


def _block(block: tree.Block, values: Mapping[str, str], filled: Blocks) -> Iterator[to.Block]:
    match block:
        case tree.Heading(level, parts):
            yield to.Heading(level, _inline(parts, values))
        case tree.Paragraph(parts):
            yield to.Paragraph(_inline(parts, values))
        case tree.Items(items, start):
            yield to.Items([list(_blocks(item, values, filled)) for item in items], start)
        case tree.Rule():
            yield to.Rule()
        case tree.Dates(name):
            yield from _dates(name, filled)
        case tree.Signatures(name):
            yield from _signatures(name, filled)
        case tree.Button():
            # A document has no reader of its own, and so no page to lead to.
            return


def _dates(name: str, filled: Blocks) -> Iterator[to.Block]:
    told = [", ".join(filter(None, (date.day, date.time, date.place))) for date in filled.dates]
    yield to.Items([[to.Paragraph([line])] for line in told]) if told else to.Paragraph([fields.as_typed(name)])


def _signatures(name: str, filled: Blocks) -> Iterator[to.Block]:
    """One paragraph, a line for each: names that sign together are not parted by the end of a page."""
    lines: list[to.Inline] = []
    for who, title in filled.signatories:
        lines += [to.Break(), to.Strong([who]), f", {fields.small_first(title)}" if title else ""]
    yield to.Paragraph(lines[1:] or [fields.as_typed(name)])


def _inline(parts: Sequence[tree.Inline], values: Mapping[str, str]) -> list[to.Inline]:
    return [_part(part, values) for part in parts]


def _part(part: tree.Inline, values: Mapping[str, str]) -> to.Inline:
    match part:
        case str():
            return part
        case tree.Field(name):
            return _value(name, values)
        case tree.Strong(parts):
            return to.Strong(_inline(parts, values))
        case tree.Link(tree.Field(), parts):
            return to.Strong(_inline(parts, values))
        case tree.Link(str() as address, parts):
            return to.Link(address, _inline(parts, values))
        case tree.Break():
            return to.Break()
        case _:
            raise TypeError(part)


def line(text: str, values: Mapping[str, str]) -> str:
    """One line with its fields filled in."""
    return fields.line_form(text).fill(values, fields.as_typed)


def _value(name: str, values: Mapping[str, str]) -> str:
    return values.get(fields.key(name)) or fields.as_typed(name)
