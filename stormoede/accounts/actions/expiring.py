"""Personal links that have been closed for as long as the association keeps them."""

from datetime import datetime

from django.db.models import Exists, Min, OuterRef, QuerySet

from stormoede.accounts.models import Link, RemindersOff
from stormoede.events.actor import Actor

_AT_ONCE = 1000


def _closed(before: datetime) -> QuerySet[Link]:
    return Link.objects.filter(closes__lt=before)


def closed_before(before: datetime) -> int:
    """How many links had closed before ``before``."""
    return _closed(before).count()


def first_closed() -> datetime | None:
    """When the first one closes."""
    first: datetime | None = Link.objects.aggregate(first=Min("closes"))["first"]
    return first


def forget_links(before: datetime, *, by: Actor, at: datetime) -> int:
    """Take away links that closed before ``before``, and who wanted no reminders of what they were for. Returns how many."""
    gone = list(_closed(before).order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    Link.objects.filter(pk__in=gone).delete()
    still = Link.objects.filter(person=OuterRef("person"), subject=OuterRef("subject"))
    RemindersOff.objects.filter(~Exists(still), since__lt=before).delete()
    return len(gone)
