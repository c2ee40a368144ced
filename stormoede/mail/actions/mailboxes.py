"""What all workers share about a mailbox: who reads it now, how far it has been read, and whether it answers."""

from datetime import datetime, timedelta

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.mail.core.backoff import delay
from stormoede.mail.models import Mailbox

_FIRST, _CEILING = timedelta(seconds=15), timedelta(minutes=10)


def take(name: str, *, now: datetime, until: datetime) -> Mailbox | None:
    """The mailbox, when it is time to read it: nobody else reads it before ``until``. None when it is not. Real time."""
    Mailbox.objects.get_or_create(name=name, defaults={"again_at": now})
    if not Mailbox.objects.filter(name=name, again_at__lte=now).update(again_at=until):
        return None
    return Mailbox.objects.get(name=name)


def read_to(name: str, validity: str, uid: int, *, until: datetime) -> None:
    """All mails up to ``uid`` are kept, and whoever reads goes on until ``until`` at most."""
    Mailbox.objects.filter(name=name).update(validity=validity, last_uid=uid, again_at=until)


@transaction.atomic
def worked(name: str, *, again_at: datetime, by: Actor, now: datetime, at: datetime) -> None:
    """The mailbox has been read to its end; it is read again at ``again_at``."""
    down = Mailbox.objects.filter(name=name, down_since__isnull=False).exists()
    Mailbox.objects.filter(name=name).update(again_at=again_at, read_at=now, down_since=None, faults=0, fault="")
    if down:
        record("mailbox.up", f"mailbox:{name}"[:80], by=by, at=at)


@transaction.atomic
def failed(name: str, fault: str, *, by: Actor, now: datetime, at: datetime) -> None:
    """The mailbox cannot be read: it is tried again later, and later each time. The first time is an event."""
    row = Mailbox.objects.select_for_update(no_key=True).get(name=name)
    if row.down_since is None:
        record("mailbox.down", f"mailbox:{name}"[:80], by=by, at=at)
    row.down_since, row.faults, row.fault = row.down_since or now, row.faults + 1, fault
    row.again_at = now + delay(row.faults, _FIRST, _CEILING, 0.5)
    row.save(update_fields=["down_since", "faults", "fault", "again_at"])
