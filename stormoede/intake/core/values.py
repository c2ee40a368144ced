"""What reading comes to, as values that travel between two programs as JSON."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any


class State(StrEnum):
    """How far a file could be read."""

    READ = "read"
    SCAN = "scan"
    LOCKED = "locked"
    EMPTY = "empty"
    OTHER = "other"
    BROKEN = "broken"
    HEAVY = "heavy"
    PASSED = "passed"


class Remark(StrEnum):
    """What a person should know of how a text was read."""

    INSERTED = "inserted"
    DELETED = "deleted"
    COMMENTS = "comments"
    HIDDEN = "hidden"
    FOOTNOTES = "footnotes"
    BOXES = "boxes"
    HEADERS = "headers"
    FURNITURE = "furniture"
    HYPHENS = "hyphens"
    SCANNED_PAGES = "scanned_pages"
    QUOTED = "quoted"
    SIGNATURE = "signature"
    FORWARDED = "forwarded"
    CUT_SHORT = "cut_short"
    NESTED = "nested"


class Shape(StrEnum):
    """What a block is in its document."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    NOTE = "note"
    BOX = "box"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the text, from ``start`` up to ``end`` in code points. ``page`` 0: the document has no pages of its own."""

    start: int
    end: int
    shape: Shape = Shape.PARAGRAPH
    page: int = 0

    def plain(self) -> dict[str, int | str]:
        """As JSON knows it."""
        return {"start": self.start, "end": self.end, "shape": self.shape.value, "page": self.page}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of one file. ``part`` is its place among the mail's files, ``within`` the names it was packed in.

    The mail's own words, and those of a mail within it, are readings too, of the kind "mail"; ``sender`` is a mail's within.
    ``around`` is what was left out of a mail's words (what it answers, the signature): it may tell whose the mail is.
    """

    name: str
    kind: str
    state: State
    part: int = -1
    within: Sequence[str] = ()
    size: int = 0
    digest: str = ""
    text: str = ""
    blocks: Sequence[Block] = ()
    remarks: Mapping[str, int] = field(default_factory=dict)
    pages: int = 0
    sender: str = ""
    around: str = ""

    @property
    def words(self) -> int:
        """How many words it holds."""
        return len(self.text.split())

    def plain(self) -> dict[str, Any]:
        """As JSON knows it."""
        told: dict[str, Any] = {field.name: getattr(self, field.name) for field in fields(self)}
        return {**told, "blocks": [block.plain() for block in self.blocks]}


@dataclass(frozen=True, slots=True)
class Mailed:
    """A mail taken apart: its own words first, then its files in order."""

    readings: Sequence[Reading]

    def plain(self) -> dict[str, Any]:
        """As JSON knows it."""
        return {"readings": [one.plain() for one in self.readings]}


def mailed(told: Mapping[str, Any]) -> Mailed:
    """What ``plain`` told. ValueError, KeyError or TypeError when it is something else: the child is not believed."""
    return Mailed(tuple(map(_reading, told["readings"])))


def _reading(told: Mapping[str, Any]) -> Reading:
    text = str(told["text"])
    blocks = tuple(
        Block(int(one["start"]), int(one["end"]), Shape(one["shape"]), int(one["page"])) for one in told["blocks"]
    )
    if any(not 0 <= one.start < one.end <= len(text) for one in blocks):
        raise ValueError("a block stands outside its text")
    return Reading(
        str(told["name"])[:200], str(told["kind"])[:20], State(told["state"]), int(told["part"]),
        tuple(str(one)[:200] for one in told["within"])[:5], int(told["size"]), str(told["digest"])[:64], text, blocks,
        {Remark(name).value: int(count) for name, count in told["remarks"].items()}, int(told["pages"]),
        str(told["sender"])[:254], str(told["around"]),
    )  # fmt: skip
