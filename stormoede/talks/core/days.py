"""A speaker's days: what two talks need between them, and how far a day's journey is. The rules, all of them:

- A talk takes up the time from when one leaves for it to when it ends. One leaves as late as the journey allows, with a quarter of an
  hour to spare. Nobody is in two places: no two such times of one speaker overlap.
- A day's journey is from home, by the talks on site in their order, and home again.
- A talk online needs only a place to sit: it is given from wherever one is, at home or at the council last visited, so its journey is 0;
  the quarter of an hour is kept.
- One sleeps at home: from a talk on site to one the next day there is time for both journeys.
- Days and weeks are those of the Danish calendar; weeks run from Monday.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from stormoede.talks.core import distances
from stormoede.talks.core.values import ON_SITE, Placing

PAUSE = 15
_ZONE = ZoneInfo("Europe/Copenhagen")

type Clashing = tuple[Placing, Placing]


def day(at: datetime) -> date:
    """The Danish day."""
    return at.astimezone(_ZONE).date()


def week(at: datetime) -> tuple[int, int]:
    """The Danish year and week."""
    return day(at).isocalendar()[:2]


def km(a: str, b: str) -> int:
    """Kilometres; 0 to or from where we know no municipality, as a fixed talk may be."""
    return distances.km(a, b) if distances.knows(a) and distances.knows(b) else 0


def journey(a: str, b: str) -> int:
    """Minutes; 0 where we know no municipality."""
    return distances.travel(a, b) if distances.knows(a) and distances.knows(b) else 0


def leaves(talk: Placing, origin: str) -> datetime:
    """When one leaves ``origin`` for it. For a talk online: when one sits down."""
    minutes = journey(origin, talk.place) if talk.form == ON_SITE else 0
    return talk.starts - timedelta(minutes=minutes + PAUSE)


def order(talk: Placing) -> tuple[datetime, datetime, int]:
    """Talks as they come."""
    return talk.starts, talk.ends, talk.ask


def by_day(talks: Iterable[Placing]) -> dict[date, list[Placing]]:
    """A speaker's talks on site, day by day, each day in its order."""
    found: dict[date, list[Placing]] = defaultdict(list)
    for talk in sorted(talks, key=order):
        if talk.form == ON_SITE:
            found[day(talk.starts)].append(talk)
    return found


def length(talks: Iterable[Placing], home: str) -> int:
    """Kilometres of all the days' journeys of one speaker."""
    whole = 0
    for one_day in by_day(talks).values():
        stops = [home, *(talk.place for talk in one_day), home]
        whole += sum(km(a, b) for a, b in pairwise(stops))
    return whole


def unsettled(talk: Placing) -> Placing:
    """The same talk, as if nobody had fixed it."""
    return replace(talk, fixed=False, why=None)


def legs(talks: Iterable[Placing], home: str) -> Iterator[tuple[Placing | None, Placing]]:
    """Each talk on site, with the one that it is reached from; None is home."""
    for one_day in by_day(talks).values():
        yield from zip([None, *one_day], one_day, strict=False)


def clashing(talks: Sequence[Placing], home: str) -> Iterator[Clashing]:
    """Pairs of one speaker's talks that cannot both be: overlapping, or without time for the journeys.

    What only fixed ones do among themselves is left out: a person decided it.
    """
    origins = {talk: origin for origin, talk in legs(talks, home)}
    taken = [(_leaves(talk, origins.get(talk), home), talk) for talk in sorted(talks, key=order)]
    for index, (start, one) in enumerate(taken):
        for other_start, other in taken[index + 1 :]:
            overlap = start < other.ends and other_start < one.ends
            settled = _decided(origins, one, other) if overlap else one.fixed and other.fixed
            if not settled and (overlap or too_short_a_night(one, other, home)):
                yield one, other


def too_short_a_night(one: Placing, other: Placing, home: str) -> bool:
    """Talks on site on two days after each other, with no time to go home and out again between them."""
    if one.form != ON_SITE or other.form != ON_SITE or day(other.starts) - day(one.starts) != timedelta(days=1):
        return False
    minutes = journey(one.place, home) + PAUSE + journey(home, other.place)
    return other.starts - one.ends < timedelta(minutes=minutes)


def _leaves(talk: Placing, origin: Placing | None, home: str) -> datetime:
    return leaves(talk, origin.place if origin else home)


def _decided(origins: Mapping[Placing, Placing | None], *talks: Placing) -> bool:
    """All of it was fixed, and where each is reached from too."""
    reached = [origins.get(talk) for talk in talks]
    return all(talk.fixed for talk in talks) and all(origin is None or origin.fixed for origin in reached)
