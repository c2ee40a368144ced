"""Letters of rounds long over: who they went to gives way to people without names, so that every figure stands."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from stormoede.events.actor import Actor
from stormoede.letters.models import Delivery
from stormoede.mail.models import Message
from stormoede.members.actions import erasures
from stormoede.rounds import endings

_WAY = "letter__round"
_AT_ONCE = 1000


def _named() -> QuerySet[Delivery]:
    return Delivery.objects.filter(person__erased_at__isnull=True)


def waiting(before: datetime) -> int:
    """How many deliveries of rounds that ended before ``before`` are still somebody's."""
    return _named().filter(endings.ended(before, _WAY)).count()


def first() -> datetime | None:
    """When the first round whose deliveries are somebody's ended."""
    return endings.first(_named(), _WAY)


@transaction.atomic
def unname(before: datetime, *, by: Actor, at: datetime) -> int:
    """The deliveries of the oldest such round, and the mails they were made of, are nobody's from now on. Returns how many."""
    for round in endings.held(before):
        rows = list(_named().filter(letter__round=round).select_related("message").order_by("pk"))
        if rows:
            return _unname(rows, at)
    return 0


def _unname(rows: list[Delivery], at: datetime) -> int:
    nobodies = erasures.nobodies({row.person_id for row in rows}, at=at)
    mails = []
    for row in rows:
        row.person_id = nobodies[row.person_id]
        if row.message is not None:
            row.message.person, row.message.facts, row.message.reply_text = str(row.person_id), {}, ""
            mails.append(row.message)
    Delivery.objects.bulk_update(rows, ["person"], batch_size=_AT_ONCE)
    Message.objects.bulk_update(mails, ["person", "facts", "reply_text"], batch_size=_AT_ONCE)
    return len(rows)
