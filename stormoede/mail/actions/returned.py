"""A mail that a server had taken came back."""

from datetime import datetime

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.mail.core.replies import one_line
from stormoede.mail.models import Message


@transaction.atomic
def bounce(message_id: int, code: int | None, words: str, *, by: Actor, at: datetime) -> bool:
    """The mail did not arrive after all: it stands as refused, in the words of the server that gave it back.

    False when it was not standing as accepted.
    """
    done = Message.objects.filter(pk=message_id, state=Message.State.ACCEPTED).update(
        state=Message.State.REFUSED,
        reply_code=code if code is None or code >= 500 else 550,
        reply_text=one_line(words),
        settled_at=at,
    )
    if done:
        record("mail.bounced", f"message:{message_id}", by=by, at=at, data={"code": code})
    return bool(done)
