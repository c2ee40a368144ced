"""The round's mailbox over IMAP. Mails are read and left as they are, so that people may use the mailbox as before.

How far it has been read is kept; where the server has numbered its mails anew, all are read once more, which is harmless.
"""

import imaplib
import json
import re
import ssl
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from django.conf import settings
from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from stormoede.mail.core.reading import LARGEST
from stormoede.mail.core.replies import RelayFault, one_line
from stormoede.mail.oauth import Pass

_TIMEOUT = 20.0
_DATE = re.compile(rb'INTERNALDATE "\s*(\d{1,2}-[A-Za-z]{3}-\d{4} \d{2}:\d{2}:\d{2} [+-]\d{4})"')


class MailboxFault(Exception):
    """The mailbox cannot be read. The text is one line for the operator."""


class _NotLetIn(MailboxFault):
    """The server does not take the pass."""


@dataclass(frozen=True, slots=True)
class Found:
    """A mail in the mailbox: its number, what the server's numbers hold for, and when the server took it.

    ``raw`` None: it is larger than is read.
    """

    validity: str
    uid: int
    raw: bytes | None
    arrived: datetime | None


@dataclass(frozen=True, slots=True)
class Letterbox:
    """Where the mailbox is and how one gets in."""

    host: str
    port: int = 993
    security: str = "tls"
    user: str = ""
    password: str = field(default="", repr=False)
    folder: str = "INBOX"
    oauth: Pass | None = field(default=None, repr=False)
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context, repr=False)

    @property
    def name(self) -> str:
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"[:200]

    def new(self, validity: str, after: int) -> Iterator["Found"]:
        """The mails after the number ``after``, in order. A change of ``validity`` begins anew. MailboxFault."""
        try:
            with self._opened() as box:
                yield from _read(box, self.folder, validity, after)
        except RelayFault as fault:
            raise MailboxFault(str(fault)) from fault
        except (OSError, imaplib.IMAP4.error, ImapToolsError) as fault:
            if self.oauth is not None:
                self.oauth.forget()
            raise MailboxFault(one_line(str(fault)) or type(fault).__name__) from fault

    def count(self) -> int:
        """How many mails lie there, to see whether it can be read. MailboxFault."""
        try:
            with self._opened() as box:
                box.folder.set(self.folder, readonly=True)
                return int(box.folder.status(self.folder, ["MESSAGES"])["MESSAGES"])
        except (OSError, imaplib.IMAP4.error, ImapToolsError, RelayFault) as fault:
            raise MailboxFault(one_line(str(fault)) or type(fault).__name__) from fault

    def _opened(self) -> BaseMailBox:
        if self.oauth is None:
            return self._connected().login_utf8(self.user, self.password, initial_folder=None)
        try:
            return self._by_pass(self.oauth)
        except _NotLetIn:
            # It may have been taken back before its time: once more with a new one.
            return self._by_pass(self.oauth)

    def _by_pass(self, own: Pass) -> BaseMailBox:
        """By XOAUTH2: a server that refuses says why in a challenge, and waits for an empty line before it says no."""
        given, box = own.get(), self._connected()
        said: list[bytes] = []

        def answer(challenge: bytes) -> bytes:
            said.append(challenge)
            return b"" if len(said) > 1 else f"user={self.user}\1auth=Bearer {given}\1\1".encode()

        try:
            box.client.authenticate("XOAUTH2", answer)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as no:
            own.forget()
            box.client.shutdown()
            why = one_line(f"{_why(said[1:])}{no}".replace(given, "…"))
            raise _NotLetIn(f"The mail server does not let {self.user} in by XOAUTH2: {why}") from None
        return box

    def _connected(self) -> BaseMailBox:
        if self.security == "tls":
            return MailBox(self.host, self.port, timeout=_TIMEOUT, ssl_context=self.context)
        if self.security == "starttls":
            return MailBoxStartTls(self.host, self.port, timeout=_TIMEOUT, ssl_context=self.context)
        return MailBoxUnencrypted(self.host, self.port, timeout=_TIMEOUT)


def configured() -> Letterbox | None:
    """The mailbox named in the environment; None when there is none."""
    given: Mapping[str, Any] = settings.MAILBOX
    if not given["host"]:
        return None
    plain = {name: given[name] for name in ("host", "port", "security", "user", "password", "folder")}
    return Letterbox(**plain, oauth=Pass(*given["oauth"]) if given["oauth"][0] else None)


def _why(challenges: Sequence[bytes]) -> str:
    """The status of a refusal, where the server tells it: {"status": "401", …}."""
    for one in challenges:
        try:
            return f"status {json.loads(one)['status']}, "
        except (ValueError, KeyError, TypeError):
            continue
    return ""


def _read(box: BaseMailBox, folder: str, validity: str, after: int) -> Iterator[Found]:
    box.folder.set(folder, readonly=True)
    now = str(box.folder.status(folder, ["UIDVALIDITY"])["UIDVALIDITY"])
    after = after if now == validity else 0
    # A range that ends in * always names the last mail, also where its number is lower.
    found = sorted(int(uid) for uid in box.uids(f"UID {after + 1}:*") if int(uid) > after)
    for uid in found:
        head = b" ".join(_flat(_asked(box, uid, "(RFC822.SIZE INTERNALDATE)")))
        raw = _bytes(box, uid, head)
        # Nothing at all is a mail that somebody has moved or deleted since they were listed.
        if raw != b"":
            yield Found(now, uid, raw, _arrived(head))


def _bytes(box: BaseMailBox, uid: int, head: bytes) -> bytes | None:
    """None when it is too large. Some servers tell a size they have only reckoned, so what came is measured too."""
    told = int(head.partition(b"RFC822.SIZE ")[2].split(b")")[0].split(b" ")[0] or 0)
    if told > LARGEST:
        return None
    raw: bytes = next((part[1] for part in _asked(box, uid, "(BODY.PEEK[])") if isinstance(part, tuple)), b"")
    return raw if len(raw) <= LARGEST else None


def _arrived(head: bytes) -> datetime | None:
    """INTERNALDATE: "10-Mar-2025 09:12:33 +0100", the day padded with a space."""
    found = _DATE.search(head)
    if found is None:
        return None
    try:
        told = parsedate_to_datetime(f"{found[1].decode('ascii').replace('-', ' ', 2)}")
    except (ValueError, TypeError):
        return None
    # -0000 is a time in UTC from whoever does not tell their own zone.
    return told if told.tzinfo else told.replace(tzinfo=UTC)


def _asked(box: BaseMailBox, uid: int, what: str) -> Sequence[Any]:
    kind, answer = box.client.uid("FETCH", str(uid), what)
    if kind != "OK":
        raise imaplib.IMAP4.error(f"FETCH was answered with {kind}")
    return answer or []


def _flat(parts: Sequence[Any]) -> Iterator[bytes]:
    for part in parts:
        if isinstance(part, tuple):
            yield from (one for one in part if isinstance(one, bytes))
        elif isinstance(part, bytes):
            yield part
