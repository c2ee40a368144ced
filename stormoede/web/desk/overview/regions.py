"""The same figures by regional council."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from stormoede.members.queries.organisations import Placed
from stormoede.web.desk.overview.funnel import width
from stormoede.web.desk.overview.state import State


@dataclass(frozen=True, slots=True)
class Region:
    """One row. ``by_date`` are the seats taken on each date, in order; ``silent`` the organisations without any."""

    name: str
    organisations: int
    places: int
    by_date: tuple[int, ...]
    silent: tuple[str, ...] = ()

    @property
    def seats(self) -> int:
        return sum(self.by_date)

    @property
    def width(self) -> str:
        return width(self.seats, self.places)


def regions(state: State) -> list[Region]:
    """One row for each regional council, in Danish order."""
    dates = [date.id for date in state.dates]
    rows: dict[str, list[Placed]] = defaultdict(list)
    for place in state.places:
        rows[place.council].append(place)
    return [_region(name, members, dates, state.taken) for name, members in rows.items()]


def whole(rows: Sequence[Region], name: str) -> Region:
    """The sum of all rows."""
    by_date = tuple(sum(column) for column in zip(*(row.by_date for row in rows), strict=True))
    return Region(name, sum(row.organisations for row in rows), sum(row.places for row in rows), by_date)


def _region(name: str, members: Sequence[Placed], dates: Sequence[int], taken: Counter[tuple[int, int]]) -> Region:
    by_date = tuple(sum(taken[one.id, date] for one in members) for date in dates)
    silent = tuple(one.name for one in members if not any(taken[one.id, date] for date in dates))
    return Region(name, len(members), sum(one.seats or 0 for one in members), by_date, silent)
