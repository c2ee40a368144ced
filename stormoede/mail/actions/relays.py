"""What all workers share about a relay: how much it may still be handed this minute, and whether it answers."""

from datetime import datetime

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.mail.models import Relay


def _row(name: str, minute: datetime) -> Relay:
    Relay.objects.get_or_create(name=name, defaults={"minute": minute})
    return Relay.objects.select_for_update(no_key=True).get(name=name)


@transaction.atomic
def allow(name: str, *, wanted: int, limit: int, now: datetime) -> int:
    """Take up to ``wanted`` of the ``limit`` mails of this minute. Returns how many were given, 0 when it is used up."""
    minute = now.replace(second=0, microsecond=0)
    relay = _row(name, minute)
    used = relay.used if relay.minute == minute else 0
    given = max(0, min(wanted, limit - used))
    if given:
        Relay.objects.filter(name=name).update(minute=minute, used=used + given)
    return given


@transaction.atomic
def give_back(name: str, *, count: int, now: datetime) -> None:
    """Return what was taken this minute and not used."""
    minute = now.replace(second=0, microsecond=0)
    relay = _row(name, minute)
    if relay.minute == minute:
        Relay.objects.filter(name=name).update(used=max(0, relay.used - count))


@transaction.atomic
def down(name: str, fault: str, *, now: datetime, again_at: datetime, by: Actor, at: datetime) -> None:
    """The relay cannot be used: nobody tries before ``again_at``. The first time is an event."""
    relay = _row(name, now.replace(second=0, microsecond=0))
    if relay.down_since is None:
        record("mail.relay_down", f"relay:{name}"[:80], by=by, at=at)
    relay.down_since = relay.down_since or now
    relay.again_at, relay.faults, relay.fault = again_at, relay.faults + 1, fault
    relay.save(update_fields=["down_since", "again_at", "faults", "fault"])


@transaction.atomic
def up(name: str, *, by: Actor, at: datetime) -> None:
    """The relay takes mails again."""
    free = {"down_since": None, "again_at": None, "faults": 0, "fault": ""}
    if Relay.objects.filter(name=name, down_since__isnull=False).update(**free):
        record("mail.relay_up", f"relay:{name}"[:80], by=by, at=at)
