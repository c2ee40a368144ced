"""On whose behalf this room writes. Rounds stand above it, so ``stormoede/wiring.py`` names who knows."""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from stormoede.mail.models import Message


@dataclass(frozen=True, slots=True)
class Sender:
    """Who a mail is from, what it is about ("Stormøder om ØA26"), and whom to ask. ``mailbox`` is where answers go."""

    name: str
    address: str
    about: str = ""
    language: str = ""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    mailbox: str = ""


_of: Callable[[str, Message | None], Sender | None] | None = None


def install(of_subject: Callable[[str, Message | None], Sender | None] | None) -> None:
    """Name who knows the sender for a link's subject ("round:oea26"), or for anything (""); and as a mail told it."""
    global _of
    _of = of_subject


def of(subject: str = "", message: Message | None = None) -> Sender:
    """Who writes about ``subject``, as ``message`` told it; the installation itself when nobody else does."""
    found = _of(subject, message) if _of else None
    return found or Sender("Stormøde", settings.MAIL_FROM or f"stormoede@{urlsplit(settings.ORIGIN).hostname}")
