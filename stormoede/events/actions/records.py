"""Writing the record, and handing what was recorded to its listeners."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection, transaction

from stormoede.events import handlers
from stormoede.events.actor import Actor
from stormoede.events.models import Event

type Data = Mapping[str, str | int | bool | None]


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
    event.save(force_insert=True)
    return event


def record_many(act: str, subjects: Iterable[tuple[str, Data | None]], *, by: Actor, at: datetime) -> None:
    """Add one event a subject, in the caller's transaction, in batches of 1,000."""
    Event.objects.bulk_create([_event(act, subject, by, at, data) for subject, data in subjects], batch_size=1000)


def deliver(limit: int = 200) -> int:
    """Hand pending events to their handlers, oldest first, each in a transaction of its own.

    Returns how many were handed over. A handler that raises leaves its event pending and ends the pass by raising.
    """
    skip = connection.features.has_select_for_update_skip_locked
    done = 0
    for pk in list(Event.objects.filter(pending=True).order_by("id").values_list("id", flat=True)[:limit]):
        with transaction.atomic():
            event = Event.objects.select_for_update(skip_locked=skip).filter(pk=pk, pending=True).first()
            if event is None:
                continue
            for handler in handlers.of(event.act):
                handler(event)
            Event.objects.filter(pk=pk).update(pending=False)
            done += 1
    return done
