"""The desk answers a mail by mail, in the same thread."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from stormoede.accounts.refusals import NobodyToAnswer
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.core import headers
from stormoede.mail.core.headers import HeaderRefused
from stormoede.mail.models import Incoming, Message, Reply

KIND = "accounts.reply"
_AGAIN = ("sv:", "re:", "vs:", "aw:")
_NEVER = frozenset({"bounce", "automatic"})


@transaction.atomic
def write(row: Incoming, text: str, *, by: Actor, at: datetime) -> Reply:
    """Answer the one who wrote. Raises NobodyToAnswer: a program is never answered, nor an address that is none."""
    try:
        address = headers.mailbox(row.sender)
    except HeaderRefused as fault:
        raise NobodyToAnswer from fault
    if row.claim in _NEVER:
        raise NobodyToAnswer
    subject = row.subject if row.subject.lower().startswith(_AGAIN) else _("Re: %(subject)s") % {"subject": row.subject}
    reply = Reply.objects.create(incoming=row, subject=subject[:300], text=text, written_at=at, written_by=str(by))
    new = NewMessage(
        key=f"reply:{reply.pk}", kind=KIND, ref=f"reply:{reply.pk}", address=address, priority=Message.Priority.PERSONAL
    )
    outbox.enqueue_one(new, at=at)
    record("incoming.answered", f"incoming:{row.pk}", by=by, at=at, data={"reply": reply.pk})
    return reply
