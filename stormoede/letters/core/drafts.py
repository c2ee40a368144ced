"""A letter as it is being written: values that come from a form or a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from stormoede.letters.core.fields import clean, line

LINE_LENGTH = 200
TITLE_LENGTH = 160
TEXT_LENGTH = 60_000
NOTE_LENGTH = 400
MOST_DAYS = 120


@dataclass(frozen=True, slots=True)
class Text:
    """The words in one language, as typed."""

    subject: str = ""
    preheader: str = ""
    heading: str = ""
    mail: str = ""
    paper_heading: str = ""
    paper: str = ""
    note: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, one.name) for one in fields(self))

    @property
    def whole(self) -> bool:
        """Is there enough to send?"""
        return bool(self.subject and self.heading and self.mail)


LINES = ("subject", "preheader", "heading", "paper_heading", "note")


@dataclass(frozen=True, slots=True)
class Reminds:
    """When a reminder goes out: at ``clock`` on the day ``days_before`` the deadline."""

    days_before: int
    clock: time


@dataclass(frozen=True, slots=True)
class Draft:
    """What is said about a letter, and its texts by language. ``reminds`` is a reminder's hour."""

    title: str
    audience_id: int
    dated: date | None = None
    personal_paper: bool = False
    texts: Mapping[str, Text] = field(default_factory=dict)
    reminds: Reminds | None = None


def tidy(text: Text) -> Text:
    """``text`` as it is kept: lines are one line, texts have no white space around them and end lines alike."""
    lines = {name: line(getattr(text, name)) for name in LINES}
    return Text(**lines, mail=clean(text.mail).strip(), paper=clean(text.paper).strip())


def hour(reminds: Reminds, deadline: datetime, time_zone: str) -> datetime:
    """The instant of a reminder, which moves with the deadline. An hour the clocks skip is told an hour later."""
    zone = ZoneInfo(time_zone)
    day = deadline.astimezone(zone).date() - timedelta(days=reminds.days_before)
    return datetime.combine(day, reminds.clock, zone).astimezone(UTC)
