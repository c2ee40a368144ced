"""All plans there could be, as columns and rows of zeros and ones.

A speaker's day on site is a path: from home to a first talk, from talk to talk, home again. A *step* is one stretch of it, named
by the talk it leads to; a talk on site is held when exactly one step leads to it. A talk online is a step by itself. Every row is a sum
of steps with a least and a most. So each plan that the rules of ``days`` allow is one choice of steps, and every choice of steps is such
a plan.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from stormoede.talks.core import days
from stormoede.talks.core.values import ON_SITE, Able, Placing

# From one talk, so many next ones are looked at, the nearest first. More only where somebody can have over fifty talks in a day.
LINKS = 50
_FREE = 1e30


@dataclass(frozen=True, slots=True)
class Step:
    """Into ``talk``, from ``origin`` or home. ``km`` counts the way home from ``talk`` in place of the one from ``origin``."""

    talk: int
    origin: int | None
    km: int
    leaves: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """``least`` <= the sum of the columns times their numbers <= ``most``."""

    columns: tuple[int, ...]
    numbers: tuple[int, ...]
    least: float
    most: float


@dataclass(slots=True)
class Network:
    """The columns are ``steps``. ``cut``: some next talks were left out, so that the best found may not be the best there is."""

    talks: tuple[Placing, ...]
    steps: list[Step] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    cut: bool = False

    def at_most(self, columns: Iterable[int], most: int, less: Iterable[int] = ()) -> None:
        """A row, unless it can never say no."""
        more, taken = tuple(columns), tuple(less)
        if len(more) > most:
            numbers = (1,) * len(more) + (-1,) * len(taken)
            self.rows.append(Row(more + taken, numbers, -_FREE, most))

    def exactly_one(self, columns: Iterable[int]) -> None:
        """One of them it must be."""
        more = tuple(columns)
        self.rows.append(Row(more, (1,) * len(more), 1, 1))


def build(free: Sequence[Placing], fixed: Sequence[Placing], ables: Sequence[Able]) -> Network:
    """The network of the ``free`` ways to meet wishes, beside what is fixed."""
    network = Network((*fixed, *free))
    mine: dict[int, list[int]] = defaultdict(list)
    for index, talk in enumerate(network.talks):
        mine[talk.speaker].append(index)
    into: dict[int, list[int]] = {}
    for able in ables:
        into |= _speaker(network, able, mine.get(able.id, []))
    asked: dict[int, list[int]] = defaultdict(list)
    for index, talk in enumerate(network.talks):
        if not talk.fixed:
            asked[talk.ask] += into[index]
    for columns in asked.values():
        network.at_most(columns, 1)
    return network


def columns(network: Network, held: Iterable[Placing]) -> tuple[int, ...] | None:
    """The columns of a plan, the fixed ones among ``held``; None when the network has no such plan."""
    mine: dict[int, list[Placing]] = defaultdict(list)
    for talk in held:
        mine[talk.speaker].append(talk)
    index = {talk: place for place, talk in enumerate(network.talks)}
    known = {(step.origin, step.talk): column for column, step in enumerate(network.steps)}
    wanted = [
        (None if origin is None else index[origin], index[talk])
        for talks in mine.values()
        for origin, talk in (
            *days.legs(talks, ""),
            *((None, talk) for talk in talks if talk.form != ON_SITE and not talk.fixed),
        )
    ]
    return tuple(known[step] for step in wanted) if all(step in known for step in wanted) else None


def _speaker(network: Network, able: Able, indexes: Sequence[int]) -> dict[int, list[int]]:
    """One speaker's steps and rows; the steps into each of the speaker's talks."""
    talks = network.talks
    into: dict[int, list[int]] = {index: [] for index in indexes}
    of_day: dict[object, list[int]] = defaultdict(list)
    still = [talks[index] for index in indexes if talks[index].fixed and talks[index].form != ON_SITE]
    for index in sorted(indexes, key=lambda index: (days.order(talks[index]), index)):
        leaves = days.leaves(talks[index], able.home)
        if talks[index].form == ON_SITE:
            of_day[days.day(talks[index].starts)].append(index)
        elif not talks[index].fixed and not _meets(talks[index], leaves, still):
            _add(network, into, Step(index, None, 0, leaves))
    for one_day in of_day.values():
        _paths(network, able.home, one_day, into, still)
    _weeks(network, able, indexes, into)
    _nights(network, able.home, list(of_day.values()), into)
    _online(network, into)
    return into


def _add(network: Network, into: dict[int, list[int]], step: Step) -> None:
    into[step.talk].append(len(network.steps))
    network.steps.append(step)


def _paths(
    network: Network, home: str, one_day: Sequence[int], into: dict[int, list[int]], still: Sequence[Placing]
) -> None:
    """A day's steps: one path through those of its talks that are held, all the fixed ones among them."""
    talks, out, first = network.talks, defaultdict[int, list[int]](list), list[int]()
    for step in _steps(network, home, one_day):
        known = talks[step.talk].fixed and (step.origin is None or talks[step.origin].fixed)
        if not known and _meets(talks[step.talk], step.leaves, still):
            continue
        (first if step.origin is None else out[step.origin]).append(len(network.steps))
        _add(network, into, step)
    network.at_most(first, 1)
    for origin, columns in out.items():
        network.at_most(columns, 0, into[origin])
    for index in one_day:
        if talks[index].fixed:
            network.exactly_one(into[index])


