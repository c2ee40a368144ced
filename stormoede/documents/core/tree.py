"""What a document is made of. Text in it is text, whatever stands in it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Strong:
    parts: "Sequence[Inline]"


@dataclass(frozen=True, slots=True)
class Struck:
    """Words that no longer stand, shown crossed out."""

    parts: "Sequence[Inline]"


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an https or mailto address."""

    to: str
    parts: "Sequence[Inline]"


@dataclass(frozen=True, slots=True)
class Break:
    """A line end that stays."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote where it stands: a source, say."""

    parts: "Sequence[Inline]"


type Inline = str | Strong | Struck | Link | Break | Note


@dataclass(frozen=True, slots=True)
class Heading:
    """``level`` is 2, 3 or 4: the document's title is 1. No level is passed over on the way down."""

    level: int
    parts: Sequence[Inline]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``look`` is "" for running text, "quote" for somebody's own words, "small" for what stands beside the matter."""

    parts: Sequence[Inline]
    look: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list; ``start`` is the first number, or None when it has points instead."""

    items: "Sequence[Sequence[Block]]"
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a row of headings. ``head`` says what each column is; every row is as long."""

    head: Sequence[str]
    rows: Sequence[Sequence[Sequence[Inline]]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""


type Block = Heading | Paragraph | Items | Table | Rule | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. ``foot`` stands at the foot of each page, with the page's number.

    ``page`` words the page's number where pages are counted. ``dated`` is its date, for the file's own properties: the same document of the same day has the same bytes.
    """

    title: str
    language: str
    author: str
    dated: date
    blocks: Sequence[Block] = field(default_factory=tuple)
    foot: str = ""
    page: str = "{n} / {all}"
