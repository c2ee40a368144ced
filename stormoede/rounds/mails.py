"""A mail on behalf of a round: its words in the common look, from the round's sender, answered to its mailbox."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import translation

from stormoede.mail.calendar import Method
from stormoede.mail.looks import Block, Look, render
from stormoede.mail.recipes import Content
from stormoede.rounds.models import Round


@dataclass(frozen=True, slots=True)
class Told:
    """A mail's words, and what its calendar entry does, where it carries one: REQUEST, CANCEL, or nothing."""

    subject: str
    heading: str
    preheader: str
    content: Sequence[Block]
    footer: Sequence[Block]
    method: Method | None = None


def written(round: Round, name: str, address: str, told: Told, calendar: bytes | None = None) -> Content:
    """The mail to one person, in the language that is active. Without ``calendar`` it does nothing to one."""
    look = Look(
        language=translation.get_language() or round.language,
        subject=told.subject,
        sender=round.sender_name,
        preheader=told.preheader,
        heading=told.heading,
        content=told.content,
        footer=told.footer,
    )
    text, html = render(look)
    return Content(
        to_name=name,
        to_address=address,
        from_name=round.sender_name,
        from_address=round.mailbox,
        reply_to=round.mailbox,
        subject=told.subject,
        text=text,
        html=html,
        calendar=calendar,
        method=told.method.value if told.method and calendar else "",
    )
