"""The same figures by regional council."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

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
    rows: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
    for group, organisation, name, seats in state.places:
        rows[group].append((organisation, name, seats or 0))
    return [_region(name, members, dates, state.taken) for name, members in rows.items()]


def whole(rows: Sequence[Region], name: str) -> Region:
    """The sum of all rows."""
    by_date = tuple(sum(column) for column in zip(*(row.by_date for row in rows), strict=True))
    return Region(name, sum(row.organisations for row in rows), sum(row.places for row in rows), by_date)


def _region(
    name: str, members: Sequence[tuple[int, str, int]], dates: Sequence[int], taken: Counter[tuple[int, int]]
) -> Region:
    by_date = tuple(sum(taken[id, date] for id, _name, _seats in members) for date in dates)
    silent = tuple(name for id, name, _seats in members if not any(taken[id, date] for date in dates))
    return Region(name, len(members), sum(seats for _id, _name, seats in members), by_date, silent)
