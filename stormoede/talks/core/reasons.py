"""Why each was placed, and why a request is left. All of it can be looked up in the plan; nothing is the solver's word."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from stormoede.talks.core import chances, days, distances
from stormoede.talks.core.values import ON_SITE, ONLINE, Able, Ask, Lack, Left, Missed, Placing, Short, Why


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads a plan. ``free`` are all the ways there were."""

    ables: Mapping[int, Able]
    free: Sequence[Placing]
    plan: Sequence[Placing]
    _ways: dict[int, list[Placing]] = field(default_factory=lambda: defaultdict(list))
    _mine: dict[int, list[Placing]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        for talk in self.free:
            self._ways[talk.ask].append(talk)
        for talk in self.plan:
            self._mine[talk.speaker].append(talk)

    def placed(self, talk: Placing, ask: Ask) -> Placing:
        """The same placing, with why."""
        wishes = chances.wishes(ask)
        then = {other.speaker for other in self._ways[talk.ask] if other.starts == talk.starts} - {talk.speaker}
        others = [other for other in self._mine[talk.speaker] if other.ask != talk.ask]
        why = Why(
            rank=talk.rank or 0,
            wishes=len(wishes),
            could=len(then),
            km=talk.km,
            nearer=self._nearer(talk, then),
            same_day=sum(days.day(other.starts) == days.day(talk.starts) for other in others),
            same_week=sum(days.week(other.starts) == days.week(talk.starts) for other in others),
            missed=tuple(
                (wish.rank, self._missed(talk.ask, wish.rank)) for wish in wishes if wish.rank < (talk.rank or 0)
            ),
        )
        return replace(talk, why=why)

    def _nearer(self, talk: Placing, others: Iterable[int]) -> int:
        if talk.form != ON_SITE:
            return 0
        return sum(days.km(self.ables[other].home, talk.place) < talk.km for other in others)

    def _missed(self, ask: int, rank: int) -> Missed:
        return Missed.TAKEN if any(other.rank == rank for other in self._ways[ask]) else Missed.NOBODY

    def left(self, ask: Ask) -> Left:
        """Why nobody is placed with it."""
        return Left(ask.id, self._elsewhere(ask) if self._ways[ask.id] else lacking(ask, list(self.ables.values())))

    def _elsewhere(self, ask: Ask) -> Short:
        """Somebody could; what they have instead."""
        ways = self._ways[ask.id]
        full = all(self._full(talk) for talk in ways)
        held = {other.ask for talk in ways for other in self._mine[talk.speaker] if self._in_the_way(talk, other)}
        could = len({talk.speaker for talk in ways})
        return Short(Lack.WEEK_FULL if full else Lack.ELSEWHERE, could, held_by=tuple(sorted(held)))

    def _full(self, talk: Placing) -> bool:
        taken = sum(days.week(other.starts) == days.week(talk.starts) for other in self._mine[talk.speaker])
        return taken >= self.ables[talk.speaker].per_week

    def _in_the_way(self, talk: Placing, other: Placing) -> bool:
        if self._full(talk):
            return days.week(other.starts) == days.week(talk.starts)
        near = [
            one for one in self._mine[talk.speaker] if abs((days.day(one.starts) - days.day(talk.starts)).days) <= 1
        ]
        pairs = days.clashing([*near, talk], self.ables[talk.speaker].home)
        return any({talk, other} == set(pair) for pair in pairs)


def lacking(ask: Ask, ables: Sequence[Able]) -> Short:
    """Nobody could take it at any of its times: what the last ones fell for, in the order side, form, region, distance, time."""
    if not ask.wishes or not ables:
        return Short(Lack.NOBODY if ask.wishes else Lack.NO_WISH)
    fell = {able.id: chances.takes(ask, able) for able in ables}
    for lack in (Lack.SIDE, Lack.FORM, Lack.REGION):
        ables, before = [able for able in ables if fell[able.id] is not lack], len(ables)
        if not ables:
            return Short(lack, before)
    if not distances.knows(ask.place) and ONLINE not in {form for able in ables for form in chances.forms(ask, able)}:
        return Short(Lack.PLACE)
    near = [able for able in ables if fell[able.id] is None]
    if not near:
        far = [days.km(able.home, ask.place) for able in ables]
        return Short(Lack.TOO_FAR, len(ables), min(far))
    return Short(Lack.OPENINGS, len(near))
