"""A mail as the desk sees it: made from its recipe like the one that is sent, links masked unless ``reveal``."""

import email
from collections.abc import Sequence
from dataclasses import dataclass
from email.policy import default

from stormoede.mail import bytes as mail_bytes
from stormoede.mail import kitchen, queries
from stormoede.mail.kitchen import NotNow
from stormoede.mail.models import Message
from stormoede.mail.recipes import Attachment, Content, Unbuildable
from stormoede.mail.troubles import BROKE


@dataclass(frozen=True, slots=True)
class Shown:
    """A mail's content, its bytes, and its head as a mail program reads it."""

    content: Content
    data: bytes
    head: Sequence[tuple[str, str]]

    @property
    def files(self) -> Sequence[Attachment]:
        """What is attached, the calendar entry first."""
        calendar = self.content.calendar
        invite = [Attachment("invite.ics", "text/calendar", calendar)] if calendar is not None else []
        return [*invite, *self.content.attachments]


def show(message: Message, *, reveal: bool) -> Shown:
    """The mail. Unbuildable when it cannot be made, also for a recipe that broke: the desk is told, not thrown out."""
    content = _content(message, reveal)
    data = mail_bytes.build(message, content)
    head = email.message_from_bytes(data.split(b"\r\n\r\n", 1)[0], policy=default)
    return Shown(content, data, [(name, str(value)) for name, value in head.items()])


# The people a mail names beside the one it is for.
_NAMED = ("as", "by", "deputy", "member", "person")


def names_others(message: Message, shown: Shown) -> bool:
    """Whether a sent mail is shown with another name or address than it had: names stand in one table, and are not kept as they were."""
    if message.settled_at is None:
        return False
    if message.address not in ("", shown.content.to_address):
        return True
    named = {message.person, *(str(message.facts[key]) for key in _NAMED if key in message.facts)}
    return queries.known_otherwise(named - {""}, message.settled_at)


def _content(message: Message, reveal: bool) -> Content:
    try:
        (job,) = kitchen.jobs([message], reveal=reveal)
        return job.content()
    except NotNow as fault:
        raise Unbuildable(BROKE) from fault
