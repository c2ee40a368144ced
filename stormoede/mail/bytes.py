"""From a recipe's content to the bytes of a mail. Built twice, the bytes are the same: nothing here is random or reads a clock."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import Protocol
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings

from stormoede.mail import returns
from stormoede.mail.core import headers, mime
from stormoede.mail.core.headers import HeaderRefused
from stormoede.mail.core.returns import Use
from stormoede.mail.recipes import Attachment, Content, Unbuildable

_MEDIA_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,60}")
_AUTOMATIC = b"Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: OOF, AutoReply\r\nMIME-Version: 1.0\r\n"


class Marked(Protocol):
    """What of an outbox row stands in the bytes."""

    mark: str
    date: datetime


@dataclass(frozen=True, slots=True)
class Envelope:
    """A mail on its way: who SMTP is told it is from and to, and the bytes. ``international`` needs SMTPUTF8."""

    sender: str
    recipient: str
    data: bytes
    international: bool


@lru_cache(maxsize=8)
def host_of(origin: str) -> str:
    """The host of an origin, as mail writes it."""
    host = urlsplit(origin).hostname or "localhost"
    return f"[IPv6:{host}]" if ":" in host else host


def message_id(mark: str) -> str:
    """The Message-ID that belongs to an outbox row's mark."""
    return f"<{mark}@{host_of(settings.ORIGIN)}>"


@lru_cache(maxsize=4)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@lru_cache(maxsize=64)
def _date_line(date: datetime, zone: str) -> bytes:
    return f"Date: {format_datetime(date.astimezone(_zone(zone)))}\r\n".encode("ascii")


@lru_cache(maxsize=64)
def _sender_lines(from_name: str, from_address: str, reply_to: str, own: str) -> bytes:
    box = headers.mailbox(own or from_address)
    answers = headers.mailbox(reply_to or from_address)
    lines = headers.address_header("From", from_name, box)
    return lines if answers == box else lines + headers.address_header("Reply-To", "", answers)


def _head(message: Marked, content: Content, recipient: str) -> Iterator[bytes]:
    yield _date_line(message.date, settings.TIME_ZONE)
    answers = returns.address(message.mark, Use.ANSWER)
    yield _sender_lines(content.from_name, content.from_address, answers or content.reply_to, settings.MAIL_FROM)
    yield headers.address_header("To", content.to_name, recipient)
    yield headers.header("Subject", content.subject)
    yield f"Message-ID: {message_id(message.mark)}\r\n".encode("ascii")
    yield _AUTOMATIC
    for name, text in content.headers.items():
        yield headers.raw_header(name, text)


def _file(attachment: Attachment) -> bytes:
    if not _MEDIA_TYPE.fullmatch(attachment.type):
        raise HeaderRefused("An attachment has no usable media type.")
    return mime.file_part(attachment.name, attachment.type, mime.file_in_base64(attachment.content))


def _body(mark: str, content: Content) -> bytes:
    alternatives = [mime.text_part(content.text, "plain"), mime.text_part(content.html, "html")]
    files = [_file(attachment) for attachment in content.attachments]
    if content.calendar is not None:
        alternatives.append(mime.calendar_part(content.calendar, content.method))
        files.insert(0, mime.file_part("invite.ics", "application/ics", mime.in_base64(content.calendar)))
    text = mime.multipart("alternative", f"=_{mark}.a", alternatives)
    return mime.multipart("mixed", f"=_{mark}.m", [text, *files]) if files else text


def build(message: Marked, content: Content) -> bytes:
    """The mail's bytes. Unbuildable when an address, a name or a header cannot stand in a mail."""
    return envelope(message, content).data


def envelope(message: Marked, content: Content) -> Envelope:
    """The mail ready for SMTP. Unbuildable as in ``build``."""
    try:
        recipient = headers.mailbox(content.to_address)
        own = returns.address(message.mark, Use.BOUNCE) or settings.RETURN_PATH or settings.MAIL_FROM
        back = headers.mailbox(own or content.from_address)
        data = b"".join(_head(message, content, recipient)) + _body(message.mark, content)
    except HeaderRefused as fault:
        raise Unbuildable(str(fault)) from fault
    return Envelope(back, recipient, data, not (recipient.isascii() and back.isascii()))
