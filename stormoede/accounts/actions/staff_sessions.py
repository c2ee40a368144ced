"""The rows of staff sessions. What they hold is sealed before it comes here (accounts/sessions.py)."""

from datetime import datetime

from django.db import IntegrityError, transaction

from stormoede.accounts.models import Staff, StaffSession
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor


def add(name: str, data: bytes, staff_id: str | None, *, at: datetime, ends: datetime) -> bool:
    """Begin a session. False when its name is taken."""
    try:
        with transaction.atomic():
            StaffSession.objects.create(name=name, data=data, staff_id=staff_id, started_at=at, ends_at=ends)
    except IntegrityError:
        return False
    return True


def change(name: str, data: bytes, staff_id: str | None) -> bool:
    """Let a session hold ``data``. False when it has ended."""
    return bool(StaffSession.objects.filter(pk=name).update(data=data, staff_id=staff_id))


def forget(name: str) -> None:
    """The one who holds the session leaves."""
    StaffSession.objects.filter(pk=name).delete()


def clear(at: datetime) -> int:
    """Take away what ended before ``at``."""
    return StaffSession.objects.filter(ends_at__lte=at).delete()[0]


@transaction.atomic
def end(staff: Staff, *, by: Actor, at: datetime, but: str = "") -> int:
    """Sign ``staff`` out everywhere, except in the session named ``but``. Returns how many sessions ended."""
    ended = StaffSession.objects.filter(staff=staff).exclude(pk=but).delete()[0]
    record("staff.signed_out", f"staff:{staff.pk}", by=by, at=at, data={"sessions": ended})
    return ended
