"""What the text of a mail is made of. Every block knows itself as HTML with inline styles and as plain text.

Text is escaped here and nowhere else, so whatever is put into a block is shown as it was typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Protocol

from stormoede.lib.spans import unbroken

_FONT = "font-family:'Segoe UI',Helvetica,Arial,sans-serif;"
_BODY = f"{_FONT}font-size:17px;line-height:26px;color:#13232b;"
_SMALL = f"{_FONT}font-size:14px;line-height:21px;color:#4a5b64;"
_WIDTH = 80
_ONE_LINE = '<span style="white-space:nowrap;">'


class Block(Protocol):
    """A piece of a mail, in both its forms."""

    def html(self) -> str: ...

    def plain(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that weigh more."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link in running text. The plain text shows ``label: url``, or the address alone when the label is a form of it."""

    url: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A new line in the same paragraph."""


type Inline = str | Strong | Link | Break


@lru_cache(maxsize=512)
def wrapped(text: str, indent: str = "") -> str:
    """``text`` with its lines broken at blanks before column 80; lines after the first begin with ``indent``."""
    return "\n".join(_wrapped(line, indent) for line in text.split("\n"))


def _wrapped(text: str, indent: str) -> str:
    lines, line = [], ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > _WIDTH:
            lines.append(line)
            line = indent + word
        else:
            line = f"{line} {word}" if line else word
    return "\n".join([*lines, line])


def _inline_html(parts: Sequence[Inline]) -> str:
    out = []
    for part in parts:
        match part:
            case str():
                out.append(unbroken(escape(part), _ONE_LINE))
            case Strong(text):
                out.append(f"<strong>{unbroken(escape(text), _ONE_LINE)}</strong>")
            case Link(url, label):
                shown = label or url.removeprefix("https://").removeprefix("http://").removeprefix("mailto:")
                out.append(f'<a href="{escape(url)}" style="color:#17495e;word-break:break-word;">{escape(shown)}</a>')
            case Break():
                out.append("<br>")
    return "".join(out)


def _inline_plain(parts: Sequence[Inline]) -> str:
    out = []
    for part in parts:
        match part:
            case str():
                out.append(part)
            case Strong(text):
                out.append(text)
            case Link(url, label):
                bare = url.removeprefix("mailto:")
                out.append(bare if not label or label == bare else f"{label}: {bare}")
            case Break():
                out.append("\n")
    return "".join(out)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text: strings, Strong, Link and Break, in order."""

    parts: tuple[Inline, ...]

    def __init__(self, *parts: Inline) -> None:
        object.__setattr__(self, "parts", parts)

    def html(self) -> str:
        return f'<p style="margin:0 0 16px;{_BODY}">{_inline_html(self.parts)}</p>'

    def plain(self) -> str:
        return wrapped(_inline_plain(self.parts))


@dataclass(frozen=True, slots=True)
class Small:
    """A line of the footer. ``only`` leaves it out of the other form: "html" or "plain"."""

    parts: tuple[Inline, ...]
    only: str = ""

    def html(self) -> str:
        return f'<p style="margin:0 0 8px;{_SMALL}">{_inline_html(self.parts)}</p>' if self.only != "plain" else ""

    def plain(self) -> str:
        return wrapped(_inline_plain(self.parts)) if self.only != "html" else ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the mail's own."""

    text: str

    def html(self) -> str:
        style = f"margin:24px 0 8px;{_FONT}font-size:20px;line-height:28px;font-weight:bold;color:#13232b;"
        return f'<h2 style="{style}">{escape(self.text)}</h2>'

    def plain(self) -> str:
        return wrapped(self.text)


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, with numbers when ``numbered``."""

    items: tuple[tuple[Inline, ...], ...]
    numbered: bool = False

    def html(self) -> str:
        tag = "ol" if self.numbered else "ul"
        rows = "".join(f'<li style="margin:0 0 6px;">{_inline_html(item)}</li>' for item in self.items)
        return f'<{tag} style="margin:0 0 16px;padding:0 0 0 24px;{_BODY}">{rows}</{tag}>'

    def plain(self) -> str:
        marks = [f"{n}. " if self.numbered else "- " for n in range(1, len(self.items) + 1)]
        return "\n".join(
            wrapped(mark + _inline_plain(item), " " * len(mark)) for mark, item in zip(marks, self.items, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Dated:
    """A date as a card: ``lead`` ("Mandag den"), ``day`` ("31. marts"), ``times`` ("kl. 19.00-20.30"), ``place`` if any."""

    lead: str
    day: str
    times: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Dates:
    """Dates side by side, two to a row; below each other on a phone."""

    days: tuple[Dated, ...]

    def html(self) -> str:
        rows = [self.days[i : i + 2] for i in range(0, len(self.days), 2)]
        return "".join(_date_row(row, last=row is rows[-1]) for row in rows)

    def plain(self) -> str:
        return "\n".join(
            f"  {day.lead} {day.day} {day.times}" + (f", {day.place}" if day.place else "") for day in self.days
        )


def _date_row(days: Sequence[Dated], last: bool) -> str:
    cells = "".join(_date_cell(day, left=index == 0) for index, day in enumerate(days))
    return (
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" '
        f'style="margin:0 0 {24 if last else 12}px;"><tr>{cells}</tr></table>'
    )


def _date_cell(day: Dated, left: bool) -> str:
    place = f"<br>{escape(day.place)}" if day.place else ""
    return (
        f'<td class="half" width="50%" valign="top" style="padding:0 {"6px 0 0" if left else "0 0 6px"};">'
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>'
        f'<td bgcolor="#e4eff3" style="padding:16px;border-radius:8px;{_FONT}font-size:16px;line-height:23px;'
        f'color:#13232b;">{escape(day.lead)}<br><strong style="font-size:24px;line-height:32px;">{escape(day.day)}'
        f"</strong><br>{unbroken(escape(day.times), _ONE_LINE)}{place}</td></tr></table></td>"
    )


@dataclass(frozen=True, slots=True)
class Button:
    """The one button. It opens a page and changes nothing; ``lead`` stands before the address in the plain text."""

    url: str
    label: str
    lead: str = ""

    def html(self) -> str:
        return (
            '<table role="presentation" class="go" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 24px;">'
            '<tr><td align="center" bgcolor="#17495e" style="border-radius:6px;mso-padding-alt:14px 32px;">'
            f'<a href="{escape(self.url)}" style="display:block;padding:14px 32px;{_FONT}font-size:17px;'
            f'line-height:22px;font-weight:bold;color:#ffffff;text-decoration:none;">{escape(self.label)}</a>'
            "</td></tr></table>"
        )

    def plain(self) -> str:
        return f"{self.lead or self.label}:\n{self.url}"


@dataclass(frozen=True, slots=True)
class Figures:
    """Something to copy by hand, a code say: large, on a line of its own."""

    text: str

    def html(self) -> str:
        style = (
            f"margin:0 0 16px;{_FONT}font-size:32px;line-height:40px;font-weight:bold;letter-spacing:4px;color:#13232b;"
        )
        return f'<p style="{style}">{escape(self.text)}</p>'

    def plain(self) -> str:
        return f"  {self.text}"
