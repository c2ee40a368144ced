"""A letter as it is being written: values that come from a form or a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date

from stormoede.letters.core.fields import clean, line

LINE_LENGTH = 200
TITLE_LENGTH = 160
TEXT_LENGTH = 60_000


@dataclass(frozen=True, slots=True)
class Text:
    """The words in one language, as typed."""

    subject: str = ""
    preheader: str = ""
    heading: str = ""
    mail: str = ""
    paper_heading: str = ""
    paper: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))

    @property
    def whole(self) -> bool:
        """Is there enough to send?"""
        return bool(self.subject and self.heading and self.mail)


LINES = ("subject", "preheader", "heading", "paper_heading")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is said about a letter, and its texts by language."""

    title: str
    audience_id: int
    dated: date | None = None
    personal_paper: bool = False
    texts: Mapping[str, Text] = field(default_factory=dict)


def tidy(text: Text) -> Text:
    """``text`` as it is kept: lines are one line, texts have no white space around them and end lines alike."""
    lines = {name: line(getattr(text, name)) for name in LINES}
    return Text(**lines, mail=clean(text.mail).strip(), paper=clean(text.paper).strip())
