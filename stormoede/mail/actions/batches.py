"""Batches: messages that are paused and resumed together."""

from datetime import datetime

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.lib import bell
from stormoede.mail.models import Batch


def open(key: str) -> Batch:
    """The batch of that key, made where there is none yet."""
    return Batch.objects.get_or_create(key=key)[0]


@transaction.atomic
def pause(batch: Batch, *, by: Actor, at: datetime) -> None:
    """Send nothing more of the batch, but what a connection holds right now. Pausing twice changes nothing."""
    if Batch.objects.filter(pk=batch.pk, paused_at__isnull=True).update(paused_at=at, paused_by=str(by)):
        record("mail.batch_paused", f"batch:{batch.pk}", by=by, at=at)
    batch.refresh_from_db()


@transaction.atomic
def resume(batch: Batch, *, by: Actor, at: datetime) -> None:
    """Send on. Resuming what is not paused changes nothing."""
    if Batch.objects.filter(pk=batch.pk, paused_at__isnull=False).update(paused_at=None, paused_by=""):
        record("mail.batch_resumed", f"batch:{batch.pk}", by=by, at=at)
        bell.ring()
    batch.refresh_from_db()
