"""The programme as a person types it: one point a line, ``19.00 Velkomst | Formand Birgitte Holm``."""

import re
from collections.abc import Sequence
from datetime import time

from stormoede.meetings.core.plans import Item

_LINE = re.compile(r"(\d{1,2})[.:](\d{2})\s+([^|]{1,200}?)\s*(?:\|\s*(.{1,200}?)\s*)?")


class Unclear(Exception):
    """A line cannot be read. ``number`` is its place, from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(str(number))
        self.number = number


def read(text: str) -> tuple[Item, ...]:
    """The points, in the order typed. Raises Unclear."""
    return tuple(_item(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip())


def _item(number: int, line: str) -> Item:
    found = _LINE.fullmatch(line.strip())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise Unclear(number)
    return Item(time(int(found[1]), int(found[2])), found[3], found[4] or "")


def write(items: Sequence[Item]) -> str:
    """The text ``read`` would read."""
    return "\n".join(f"{item.at:%H.%M} {item.what}" + (f" | {item.who}" if item.who else "") for item in items)
