"""Rounds by when they ended: what the periods of much that is kept run from."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django.db.models import Min, Q, QuerySet

from stormoede.rounds.models import Round


def ended(before: datetime, way: str = "") -> Q:
    """What belongs to a round whose last day lies before ``before``; ``way`` leads to the round ("letter__round")."""
    return Q(**{f"{way}__ends_on__lt" if way else "ends_on__lt": before.date()})


def first(rows: "QuerySet[Any]", way: str) -> datetime | None:
    """When the first round that ``rows`` belong to ended, or will end; None without rows."""
    day = rows.order_by().aggregate(first=Min(f"{way}__ends_on"))["first"]
    return datetime.combine(day + timedelta(days=1), time(), UTC) if day else None


def held(before: datetime) -> QuerySet[Round]:
    """The rounds that had ended before ``before``, the oldest first; held, so that of two workers one comes after the other."""
    return Round.objects.filter(ended(before)).order_by("ends_on", "pk").select_for_update(no_key=True)
