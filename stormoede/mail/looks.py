"""The common look of all mails: one HTML frame and the same words, in the same order, as plain text.

The frame is ``templates/mail/letter.html`` and ``letter.txt``, taken apart once at its ``{{ names }}``, because a mail
that is built in thousands must cost a fraction of a millisecond.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from stormoede.mail.core.blocks import (
    Block,
    Break,
    Bullets,
    Button,
    Dated,
    Dates,
    Figures,
    Heading,
    Inline,
    Link,
    Paragraph,
    Small,
    Strong,
)

__all__ = [
    "Block",
    "Break",
    "Bullets",
    "Button",
    "Dated",
    "Dates",
    "Figures",
    "Heading",
    "Inline",
    "Link",
    "Look",
    "Paragraph",
    "Small",
    "Strong",
    "render",
]

_FOLDER = Path(__file__).parent / "templates" / "mail"
_NAME = re.compile(r"{{ (\w+) }}")


@dataclass(frozen=True, slots=True)
class Look:
    """A mail's words. ``preheader`` adds to the subject and never repeats it; ``footer`` stands below a line."""

    language: str
    subject: str
    sender: str
    preheader: str
    heading: str
    content: Sequence[Block]
    footer: Sequence[Block] = ()


@cache
def _pieces(file: str) -> tuple[str, ...]:
    """The frame taken apart: text at even places, names at odd ones."""
    return tuple(_NAME.split((_FOLDER / file).read_text(encoding="utf-8").rstrip("\n")))


def _filled(file: str, values: Mapping[str, str]) -> str:
    return "".join([values[piece] if index % 2 else piece for index, piece in enumerate(_pieces(file))])


def render(look: Look) -> tuple[str, str]:
    """The mail as ``(text, html)``."""
    html = _filled(
        "letter.html",
        {
            "language": look.language,
            "subject": escape(look.subject),
            "preheader": escape(look.preheader),
            "sender": escape(look.sender),
            "heading": escape(look.heading),
            "content": "\n".join([block.html() for block in look.content]),
            "footer": "\n".join(filter(None, (block.html() for block in look.footer))),
        },
    )
    content = "\n\n".join([block.plain() for block in look.content])
    footer = "\n".join(filter(None, (block.plain() for block in look.footer)))
    return (_filled("letter.txt", {"content": content, "footer": footer}) if footer else content), html
