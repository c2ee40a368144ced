"""Mails whose time has passed, and mails to somebody who is being erased.

Returned mails, automatic replies and mail servers' words have periods of their own, shorter than that of what people wrote.
"""

from datetime import datetime

from django.db.models import Min, Q, QuerySet

from stormoede.events.actions.records import record_many
from stormoede.events.actor import Actor
from stormoede.lib.privacy import Somebody
from stormoede.mail.actions import formers
from stormoede.mail.models import Incoming, Message
from stormoede.mail.sorting import AUTOMATIC, BOUNCE
from stormoede.mail.troubles import BROKEN

_AT_ONCE = 500
_RETURNED = Q(claim__in=(BOUNCE, AUTOMATIC))
_ENDED = Q(state__in=(Message.State.ACCEPTED, Message.State.REFUSED))


def cancel_to(who: Somebody, *, words: bool, by: Actor, at: datetime) -> None:
    """Take what waits for a person out of the queue. What is on its way just now goes, to an address that is kept by nobody."""
    waiting = Message.objects.filter(person=str(who.id), settled_at__isnull=True).order_by("pk")
    found = list(waiting.select_for_update(no_key=True).values_list("pk", flat=True))
    Message.objects.filter(pk__in=found).update(
        state=Message.State.CANCELLED, settled_at=at, lease_by="", lease_until=None, next_at=None
    )
    record_many("mail.cancelled", [(f"message:{pk}", None) for pk in found], by=by, at=at)


def written() -> QuerySet[Incoming]:
    """What people wrote to the round's mailbox."""
    return Incoming.objects.exclude(_RETURNED)


def returned() -> QuerySet[Incoming]:
    """Returned mails and automatic replies."""
    return Incoming.objects.filter(_RETURNED)


def own() -> QuerySet[Message]:
    """Mails that are no letter's: receipts, links, codes, answers of the desk."""
    return Message.objects.filter(batch__isnull=True, settled_at__isnull=False)


def words() -> QuerySet[Message]:
    """Mails of which a mail server's words are kept; those that this program gave as its own reason stay."""
    said = Message.objects.filter(_ENDED, settled_at__isnull=False).exclude(reply_text="")
    return said.exclude(reply_text__startswith=BROKEN)


def first_came(rows: QuerySet[Incoming]) -> datetime | None:
    """When the first of the mails came in."""
    first: datetime | None = rows.order_by().aggregate(first=Min("received_at"))["first"]
    return first


def first_settled(rows: QuerySet[Message]) -> datetime | None:
    """When the first of the mails was settled."""
    first: datetime | None = rows.order_by().aggregate(first=Min("settled_at"))["first"]
    return first


def forget_incoming(rows: QuerySet[Incoming], before: datetime, *, by: Actor, at: datetime) -> int:
    """Mails that came in go, with what was read out of them and answered, whether the desk has dealt with them or not."""
    found = list(rows.filter(received_at__lt=before).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    Incoming.objects.filter(pk__in=found).delete()
    record_many("incoming.deleted", [(f"incoming:{pk}", None) for pk in found], by=by, at=at)
    return len(found)


def forget_own(before: datetime, *, by: Actor, at: datetime) -> int:
    """Mails that are no letter's go, and what was kept for them."""
    found = list(own().filter(settled_at__lt=before).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    Message.objects.filter(pk__in=found).delete()
    formers.forget()
    return len(found)


def forget_words(before: datetime, *, by: Actor, at: datetime) -> int:
    """A mail keeps how it ended and the server's code; only the words go, which may hold names and addresses."""
    found = list(words().filter(settled_at__lt=before).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    Message.objects.filter(pk__in=found).update(reply_text="")
    return len(found)
