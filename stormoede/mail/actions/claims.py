"""Who sends which mail: leases in real time, so that two workers never hold the same one and a dead worker's come free."""

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from stormoede.lib.prepared import Prepared
from stormoede.mail.models import Batch, Message


def _free(now: datetime, below: int | None) -> QuerySet[Message]:
    """What may be sent now, most urgent first. ``settled_at`` is asked for, not ``state``: that is what the index is made of."""
    paused = Batch.objects.filter(paused_at__isnull=False).values("pk")
    found = Message.objects.filter(
        Q(next_at__isnull=True) | Q(next_at__lte=now),
        Q(lease_until__isnull=True) | Q(lease_until__lte=now),
        Q(batch__isnull=True) | ~Q(batch__in=paused),
        settled_at__isnull=True,
    )
    if below is not None:
        found = found.filter(priority__lt=below)
    return found.order_by("priority", "id")


# Asked several times a second while a letter is sent, and every second while nothing is.
_ANY = Prepared(lambda now: _free(now, None).only("pk")[:1], datetime(1, 1, 1, tzinfo=UTC))
_MORE_URGENT = Prepared(lambda now, below: _free(now, below).only("pk")[:1], datetime(1, 1, 1, tzinfo=UTC), 32007)


def claim(holder: str, *, limit: int, now: datetime, until: datetime, below: int | None = None) -> list[Message]:
    """Lease up to ``limit`` mails to ``holder``, most urgent first; with ``below`` only those more urgent than it."""
    # A look without a lock first: most often there is nothing, and a waiting worker must not hold up writers.
    if not (_ANY(now) if below is None else _MORE_URGENT(now, below)):
        return []
    skip = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        claimed = list(_free(now, below).select_for_update(skip_locked=skip, no_key=True)[:limit])
        Message.objects.filter(pk__in=[message.pk for message in claimed]).update(lease_by=holder, lease_until=until)
    return claimed


def renew(holder: str, *, until: datetime) -> int:
    """Keep the leases longer. Returns how many are still held."""
    return Message.objects.filter(lease_by=holder, settled_at__isnull=True).update(lease_until=until)


def release(holder: str, ids: Iterable[int] | None = None) -> None:
    """Give leases back: those of ``ids``, or all."""
    held = Message.objects.filter(lease_by=holder, settled_at__isnull=True)
    if ids is not None:
        held = held.filter(pk__in=list(ids))
    held.update(lease_by="", lease_until=None, sent_before=None)


def paused(batches: Collection[int]) -> set[int]:
    """Which of these batches are paused."""
    if not batches:
        return set()
    return set(Batch.objects.filter(pk__in=batches, paused_at__isnull=False).values_list("pk", flat=True))
