"""Who speaks where: a proposal for all open requests at once.

Of all plans that keep the rules it is one with the most requests met; among those, the most first wishes; among those, the fewest
kilometres; and last, the better later wishes. The rules: nobody is in two places, and journeys have their time (``days``); a talk lies in
one of the speaker's openings, at a time that was wished; at most so many a week; no farther than the speaker goes, in regions the speaker
takes; from the side and in the form asked for (``chances``). Who may have it either way gets it the way that is less travel, which is online where
the speaker can. What is fixed stays, and counts against everything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from stormoede.talks.core import chances, days, greedy, network
from stormoede.talks.core.clashes import Clash, Kind, clashes
from stormoede.talks.core.reasons import Reader
from stormoede.talks.core.values import Able, Ask, Lack, Left, Missed, Placing, Plan, Short, Why, Wish

__all__ = [
    "Able", "Ask", "Clash", "Kind", "Lack", "Left", "Missed", "Placing", "Plan", "Short", "Why", "Wish", "assign", "clashes",
]  # fmt: skip


def assign(asks: Sequence[Ask], ables: Sequence[Able], fixed: Sequence[Placing], limit: float = 2.0) -> Plan:
    """The best plan, and whether it was proved in ``limit`` seconds of the solver's; the same for the same in any order.

    ``fixed`` stay as they are, whoever they are for.
    """
    known = {able.id: able for able in sorted(ables, key=lambda able: able.id)}
    settled = sorted((_settled(talk) for talk in fixed), key=lambda talk: (talk.ask, talk.speaker, talk.starts))
    held = {talk.ask for talk in settled}
    wanting = [ask for ask in sorted(asks, key=lambda ask: ask.id) if ask.id not in held]
    free = list(chances.placings(wanting, list(known.values())))
    mine = [talk for talk in settled if talk.speaker in known]
    chosen, proved = _choose(free, mine, known, limit)
    return _plan(wanting, settled, Reader(known, free, [*mine, *chosen]), chosen, proved)


def _settled(talk: Placing) -> Placing:
    return replace(talk, fixed=True)


def _choose(
    free: Sequence[Placing], fixed: Sequence[Placing], ables: dict[int, Able], limit: float
) -> tuple[list[Placing], bool]:
    """Which ways are taken. Where time ran out it is never worse than the plain way, and never leaves what could be met."""
    if not free:
        return [], True
    # HiGHS and numpy take a quarter of a second and 25 MB to load: not for every program that is started.
    from stormoede.talks.core import solving

    ways = network.build(free, fixed, list(ables.values()))
    plain = greedy.place(free, fixed, ables)
    answer = solving.best(ways, network.columns(ways, [*fixed, *plain]), limit)
    if answer.columns is None:
        return plain, False
    found = [ways.talks[ways.steps[column].talk] for column in answer.columns]
    found = [talk for talk in found if not talk.fixed]
    if answer.proved:
        return found, True
    met = {talk.ask for talk in found}
    return found + greedy.place([talk for talk in free if talk.ask not in met], [*fixed, *found], ables), False


def _plan(
    wanting: Sequence[Ask], settled: Sequence[Placing], reader: Reader, chosen: Sequence[Placing], proved: bool
) -> Plan:
    asked = {ask.id: ask for ask in wanting}
    placings = [*settled, *(reader.placed(talk, asked[talk.ask]) for talk in chosen)]
    met = {talk.ask for talk in placings}
    return Plan(
        tuple(sorted(placings, key=lambda talk: (talk.ask, talk.speaker, talk.starts))),
        tuple(reader.left(ask) for ask in wanting if ask.id not in met),
        len(met),
        sum(talk.rank == 1 for talk in placings),
        travelled(placings, reader.ables),
        proved,
    )


def travelled(placings: Sequence[Placing], ables: Mapping[int, Able]) -> int:
    """Kilometres of all of them, from home by the day's talks and home again."""
    return sum(
        days.length([talk for talk in placings if talk.speaker == able.id], able.home) for able in ables.values()
    )
