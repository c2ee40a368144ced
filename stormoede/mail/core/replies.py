"""What an SMTP reply means: for the message, for the connection, or for the relay as a whole."""

import re
from dataclasses import dataclass
from enum import StrEnum

_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_BLANKS = re.compile(r"\s+")
LIMIT = 500


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer about one message: its code, and its text on one line of at most 500 characters."""

    code: int
    text: str

    @property
    def accepted(self) -> bool:
        return 200 <= self.code < 300

    @property
    def refused(self) -> bool:
        return self.code >= 500


class Fault(Exception):
    """Something happened that says nothing about the message. ``str()`` of it is one line for the operator."""


class ConnectionFault(Fault):
    """The connection is gone. ``uncertain``: the mail's last byte was sent, and the answer never came."""

    def __init__(self, text: str, *, uncertain: bool = False) -> None:
        super().__init__(text)
        self.uncertain = uncertain


class RelayFault(Fault):
    """The relay cannot be used at all: it does not answer, or it does not let us in."""


class Trouble(StrEnum):
    """Why a mail was put off or refused, as far as a reply tells."""

    ADDRESS = "address"
    DOMAIN = "domain"
    FULL = "full"
    SIZE = "size"
    POLICY = "policy"
    SENDER = "sender"
    INTERNATIONAL = "international"
    LATER = "later"
    CONNECTION = "connection"
    BUILDING = "building"
    OTHER = "other"


# Codes that speak of us and the relay, not of the message: not signed in, wrong password, encryption needed.
_OF_THE_RELAY = frozenset({530, 534, 535, 538, 454})
_BY_STATUS = {
    (1, 1): Trouble.ADDRESS,
    (1, 2): Trouble.DOMAIN,
    (1, 3): Trouble.ADDRESS,
    (1, 6): Trouble.ADDRESS,
    (1, 7): Trouble.SENDER,
    (1, 8): Trouble.SENDER,
    (1, 10): Trouble.ADDRESS,
    (2, 1): Trouble.ADDRESS,
    (2, 2): Trouble.FULL,
    (2, 3): Trouble.SIZE,
    (3, 4): Trouble.SIZE,
    (4, 1): Trouble.DOMAIN,
    (4, 4): Trouble.DOMAIN,
    (6, 7): Trouble.INTERNATIONAL,
    (7, 60): Trouble.SENDER,
}


def one_line(text: str | bytes) -> str:
    """A server's words on one line, cut at 500 characters."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return _BLANKS.sub(" ", "".join(c if c.isprintable() else " " for c in words)).strip()[:LIMIT]


def of_the_relay(code: int) -> bool:
    """Does the reply speak of the relay and us rather than of the message?"""
    return code in _OF_THE_RELAY


def trouble(code: int | None, text: str) -> Trouble:
    """The kind of trouble behind a stored reply. A reply without a code is about the connection."""
    if code is None:
        return Trouble.CONNECTION
    status = _ENHANCED.search(text)
    if status:
        subject, detail = int(status[2]), int(status[3])
        found = _BY_STATUS.get((subject, detail))
        if found:
            return found
        if subject == 7 and status[1] == "5":
            return Trouble.POLICY
    if code < 500:
        return Trouble.FULL if code == 452 else Trouble.LATER
    return {
        550: Trouble.ADDRESS,
        551: Trouble.ADDRESS,
        553: Trouble.ADDRESS,
        552: Trouble.FULL,
        554: Trouble.POLICY,
    }.get(code, Trouble.OTHER)
