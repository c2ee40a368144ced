"""Who could take what: each request's wishes held against what each speaker can, before anybody is placed."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from stormoede.talks.core import days, distances
from stormoede.talks.core.plans import Span, joined
from stormoede.talks.core.values import EITHER, ON_SITE, ONLINE, Able, Ask, Lack, Placing, Wish


def forms(ask: Ask, able: Able) -> tuple[str, ...]:
    """The forms both can have, without asking how far it is."""
    can = {ON_SITE: able.on_site, ONLINE: able.online}
    return tuple(form for form in (ON_SITE, ONLINE) if can[form] and ask.form in (form, EITHER))


def within_reach(ask: Ask, able: Able, form: str) -> bool:
    """Online everything is. Reach is one way from home."""
    if form == ONLINE:
        return True
    if not distances.knows(ask.place) or not distances.knows(able.home):
        return False
    return able.reach_km is None or distances.km(able.home, ask.place) <= able.reach_km


def open_at(openings: Iterable[Span], starts: datetime, ends: datetime) -> bool:
    """The talk lies in an opening. The journey need not."""
    return any(first <= starts and ends <= last for first, last in openings)


def takes(ask: Ask, able: Able) -> Lack | None:
    """What stands in the way of the two whatever the time; None when nothing does. Regions count online too."""
    if ask.side and ask.side != able.side:
        return Lack.SIDE
    if not forms(ask, able):
        return Lack.FORM
    if able.regions and ask.region not in able.regions:
        return Lack.REGION
    return None if any(within_reach(ask, able, form) for form in forms(ask, able)) else Lack.TOO_FAR


def wishes(ask: Ask) -> list[Wish]:
    """The wishes, best first; a time that is wished twice counts by its better rank."""
    found: dict[Span, Wish] = {}
    for wish in sorted(ask.wishes, key=lambda wish: (wish.rank, wish.starts)):
        found.setdefault((wish.starts, wish.ends), wish)
    return list(found.values())


def placings(asks: Sequence[Ask], ables: Sequence[Able]) -> Iterator[Placing]:
    """Every way to meet a wish: each speaker who can then, in each form, in a settled order."""
    free = {able.id: joined(able.openings) for able in ables}
    for ask in sorted(asks, key=lambda ask: ask.id):
        able_to = [able for able in sorted(ables, key=lambda able: able.id) if takes(ask, able) is None]
        for wish in wishes(ask):
            for able in able_to:
                if open_at(free[able.id], wish.starts, wish.ends):
                    yield from _each_form(ask, able, wish)


def _each_form(ask: Ask, able: Able, wish: Wish) -> Iterator[Placing]:
    for form in forms(ask, able):
        if within_reach(ask, able, form):
            far = days.km(able.home, ask.place) if form == ON_SITE else 0
            yield Placing(ask.id, able.id, wish.starts, wish.ends, form, ask.place, wish.rank, far)
