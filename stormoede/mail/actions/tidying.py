"""What is kept for 90 days is taken away: bounces and automatic replies, and what mail servers said of our mails.

A mail keeps how it ended and the server's code; only the words go, which may hold names and addresses. Times are the round's.
"""

from datetime import datetime, timedelta

from django.db import transaction

from stormoede.events.actions.records import record, record_many
from stormoede.events.actor import Actor
from stormoede.mail.models import Incoming, Message
from stormoede.mail.sorting import AUTOMATIC, BOUNCE
from stormoede.mail.troubles import BROKEN

KEPT = timedelta(days=90)
_AT_ONCE = 500


def tidy(*, by: Actor, at: datetime) -> int:
    """Take away what is older than 90 days at ``at``, so many at a time. Returns how many things went."""
    return _mails(at - KEPT, by, at) + _words(at - KEPT, by, at)


@transaction.atomic
def _mails(before: datetime, by: Actor, at: datetime) -> int:
    """Bounces and automatic replies go, with what was read out of them, whether the desk has dealt with them or not."""
    old = Incoming.objects.filter(claim__in=(BOUNCE, AUTOMATIC), received_at__lt=before).order_by("pk")
    found = list(old.values_list("pk", flat=True)[:_AT_ONCE])
    if not found:
        return 0
    Incoming.objects.filter(pk__in=found).delete()
    record_many("incoming.deleted", [(f"incoming:{pk}", None) for pk in found], by=by, at=at)
    return len(found)


@transaction.atomic
def _words(before: datetime, by: Actor, at: datetime) -> int:
    """A mail server's words go; those that this program gave as its own reason stay."""
    said = Message.objects.filter(state__in=(Message.State.ACCEPTED, Message.State.REFUSED), settled_at__lt=before)
    said = said.exclude(reply_text="").exclude(reply_text__startswith=BROKEN).order_by("pk")
    found = list(said.values_list("pk", flat=True)[:_AT_ONCE])
    if not found:
        return 0
    Message.objects.filter(pk__in=found).update(reply_text="")
    record("mail.words_deleted", f"message:{found[0]}", by=by, at=at, data={"to": found[-1], "count": len(found)})
    return len(found)
