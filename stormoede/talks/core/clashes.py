"""What is wrong with a placing somebody made by hand: each thing said by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from stormoede.talks.core import chances, days, plans
from stormoede.talks.core.values import ON_SITE, Able, Ask, Placing


class Kind(StrEnum):
    """What is wrong. The first two cannot be; the others are the speaker's and the council's word against it."""

    TWO_PLACES = "two_places"
    NO_TRAVEL_TIME = "no_travel_time"
    OPENINGS = "openings"
    WEEK_FULL = "week_full"
    TOO_FAR = "too_far"
    REGION = "region"
    SIDE = "side"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Clash:
    """One thing that is wrong. ``other`` is the request of the talk it clashes with; ``number`` the kilometres, or talks in the week."""

    kind: Kind
    other: int | None = None
    number: int | None = None

    @property
    def hard(self) -> bool:
        """No confirmation helps."""
        return self.kind in (Kind.TWO_PLACES, Kind.NO_TRAVEL_TIME)


def clashes(placing: Placing, others: Sequence[Placing], able: Able, ask: Ask) -> tuple[Clash, ...]:
    """Everything wrong with it. Of ``others``, those of the same speaker count, and not the request's own."""
    mine = [other for other in others if other.speaker == placing.speaker and other.ask != placing.ask]
    return (*_in_time(placing, mine, able), *_in_words(placing, mine, able, ask))


def _in_time(placing: Placing, mine: Sequence[Placing], able: Able) -> list[Clash]:
    """Only what the placing itself brings about: what the others do among themselves is not its fault, unless it came between."""
    before = {frozenset((one.ask, other.ask)) for one, other in _pairs(mine, able)}
    found: dict[int, Clash] = {}
    for one, other in _pairs([*mine, placing], able):
        if frozenset((one.ask, other.ask)) in before:
            continue
        met = other if one.ask == placing.ask else one
        overlap = met.starts < placing.ends and placing.starts < met.ends
        found[met.ask] = Clash(Kind.TWO_PLACES if overlap else Kind.NO_TRAVEL_TIME, met.ask)
    return sorted(found.values(), key=lambda clash: (not clash.hard, clash.kind, clash.other or 0))


def _pairs(talks: Sequence[Placing], able: Able) -> list[days.Clashing]:
    return list(days.clashing([days.unsettled(talk) for talk in talks], able.home))


def _in_words(placing: Placing, mine: Sequence[Placing], able: Able, ask: Ask) -> list[Clash]:
    found = []
    if ask.side and ask.side != able.side:
        found.append(Clash(Kind.SIDE))
    if placing.form not in chances.forms(ask, able):
        found.append(Clash(Kind.FORM))
    if able.regions and ask.region not in able.regions:
        found.append(Clash(Kind.REGION))
    if placing.form == ON_SITE and not chances.within_reach(ask, able, ON_SITE):
        found.append(Clash(Kind.TOO_FAR, number=days.km(able.home, placing.place)))
    if not chances.open_at(plans.joined(able.openings), placing.starts, placing.ends):
        found.append(Clash(Kind.OPENINGS))
    week = sum(days.week(other.starts) == days.week(placing.starts) for other in mine)
    if week >= able.per_week:
        found.append(Clash(Kind.WEEK_FULL, number=week))
    return found
