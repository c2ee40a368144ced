"""The same figures by regional council: two sums and the list of organisations."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from stormoede.lib import words
from stormoede.meetings.models import Registration
from stormoede.members.models import Group, GroupMembership
from stormoede.web.desk.overview.funnel import width
from stormoede.web.desk.overview.state import State


@dataclass(frozen=True, slots=True)
class Region:
    """One row. ``by_date`` are the seats taken on each date, in order; ``silent`` the organisations without any."""

    name: str
    organisations: int
    places: int
    by_date: Sequence[int]
    silent: Sequence[str]

    @property
    def seats(self) -> int:
        return sum(self.by_date)

    @property
    def width(self) -> str:
        return width(self.seats, self.places)


def regions(state: State) -> list[Region]:
    """One row for each regional council, in Danish order. Two statements."""
    today = words.local_day(state.at, state.round.time_zone)
    dates = [one.id for _meeting, figures in state.meetings for one in figures.dates]
    taken = _taken(dates)
    rows: dict[str, list[GroupMembership]] = defaultdict(list)
    for membership in _memberships(today):
        rows[membership.group.name].append(membership)
    return [_region(name, members, dates, taken) for name, members in rows.items()]


def whole(rows: Sequence[Region], name: str) -> Region:
    """The sum of all rows."""
    by_date = [sum(column) for column in zip(*(row.by_date for row in rows), strict=True)]
    return Region(name, sum(r.organisations for r in rows), sum(r.places for r in rows), by_date, ())


def _memberships(on: date) -> Sequence[GroupMembership]:
    valid = Q(valid_from=None) | Q(valid_from__lte=on), Q(valid_to=None) | Q(valid_to__gte=on)
    return (
        GroupMembership.objects.filter(*valid, group__kind=Group.Kind.REGIONAL_COUNCIL)
        .select_related("group", "organisation")
        .order_by("group__sort_key", "organisation__sort_key")
    )


def _taken(dates: Sequence[int]) -> Counter[tuple[int, int]]:
    found = (
        Registration.objects.filter(seat__in=dates)
        .values_list("person__organisation", "seat")
        .annotate(n=Count("pk"))
        .order_by()
    )
    return Counter({(organisation, seat): n for organisation, seat, n in found})


def _region(
    name: str, members: Sequence[GroupMembership], dates: Sequence[int], taken: Counter[tuple[int, int]]
) -> Region:
    ids = [member.organisation_id for member in members]
    by_date = [sum(taken[organisation, one] for organisation in ids) for one in dates]
    silent = [m.organisation.name for m in members if not any(taken[m.organisation_id, one] for one in dates)]
    return Region(name, len(members), sum(m.organisation.seats or 0 for m in members), by_date, silent)
