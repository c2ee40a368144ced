"""Leaves and who stands in."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import QuerySet

from stormoede.members.models import Leave, Organisation
from stormoede.members.queries.audiences import valid


def of_mandates(mandates: Collection[int]) -> tuple[Mapping[int, Sequence[Leave]], Mapping[int, Leave]]:
    """(the leaves from each mandate in order of time, the leave each mandate is held in). Two statements."""
    away: dict[int, list[Leave]] = {}
    for leave in _whole().filter(mandate__in=mandates).order_by("valid_from"):
        away.setdefault(leave.mandate_id, []).append(leave)
    held = {leave.stand_in_id: leave for leave in _whole().filter(stand_in__in=mandates)}
    return away, {pk: leave for pk, leave in held.items() if pk is not None}


def of_council(place: Organisation, *, on: date) -> Sequence[Leave]:
    """The leaves from seats in the organisation's bodies that last on ``on`` or are to come, in order of time. One statement."""
    found = _whole().filter(mandate__body__organisation=place, mandate__person__erased_at__isnull=True)
    coming = found.filter(valid_from__gt=on)
    return list((found.filter(valid(on)) | coming).order_by("valid_from", "pk"))


def _whole() -> QuerySet[Leave]:
    return Leave.objects.select_related("mandate__person", "mandate__body", "stand_in__person")
