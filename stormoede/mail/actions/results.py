"""Writing down what became of mails: one short transaction for all answers that have come in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from stormoede.events.actions.records import record_many
from stormoede.events.actor import system
from stormoede.lib.prepared import preparing
from stormoede.mail.models import Message

_ACCEPTED = (
    "UPDATE mail_message SET state = 'accepted', attempts = attempts + 1, next_at = NULL, lease_by = '',"
    " lease_until = NULL, reply_code = %s, reply_text = %s, settled_at = %s WHERE id = %s AND state <> 'accepted'"
)
_OTHERWISE = (
    "UPDATE mail_message SET state = %s, attempts = attempts + 1, next_at = %s, lease_by = '',"
    " lease_until = NULL, reply_code = %s, reply_text = %s, settled_at = %s"
    " WHERE id = %s AND settled_at IS NULL AND lease_by = %s"
)

# It waits again, and is made anew by what is true then.
_PUT_OFF = _OTHERWISE.replace(" WHERE", ", sent_before = NULL WHERE")


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one mail. ``next_at`` (real time) only when it is put off."""

    message_id: int
    person: str
    state: Message.State
    code: int | None
    text: str
    next_at: datetime | None = None


def settle(results: Sequence[Result], holder: str, *, at: datetime) -> None:
    """Write the results of mails ``holder`` has leased, all or none; refusals become events. An acceptance always counts."""
    results = sorted(results, key=lambda result: result.message_id)
    accepted = [result for result in results if result.state == Message.State.ACCEPTED]
    if len(accepted) == len(results) == 1 and not connection.in_atomic_block:
        _accept(accepted, at)
        return
    with transaction.atomic():
        if len(accepted) < len(results):
            _lock(results)
        _accept(accepted, at)
        if len(accepted) < len(results):
            _write(results, holder, at)


def _lock(results: Sequence[Result]) -> None:
    """In the order of their numbers, as whoever else changes many takes them."""
    rows = Message.objects.filter(pk__in=[result.message_id for result in results]).order_by("pk")
    list(rows.select_for_update(no_key=True).values_list("pk"))


def _accept(accepted: Sequence[Result], at: datetime) -> None:
    moment = connection.ops.adapt_datetimefield_value(at)
    with preparing() as cursor:
        for result in accepted:
            cursor.execute(_ACCEPTED, (result.code, result.text, moment, result.message_id))


def _write(results: Sequence[Result], holder: str, at: datetime) -> None:
    adapt = connection.ops.adapt_datetimefield_value
    for result in results:
        if result.state == Message.State.ACCEPTED:
            continue
        final = result.state != Message.State.DEFERRED
        with connection.cursor() as cursor:
            cursor.execute(
                _OTHERWISE if final else _PUT_OFF,
                (
                    result.state.value,
                    adapt(result.next_at),
                    result.code,
                    result.text,
                    adapt(at) if final else None,
                    result.message_id,
                    holder,
                ),
            )
    for act, state in (("mail.refused", Message.State.REFUSED), ("mail.unbuildable", Message.State.UNBUILDABLE)):
        lost = [result for result in results if result.state == state]
        record_many(
            act,
            [(f"message:{r.message_id}", {"person": r.person, "code": r.code}) for r in lost],
            by=system("mail"),
            at=at,
        )
