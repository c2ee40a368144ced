"""What Markdown of a letter becomes: a small tree. Text in it is text."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Field:
    """A merge field, by its name as typed."""

    name: str


@dataclass(frozen=True, slots=True)
class Strong:
    parts: "Sequence[Inline]"


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an https or mailto address, or to the reader's own page when ``to`` is a Field."""

    to: str | Field
    parts: "Sequence[Inline]"


@dataclass(frozen=True, slots=True)
class Break:
    """A line end that stays."""


type Inline = str | Field | Strong | Link | Break


@dataclass(frozen=True, slots=True)
class Paragraph:
    parts: Sequence[Inline]


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` is 2 or 3: the letter's own heading is 1."""

    level: int
    parts: Sequence[Inline]


@dataclass(frozen=True, slots=True)
class Items:
    """A list; ``start`` is the first number, or None when it has points instead."""

    items: "Sequence[Sequence[Block]]"
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of the round's meeting, filled in from its facts. ``name`` is as typed."""

    name: str


@dataclass(frozen=True, slots=True)
class Button:
    """The button to the reader's own page. ``label`` is "" when the writer left it to the language."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """The round's signatories, one a line."""

    name: str


type Block = Paragraph | Heading | Items | Rule | Dates | Button | Signatures
type Tree = Sequence[Block]


@dataclass(frozen=True, slots=True)
class Date:
    """One date as a letter tells it, in words: ``day`` = ``lead`` + ``big``; ``place`` "" where it need not be said."""

    day: str
    lead: str
    big: str
    time: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Blocks:
    """What fills the blocks of a letter in one language."""

    dates: Sequence[Date] = ()
    signatories: Sequence[tuple[str, str]] = ()
    button: str = ""
    columns: tuple[str, str] = ("", "")
