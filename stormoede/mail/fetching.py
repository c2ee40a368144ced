"""Looking into the mailbox."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings

from stormoede.events.actor import system
from stormoede.lib import clock
from stormoede.mail.actions import incoming, mailboxes
from stormoede.mail.core.replies import one_line
from stormoede.mail.mailbox import Letterbox, MailboxFault

_log = logging.getLogger(__name__)
# A worker that has read nothing for so long is dead, and another one takes over.
_AT_IT = timedelta(minutes=2)
_BY = system("mail")


def look(box: Letterbox, *, at: Callable[[], datetime]) -> int:
    """Keep what is new in the mailbox, when it is time to look. Returns how many mails were new.

    A mailbox that cannot be read raises nothing: it stands as down, and is tried again later.
    """
    row = mailboxes.take(box.name, now=clock.wall(), until=clock.wall() + _AT_IT)
    if row is None:
        return 0
    new = 0
    try:
        for found in box.new(row.validity, row.last_uid):
            raw = found.raw if found.raw is not None else _too_large(found.uid)
            kept = incoming.receive(raw, arrived=found.arrived, by=_BY, at=at())
            mailboxes.read_to(box.name, found.validity, found.uid, until=clock.wall() + _AT_IT)
            new += kept is not None
    except MailboxFault as fault:
        mailboxes.failed(box.name, one_line(str(fault)), by=_BY, now=clock.wall(), at=at())
        return new
    again = clock.wall() + timedelta(seconds=settings.MAILBOX_SECONDS)
    mailboxes.worked(box.name, again_at=again, by=_BY, now=clock.wall(), at=at())
    return new


def _too_large(uid: int) -> bytes:
    """What stands in the inbox for a mail that stays in the mailbox alone."""
    return f"Subject: A mail larger than 35 MB stays in the mailbox\r\nMessage-ID: <too-large-{uid}>\r\n\r\n".encode(
        "ascii"
    )
