"""What a mailbox says that is not as it should be: mails that are gone, sizes that were only reckoned, times without a zone."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from stormoede.lib import clock
from stormoede.mail import fetching
from stormoede.mail.actions import incoming
from stormoede.mail.core.reading import LARGEST
from stormoede.mail.mailbox import Letterbox
from stormoede.mail.models import Incoming, Mailbox
from tests.incoming.speaking import Speaker, speaking

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2100, 1, 1, tzinfo=UTC)
HEAD = b"From: mette@faaborg.example\r\nTo: runden@kl.example\r\nSubject: "
PLAIN = HEAD + b"Tak\r\n\r\nJeg kommer.\r\n"


def _large() -> bytes:
    return HEAD + b"Stor\r\n\r\n" + b"x" * LARGEST + b"\r\n"


class Box(Speaker):
    """As much of IMAP as it takes to be read. Mail 7 has been moved since it was listed, and 8 is larger than the server says."""

    def __init__(self) -> None:
        super().__init__()
        self.mails = {b"8": _large(), b"9": PLAIN}

    def talk(self, line) -> None:
        line.write(b"* OK ready.\r\n")
        while came := line.readline():
            tag, word, *rest = came.split()
            line.write(self._said(word.upper(), rest) + tag + b" OK done.\r\n")
            if word.upper() == b"LOGOUT":
                return

    def _said(self, word: bytes, rest: list[bytes]) -> bytes:
        if word == b"CAPABILITY":
            return b"* CAPABILITY IMAP4 IMAP4rev1\r\n"
        if word == b"STATUS":
            return b"* STATUS INBOX (UIDVALIDITY 1)\r\n"
        if word == b"EXAMINE":
            return b"* 3 EXISTS\r\n"
        if word == b"LOGOUT":
            return b"* BYE signing off.\r\n"
        if word == b"UID" and rest[0].upper() == b"SEARCH":
            return b"* SEARCH 7 8 9\r\n"
        if word == b"UID" and rest[1] in self.mails:
            return self._mail(rest[1], whole=b"BODY.PEEK[]" in rest[2])
        return b""

    def _mail(self, uid: bytes, *, whole: bool) -> bytes:
        if whole:
            raw = self.mails[uid]
            return b"* 1 FETCH (UID %b BODY[] {%d}\r\n" % (uid, len(raw)) + raw + b")\r\n"
        return b'* 1 FETCH (UID %b RFC822.SIZE 900 INTERNALDATE "10-Mar-2025 09:12:33 -0000")\r\n' % uid


@pytest.fixture
def box() -> Iterator[Box]:
    with speaking(Box()) as told:
        yield told


def test_nothing_a_mailbox_says_keeps_the_next_mail_from_being_read(box: Box) -> None:
    letterbox = Letterbox("127.0.0.1", box.port, "none", "runden", "hemmelig")
    assert fetching.look(letterbox, at=lambda: AT) == 2
    incoming.run(at=AT)
    told = Incoming.objects.order_by("pk").values_list("subject", "arrived_at")
    came = datetime(2025, 3, 10, 9, 12, 33, tzinfo=UTC)
    assert list(told) == [("A mail larger than 35 MB stays in the mailbox", came), ("Tak", came)]
    row = Mailbox.objects.get()
    assert (row.last_uid, row.down_since, row.fault) == (9, None, "")
    Mailbox.objects.update(again_at=clock.wall())
    assert fetching.look(letterbox, at=lambda: AT) == 0
