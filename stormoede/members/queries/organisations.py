"""Organisations with their groups and the people in their councils."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from stormoede.lib.danish import name_key
from stormoede.lib.prepared import preparing
from stormoede.members.models import Body, Group, GroupMembership, Mandate, Organisation
from stormoede.members.queries.audiences import valid
from stormoede.members.queries.people import Figures, organisations


@dataclass(frozen=True, slots=True)
class Line:
    """One organisation of the list. ``region`` and ``council`` are the groups it belongs to on the day, or empty."""

    place: Organisation
    figures: Figures
    region: str
    council: str


def lines(search: str, *, on: date) -> Sequence[Line]:
    """Every organisation whose name holds ``search`` or whose code begins with it, in Danish order. Three statements."""
    key = name_key(search)
    groups = _groups(on)
    return [
        Line(
            place,
            figures,
            groups.get((place.pk, Group.Kind.REGION), ""),
            groups.get((place.pk, Group.Kind.REGIONAL_COUNCIL), ""),
        )
        for place, figures in organisations(on=on)
        if key in name_key(place.name) or place.code.lstrip("0").startswith(search.strip().lstrip("0") or "-")
    ]


def regions(on: date) -> Sequence[str]:
    """The regions that have organisations on ``on``, by name in Danish order. One statement."""
    found = Group.objects.filter(kind=Group.Kind.REGION, memberships__in=GroupMembership.objects.filter(valid(on)))
    return list(found.order_by("sort_key").values_list("name", flat=True).distinct())


def _groups(on: date) -> Mapping[tuple[int, str], str]:
    found = GroupMembership.objects.filter(valid(on)).order_by("group__sort_key")
    return {
        (place, kind): name for place, kind, name in found.values_list("organisation_id", "group__kind", "group__name")
    }


@dataclass(frozen=True, slots=True)
class Placed:
    """An organisation under its regional council. ``seats`` None: nobody has said how many it has."""

    council: str
    id: int
    name: str
    seats: int | None


def by_regional_council(on: date) -> Sequence[Placed]:
    """Every organisation under the regional council it belongs to on that day, both in Danish order. One statement."""
    with preparing() as cursor:
        cursor.execute(_PLACED, [on, on])
        return [Placed(*row) for row in cursor.fetchall()]


_PLACED = f"""
SELECT g.name, o.id, o.name, o.seats
FROM members_groupmembership k JOIN members_group g ON g.id = k.group_id JOIN members_organisation o ON o.id = k.organisation_id
WHERE g.kind = '{Group.Kind.REGIONAL_COUNCIL.value}'
  AND (k.valid_from IS NULL OR k.valid_from <= %s) AND (k.valid_to IS NULL OR k.valid_to >= %s)
ORDER BY g.sort_key, o.sort_key
"""  # noqa: S608 - a constant


def memberships(place: Organisation) -> QuerySet[GroupMembership]:
    """The groups the organisation belongs to, belonged to and will belong to, in order of time."""
    return place.group_memberships.select_related("group").order_by("group__kind", "valid_from", "group__sort_key")


def seated(place: Organisation, *, on: date) -> Sequence[tuple[Body, Sequence[Mandate]]]:
    """Each body of the organisation with its seats on ``on``, people in Danish order. Two statements."""
    bodies = sorted(place.bodies.all(), key=lambda body: list(Body.Kind.values).index(body.kind))
    seats = (
        Mandate.objects.filter(valid(on), body__organisation=place, person__erased_at__isnull=True)
        .select_related("person")
        .order_by("person__sort_key", "person_id", "pk")
    )
    by_body: dict[int, list[Mandate]] = {}
    for seat in seats:
        by_body.setdefault(seat.body_id, []).append(seat)
    return [(body, by_body.get(body.pk, [])) for body in bodies]
