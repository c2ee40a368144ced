"""Ninety-eight councils ask for a speaker, and there are twelve: everybody placed at once, and proved to be the best there is.

The tours are made up, the same each time: wishes crowd on the evenings, speakers can some days, take some regions and go so far; some
councils cannot be met. The figure is the slowest of them, from the question to the plan with its reasons, in processor time and as
the clock on the wall has it. Beside it: how near the best with halves allowed, and how much better than placing one after the other.
"""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as hour
from zoneinfo import ZoneInfo

from stormoede.bench.report import Bench, Figure, figure
from stormoede.members.core import denmark
from stormoede.talks.core import assignment, chances, greedy, network, solving
from stormoede.talks.core.assignment import Able, Ask, Wish

ASKS, SPEAKERS, TOURS, LIMIT_S = 98, 12, 5, 2.0
_ZONE = ZoneInfo("Europe/Copenhagen")
_MONDAY = date(2026, 9, 7)
_DAYS = [_MONDAY + timedelta(days=7 * (number // 5) + number % 5) for number in range(20)]
_HOURS = (9, 10, 13, 15, 16, 17, 17, 18, 19, 19, 19)
_LENGTHS = (2, 3, 3, 4)
_SPANS = ((8, 22), (8, 22), (8, 22), (16, 22), (16, 22), (8, 16), (8, 16), None, None, None)


@dataclass(frozen=True, slots=True)
class Taken:
    """One tour placed. ``bound`` is the fewest kilometres with halves allowed, ``plain`` what placing one by one gives."""

    seconds: float
    processor: float
    proved: bool
    value: tuple[int, int, int]
    bound: tuple[int, float]
    plain: tuple[int, int, int]


def run(given: Bench) -> Figure:
    """Seconds of the slowest tour."""
    asked = given.size or ASKS
    assignment.assign(*_tour(0, 3, 2), ())  # The solver is loaded once in a process's life.
    taken = [_take(seed, asked) for seed in range(TOURS)]
    slowest = max(taken, key=lambda one: one.seconds)
    return figure(
        "talks", round(slowest.seconds, 2), "s", LIMIT_S,
        processor_s=round(slowest.processor, 2),
        requests=asked, speakers=SPEAKERS, tours=TOURS,
        proved=sum(one.proved for one in taken),
        councils=[one.value[0] for one in taken],
        councils_bound=[one.bound[0] for one in taken],
        councils_one_by_one=[one.plain[0] for one in taken],
        first_wishes=[one.value[1] for one in taken],
        first_wishes_one_by_one=[one.plain[1] for one in taken],
        km=[-one.value[2] for one in taken],
        km_to_bound=round(max(-one.value[2] / one.bound[1] for one in taken), 4),
        km_a_council=round(sum(-one.value[2] for one in taken) / sum(one.value[0] for one in taken), 1),
        km_a_council_one_by_one=round(sum(-one.plain[2] for one in taken) / sum(one.plain[0] for one in taken), 1),
        held=all(one.proved for one in taken) and slowest.seconds <= LIMIT_S,
    )  # fmt: skip


def _take(seed: int, asked: int) -> Taken:
    asks, ables = _tour(seed, asked, SPEAKERS)
    used, began = time.process_time(), time.monotonic()
    plan = assignment.assign(asks, ables, (), LIMIT_S)
    seconds, processor = time.monotonic() - began, time.process_time() - used
    known = {able.id: able for able in ables}
    free = list(chances.placings(asks, ables))
    ways = network.build(free, (), ables)
    most, km = solving.bounds(ways)
    one_by_one = greedy.place(free, (), known)
    firsts = sum(talk.rank == 1 for talk in one_by_one)
    plain = len(one_by_one), firsts, -assignment.travelled(one_by_one, known)
    return Taken(seconds, processor, plan.proved, plan.value, (int(most // solving.weight(ways)), km), plain)


def _tour(seed: int, asked: int, speakers: int) -> tuple[list[Ask], list[Able]]:
    """Requests and speakers; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    places = {place.code: place.regional_council for place in denmark.municipalities()}
    codes = sorted(places)
    asks = [_ask(chance, number, codes[number % len(codes)], places) for number in range(asked)]
    return asks, [_able(chance, number, codes, sorted(set(places.values()))) for number in range(speakers)]


def _ask(chance: random.Random, number: int, place: str, places: dict[str, str]) -> Ask:
    side = chance.choice(("", "", "board", "secretariat"))
    form = chance.choice(("on_site", "on_site", "either", "online"))
    starts = [_at(chance.choice(_DAYS), chance.choice(_HOURS)) for _ in range(chance.choice(_LENGTHS))]
    wishes = tuple(Wish(rank, at, at + timedelta(hours=1)) for rank, at in enumerate(starts, 1))
    return Ask(number, place, places[place], side, form, wishes)


def _able(chance: random.Random, number: int, codes: Sequence[str], regions: Sequence[str]) -> Able:
    spans = [(day, chance.choice(_SPANS)) for day in _DAYS]
    return Able(
        number,
        "board" if number % 3 else "secretariat",
        chance.choice(codes),
        frozenset(chance.sample(regions, 2) if chance.random() < 0.4 else ()),
        tuple((_at(day, span[0]), _at(day, span[1])) for day, span in spans if span),
        chance.choice((2, 3, 3, 4)),
        chance.choice((80, 120, 200, None)),
        on_site=True,
        online=chance.random() < 0.7,
    )


def _at(day: date, clock: int) -> datetime:
    return datetime.combine(day, hour(clock), _ZONE)
