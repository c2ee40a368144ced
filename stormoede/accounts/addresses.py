"""The address of a personal link, derived each time it is needed and never stored."""

from collections.abc import Mapping
from functools import partial
from typing import Protocol

from django.conf import settings

from stormoede.accounts import keyring
from stormoede.accounts.core import tokens
from stormoede.accounts.models import Feed, Link

LABEL = "link"
MASK = "…"
PAGES: Mapping[str, str] = {
    Link.Purpose.PAGE: "/mig/{}/",
    Link.Purpose.DOOR: "/dor/{}/",
    Link.Purpose.REMINDERS_OFF: "/paamindelser/{}/",
    Link.Purpose.SHEET: "/mig/{}/",
    Link.Purpose.DEPUTY: "/dor/{}/",
    Link.Purpose.DRAFT: "/kladde/{}/",
    Link.Purpose.SPEAKER: "/oplaegsholder/{}/",
}
# The secretaries of councils and regional councils have pages of another kind behind the same purpose, and so has one who
# is called to a meeting.
PAGES_OF_SUBJECTS: Mapping[str, str] = {"council": "/raad/{}/", "regional": "/kkr/{}/", "call": "/indkaldt/{}/"}


class Kept(Protocol):
    """What an address is derived from: a link, or so much of its row."""

    @property
    def purpose(self) -> str: ...

    @property
    def handle(self) -> str: ...

    @property
    def generation(self) -> int: ...


def token_of(link: Kept) -> str:
    """The secret part of ``link``'s address."""
    kid, key = keyring.signing(LABEL)
    return tokens.mint(key, kid, link.handle, link.generation, link.purpose)


def of(link: Kept, *, reveal: bool = True) -> str:
    """The whole address. With ``reveal`` False a mask stands where the secret part would be."""
    return f"{settings.ORIGIN}/{link.purpose}/{token_of(link) if reveal else MASK}"


def feed_of(feed: Feed) -> str:
    """The address a calendar program fetches ``feed`` at."""
    kid, key = keyring.signing(LABEL)
    return f"{settings.ORIGIN}/{Feed.PURPOSE}/{tokens.mint(key, kid, feed.handle, 0, Feed.PURPOSE)}"


def page_of(link: Link) -> str:
    """Where the browser goes on to once ``link`` is opened: an address without its secret part."""
    own = PAGES_OF_SUBJECTS.get(link.subject.partition(":")[0]) if link.purpose == Link.Purpose.PAGE else None
    return (own or PAGES[link.purpose]).format(link.handle)


def read(token: str, purpose: str) -> tokens.Reading | None:
    """What a token says, or None when it is not genuine. No statement is sent to the database."""
    return tokens.read(token, purpose, partial(keyring.key, LABEL))
