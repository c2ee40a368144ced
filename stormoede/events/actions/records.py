"""Writing the record, and handing what was recorded to its listeners."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection, transaction

from stormoede.events import handlers
from stormoede.events.actor import Actor
from stormoede.events.models import Event
from stormoede.lib import bell
from stormoede.lib.prepared import adapted, preparing

type Data = Mapping[str, str | int | bool | None]

# Every act of everybody comes through here, so the statement is not worded anew each time.
_ADD = (
    "INSERT INTO events_event (at, act, actor_kind, actor_id, subject, data, pending)"
    " VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id"
)


def _event(act: str, subject: str, by: Actor, at: datetime, data: Data | None) -> Event:
    return Event(
        at=at,
        act=act,
        actor_kind=by.kind.value,
        actor_id=by.id,
        subject=subject,
        data=dict(data or {}),
        pending=bool(handlers.of(act)),
    )


def record(act: str, subject: str, *, by: Actor, at: datetime, data: Data | None = None) -> Event:
    """Add one event, in the caller's transaction. ``subject`` is ``"kind:id"``."""
    event = _event(act, subject, by, at, data)
    with preparing() as cursor:
        cursor.execute(
            _ADD, [adapted(at), act, event.actor_kind, by.id, subject, json.dumps(event.data), event.pending]
        )
        event.pk = cursor.fetchone()[0]
    if event.pending:
        bell.ring()
    return event


def record_many(act: str, subjects: Iterable[tuple[str, Data | None]], *, by: Actor, at: datetime) -> None:
    """Add one event a subject, in the caller's transaction, in batches of 1,000."""
    events = [_event(act, subject, by, at, data) for subject, data in subjects]
    Event.objects.bulk_create(events, batch_size=1000)
    if handlers.of(act):
        bell.ring()


def deliver(limit: int = 200) -> int:
    """Hand pending events to their handlers, oldest first, each in a transaction of its own.

    Returns how many were handed over. A handler that raises leaves its event pending and does not keep the others
    from theirs; the first such fault is raised at the end.
    """
    done, faults = 0, []
    for pk in list(Event.objects.filter(pending=True).order_by("id").values_list("id", flat=True)[:limit]):
        try:
            done += _hand_over(pk)
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise faults[0]
    return done


def _hand_over(pk: int) -> int:
    """1 when the event was still pending and nobody else has it."""
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        event = Event.objects.select_for_update(skip_locked=skip).filter(pk=pk, pending=True).first()
        if event is None:
            return 0
        for handler in handlers.of(event.act):
            handler(event)
        Event.objects.filter(pk=pk).update(pending=False)
    return 1
