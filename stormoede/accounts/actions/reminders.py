"""No more reminders of a round, and reminders again. What a person has answered is another matter and stays."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from stormoede.accounts.models import RemindersOff
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor


@transaction.atomic
def stop(person_id: UUID, subject: str, *, by: Actor, at: datetime) -> bool:
    """No reminders of ``subject`` from now on. False when it was so already."""
    _, new = RemindersOff.objects.get_or_create(person_id=person_id, subject=subject, defaults={"since": at})
    if new:
        record("reminders.stopped", f"person:{person_id}", by=by, at=at, data={"of": subject})
    return new


@transaction.atomic
def resume(person_id: UUID, subject: str, *, by: Actor, at: datetime) -> bool:
    """Reminders of ``subject`` again. False when they had not been stopped."""
    gone, _ = RemindersOff.objects.filter(person_id=person_id, subject=subject).delete()
    if gone:
        record("reminders.resumed", f"person:{person_id}", by=by, at=at, data={"of": subject})
    return bool(gone)
