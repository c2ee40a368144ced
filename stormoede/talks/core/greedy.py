"""Plans made the plain way: one request after the other, each with the best that is still to be had. A beginning to be bettered."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from stormoede.talks.core import days
from stormoede.talks.core.values import Able, Placing


def place(free: Sequence[Placing], fixed: Iterable[Placing], ables: Mapping[int, Able]) -> list[Placing]:
    """Which of the ``free`` ways are taken, request by request: the best wish first, then the least travel."""
    taken: dict[int, list[Placing]] = defaultdict(list)
    for talk in fixed:
        taken[talk.speaker].append(talk)
    ways: dict[int, list[Placing]] = defaultdict(list)
    for talk in free:
        ways[talk.ask].append(talk)
    found = []
    for choices in ways.values():
        open_ones = [talk for talk in choices if _fits(talk, taken[talk.speaker], ables[talk.speaker])]
        if open_ones:
            best = min(
                open_ones, key=lambda talk: (talk.rank, _adds(talk, taken[talk.speaker], ables[talk.speaker].home))
            )
            taken[best.speaker].append(best)
            found.append(best)
    return found


def _fits(talk: Placing, taken: Sequence[Placing], able: Able) -> bool:
    week = days.week(talk.starts)
    if sum(days.week(other.starts) == week for other in taken) >= able.per_week:
        return False
    near = [other for other in taken if abs((days.day(other.starts) - days.day(talk.starts)).days) <= 1]
    return next(days.clashing([*near, talk], able.home), None) is None


def _adds(talk: Placing, taken: Sequence[Placing], home: str) -> int:
    one_day = [other for other in taken if days.day(other.starts) == days.day(talk.starts)]
    return days.length([*one_day, talk], home) - days.length(one_day, home)
