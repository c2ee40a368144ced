"""Who has left office, and when: what the period of a person's data runs from."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from stormoede.members.models import Mandate, Person


def _left() -> "QuerySet[Any]":
    """People who hold no office without an end: all their mandates have a last day. ``left`` is the latest of those."""
    endless = Q(valid_to__isnull=True) | Q(valid_to=date.max)
    open_ended = Mandate.objects.filter(endless, person=OuterRef("pk"))
    found = Person.objects.filter(erased_at__isnull=True).exclude(Exists(open_ended))
    return found.annotate(left=Max("mandates__valid_to")).filter(left__isnull=False)


def left_before(before: datetime) -> list[UUID]:
    """Those whose last day in office lies before ``before``."""
    return list(_left().filter(left__lt=before.date()).order_by("left", "pk").values_list("pk", flat=True))


def first_left() -> datetime | None:
    """When the first of those who have left did so; None when nobody has."""
    day = _left().order_by("left").values_list("left", flat=True).first()
    return datetime.combine(day + timedelta(days=1), time(), UTC) if day else None