def _steps(network: Network, home: str, one_day: Sequence[int]) -> Iterator[Step]:
    talks = network.talks
    fixed = [place for place, index in enumerate(one_day) if talks[index].fixed]
    for place, index in enumerate(one_day):
        # Nobody goes past a talk that is fixed.
        last = next((other for other in fixed if other > place), len(one_day) - 1)
        if not fixed or place <= fixed[0]:
            back = days.km(home, talks[index].place)
            yield Step(index, None, 2 * back, days.leaves(talks[index], home))
        onward = [
            step for step in (_step(talks, home, index, other) for other in one_day[place + 1 : last + 1]) if step
        ]
        if len(onward) > LINKS:
            network.cut = True
            onward.sort(key=lambda step: (not talks[step.talk].fixed, step.km, step.talk))
        yield from onward[:LINKS]


def _step(talks: Sequence[Placing], home: str, origin: int, index: int) -> Step | None:
    """From one talk to a later one; None when there is no time, or it is for the same council."""
    one, other = talks[origin], talks[index]
    leaves = days.leaves(other, one.place)
    decided = one.fixed and other.fixed
    if one.ask == other.ask or (leaves < one.ends and not decided):
        return None
    detour = days.km(one.place, other.place) + days.km(other.place, home) - days.km(one.place, home)
    return Step(index, origin, detour, leaves)


def _meets(talk: Placing, leaves: datetime, others: Iterable[Placing]) -> bool:
    """Does it overlap any of these, which are online?"""
    return any(leaves < other.ends and days.leaves(other, "") < talk.ends for other in others)


def _weeks(network: Network, able: Able, indexes: Iterable[int], into: Mapping[int, list[int]]) -> None:
    """At most so many a week, the fixed ones counted."""
    columns: dict[tuple[int, int], list[int]] = defaultdict(list)
    used: dict[tuple[int, int], int] = defaultdict(int)
    for index in indexes:
        week = days.week(network.talks[index].starts)
        if network.talks[index].fixed:
            used[week] += 1
        else:
            columns[week] += into[index]
    for week, ways in columns.items():
        network.at_most(ways, max(0, able.per_week - used[week]))


def _nights(network: Network, home: str, all_days: Sequence[Sequence[int]], into: Mapping[int, list[int]]) -> None:
    """From one day to the next there is time to go home and out again."""
    talks = network.talks
    for evening, morning in pairwise(all_days):
        for one in evening:
            for other in morning:
                if (talks[one].fixed and talks[other].fixed) or talks[one].ask == talks[other].ask:
                    continue
                if days.too_short_a_night(talks[one], talks[other], home):
                    network.at_most((*into[one], *into[other]), 1)


def _online(network: Network, into: Mapping[int, list[int]]) -> None:
    """Of what goes on at the same time as a talk online, at most one."""
    going: list[int] = []
    for column in sorted(
        (column for ways in into.values() for column in ways), key=lambda column: network.steps[column].leaves
    ):
        still = [other for other in going if _ends(network, other) > network.steps[column].leaves]
        if len(still) < len(going):
            _one_of(network, going)
        going = [*still, column]
    _one_of(network, going)


def _one_of(network: Network, going: Sequence[int]) -> None:
    talks = [network.talks[network.steps[column].talk] for column in going]
    online = [column for column, talk in zip(going, talks, strict=True) if talk.form != ON_SITE]
    if len({talk.ask for talk in talks if talk.fixed}) < 2:
        network.at_most(going if online else (), 1)
        return
    # Fixed ones may overlap each other, since a person said so. Nothing else overlaps any of them.
    for one in online:
        for other in going:
            network.at_most((one, other) if one != other else (), 1)


def _ends(network: Network, column: int) -> datetime:
    return network.talks[network.steps[column].talk].ends
