"""Putting mails into the outbox, trying refused ones again, and taking out what is not sent yet."""

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from stormoede.events.actions.records import record, record_many
from stormoede.events.actor import Actor
from stormoede.lib import bell
from stormoede.lib.prepared import adapted, preparing
from stormoede.mail.models import Message
from stormoede.mail.refusals import MessageOnItsWay, MessageSettled

_INSERT = (
    "INSERT INTO mail_message (key, kind, ref, person, address, facts, date, mark, batch_id, priority,"
    " state, attempts, lease_by, reply_text)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'queued', 0, '', '') ON CONFLICT (key) DO NOTHING"
)
_LOST = (Message.State.REFUSED, Message.State.UNBUILDABLE)
_ANEW: Mapping[str, Any] = {
    "state": Message.State.QUEUED,
    "settled_at": None,
    "next_at": None,
    "reply_code": None,
    "reply_text": "",
    "attempts": 0,
    "sent_before": None,
}


@dataclass(frozen=True, slots=True)
class NewMessage:
    """A mail to be sent once. ``key`` is its identity: asking again for the same key changes nothing.

    ``person`` is an id; ``address`` only where no person is known. ``facts`` are ids and figures the recipe needs.
    """

    key: str
    kind: str
    ref: str
    person: str = ""
    address: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    priority: int = Message.Priority.PERSONAL
    batch_id: int | None = None


def _row(new: NewMessage, date: str | None) -> tuple[str | int | None, ...]:
    facts = json.dumps(new.facts, ensure_ascii=False) if new.facts else "{}"
    mark = secrets.token_hex(16)
    return (new.key, new.kind, new.ref, new.person, new.address, facts, date, mark, new.batch_id, int(new.priority))


def enqueue(specs: Sequence[NewMessage], *, at: datetime) -> int:
    """Queue many mails, in the caller's transaction; ``at`` becomes their Date. Returns how many were new."""
    if not specs:
        return 0
    bell.ring()
    date = connection.ops.adapt_datetimefield_value(at)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(_INSERT, [_row(new, date) for new in specs])
        return int(cursor.rowcount)


def enqueue_one(spec: NewMessage, *, at: datetime) -> bool:
    """Queue one mail in one statement, in the caller's transaction. False when its key was there already."""
    bell.ring()
    with preparing() as cursor:
        cursor.execute(_INSERT, _row(spec, adapted(at)))
        return bool(cursor.rowcount == 1)


def hurry(refs: Sequence[str], priority: int) -> None:
    """Send what still waits about ``refs`` no later than ``priority``, in the caller's transaction."""
    for start in range(0, len(refs), 500):
        waiting = Message.objects.filter(ref__in=refs[start : start + 500], settled_at__isnull=True)
        waiting.filter(priority__gt=priority).update(priority=priority)


def _locked(message_id: int) -> Message:
    return Message.objects.select_for_update(no_key=True).get(pk=message_id)


@transaction.atomic
def try_again(message_id: int, *, by: Actor, at: datetime) -> None:
    """Queue a mail once more that was refused, cancelled, could not be built, or waits for its next attempt.

    MessageSettled when it was accepted: a mail that has arrived is not sent twice.
    """
    if _locked(message_id).state == Message.State.ACCEPTED:
        raise MessageSettled
    Message.objects.filter(pk=message_id).update(**_ANEW)
    record("mail.tried_again", f"message:{message_id}", by=by, at=at)
    bell.ring()


@transaction.atomic
def try_all_again(message_ids: Iterable[int], *, by: Actor, at: datetime) -> int:
    """Queue many once more: those of them that were refused or could not be made. Returns how many."""
    lost = Message.objects.filter(pk__in=list(message_ids), state__in=_LOST).order_by("pk")
    found = list(lost.select_for_update(no_key=True).values_list("pk", flat=True))
    Message.objects.filter(pk__in=found).update(**_ANEW)
    record_many("mail.tried_again", ((f"message:{pk}", None) for pk in found), by=by, at=at)
    bell.ring()
    return len(found)


@transaction.atomic
def cancel(message_id: int, *, now: datetime, by: Actor, at: datetime) -> None:
    """Take a mail out of the queue; ``now`` is real time, as leases are.

    MessageSettled when it is not in the queue, MessageOnItsWay when it is being sent.
    """
    message = _locked(message_id)
    if message.settled_at is not None:
        raise MessageSettled
    if message.lease_until is not None and message.lease_until > now:
        raise MessageOnItsWay
    message.state = Message.State.CANCELLED
    message.settled_at = at
    message.lease_by, message.lease_until, message.next_at = "", None, None
    message.save(update_fields=["state", "settled_at", "lease_by", "lease_until", "next_at"])
    record("mail.cancelled", f"message:{message_id}", by=by, at=at)
