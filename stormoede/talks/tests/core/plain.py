"""Small tours, and all their plans gone through one by one, by rules told anew: a speaker is followed through the days, minute by minute.

Nothing here is shared with what is tested but the distances and the values.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from stormoede.talks.core import distances
from stormoede.talks.core.values import Able, Ask, Placing, Wish

# A Sunday: the week turns under the tour. In September the Danish clock is two hours ahead.
FIRST = datetime(2026, 9, 13, tzinfo=UTC)
PLACES = ("0101", "0147", "0265", "0461", "0751", "0741", "0400")
REGIONS = ("west", "east")

type Value = tuple[int, int, int]


def hour(day: int, hour: float) -> datetime:
    """An hour of the Danish clock on a day of the tour."""
    return FIRST + timedelta(days=day, hours=hour - 2)


def talk(day: int, starts: float, length: float = 1) -> tuple[datetime, datetime]:
    return hour(day, starts), hour(day, starts + length)


def weekday(at: datetime) -> int:
    return (at + timedelta(hours=2) - FIRST).days


def ask(
    number: int, *wishes: tuple[datetime, datetime], place: str = "0461", side: str = "", form: str = "on_site",
    region: str = "west",
) -> Ask:  # fmt: skip
    ranked = tuple(Wish(rank, *span) for rank, span in enumerate(wishes, 1))
    return Ask(number, place, region, side, form, ranked)


def able(
    number: int, home: str = "0461", *, days: Sequence[int] = range(4), side: str = "board",
    regions: frozenset[str] = frozenset(), openings: tuple[tuple[datetime, datetime], ...] | None = None,
    per_week: int = 5, reach_km: int | None = None, on_site: bool = True, online: bool = True,
) -> Able:  # fmt: skip
    spans = tuple((hour(day, 6), hour(day, 24)) for day in days) if openings is None else openings
    return Able(number, side, home, regions, spans, per_week, reach_km, on_site, online)


def possible(talks: Sequence[Placing], home: str) -> bool:
    """Follows one speaker: where they are, and when they are free again."""
    where, free, day = home, FIRST - timedelta(days=9), -9
    out: tuple[int, datetime, str] | None = None
    for one in sorted(talks, key=lambda one: one.starts):
        if weekday(one.starts) != day:
            where, day = home, weekday(one.starts)
        away = distances.travel(where, one.place) if one.form == "on_site" else 0
        if one.starts - timedelta(minutes=away + 15) < free:
            return False
        if one.form == "on_site":
            if out and out[0] == day - 1:
                night = distances.travel(out[2], home) + 15 + distances.travel(home, one.place)
                if one.starts - timedelta(minutes=night) < out[1]:
                    return False
            where, out = one.place, (day, one.ends, one.place)
        free = one.ends
    return True


def driven(talks: Sequence[Placing], home: str) -> int:
    """Kilometres of one speaker."""
    whole, where, day = 0, home, None
    for one in sorted(talks, key=lambda one: one.starts):
        if one.form != "on_site":
            continue
        if weekday(one.starts) != day:
            whole, where, day = whole + distances.km(where, home), home, weekday(one.starts)
        whole, where = whole + distances.km(where, one.place), one.place
    return whole + distances.km(where, home)


def takes(wanted: Ask, who: Able, form: str) -> bool:
    """Whatever the time."""
    return (
        wanted.side in ("", who.side)
        and wanted.form in (form, "either")
        and (who.online if form == "online" else who.on_site)
        and (not who.regions or wanted.region in who.regions)
        and (form == "online" or who.reach_km is None or distances.km(who.home, wanted.place) <= who.reach_km)
    )


def ways(wanted: Ask, ables: Sequence[Able]) -> Iterator[Placing]:
    """Every way to meet a request, if nobody else asked."""
    for wish in wanted.wishes:
        for who in ables:
            for form in ("on_site", "online"):
                opened = any(begins <= wish.starts and wish.ends <= ends for begins, ends in who.openings)
                if opened and takes(wanted, who, form):
                    yield Placing(wanted.id, who.id, wish.starts, wish.ends, form, wanted.place, wish.rank, 0)


def fits(talks: Sequence[Placing], who: Able) -> bool:
    weeks = [(one.starts + timedelta(hours=2)).isocalendar()[:2] for one in talks]
    return possible(talks, who.home) and all(weeks.count(week) <= who.per_week for week in weeks)


def value(talks: Sequence[Placing], ables: Sequence[Able]) -> Value:
    """What is compared, the greater the better."""
    km = sum(driven([one for one in talks if one.speaker == who.id], who.home) for who in ables)
    return len(talks), sum(one.rank == 1 for one in talks), -km


def best(asks: Sequence[Ask], ables: Sequence[Able], fixed: Sequence[Placing]) -> Value:
    """The best of all plans there are."""
    open_ones = [one for one in asks if one.id not in {talk.ask for talk in fixed}]
    return max(value(plan, ables) for plan in _plans(open_ones, ables, list(fixed)))


def _plans(asks: Sequence[Ask], ables: Sequence[Able], held: list[Placing]) -> Iterator[list[Placing]]:
    if not asks:
        yield held
        return
    yield from _plans(asks[1:], ables, held)
    for way in ways(asks[0], ables):
        who = next(who for who in ables if who.id == way.speaker)
        if fits([*(one for one in held if one.speaker == who.id), way], who):
            yield from _plans(asks[1:], ables, [*held, way])


_spans = st.builds(
    talk, st.integers(0, 2), st.integers(14, 42).map(lambda half: half / 2), st.sampled_from((0.75, 1.0))
)


@st.composite
def _asks(draw: st.DrawFn, number: int) -> Ask:
    return ask(
        number,
        *draw(st.lists(_spans, min_size=1, max_size=2, unique=True)),
        place=draw(st.sampled_from(PLACES)),
        side=draw(st.sampled_from(("", "", "board", "secretariat"))),
        form=draw(st.sampled_from(("on_site", "on_site", "online", "either"))),
        region=draw(st.sampled_from(REGIONS)),
    )


@st.composite
def _ables(draw: st.DrawFn, number: int) -> Able:
    days = draw(st.lists(st.integers(0, 2), min_size=1, max_size=3, unique=True))
    return able(
        number,
        draw(st.sampled_from(PLACES)),
        openings=tuple((hour(day, 6), hour(day, 24)) for day in days),
        side=draw(st.sampled_from(("board", "secretariat"))),
        regions=frozenset(draw(st.sampled_from(((), (), ("west",))))),
        per_week=draw(st.integers(1, 3)),
        reach_km=draw(st.sampled_from((None, None, 60))),
        online=draw(st.booleans()),
    )


@st.composite
def tours(draw: st.DrawFn, most: int = 4) -> tuple[list[Ask], list[Able]]:
    """A few requests and a few speakers, close enough in time and place to be in each other's way."""
    asks = [draw(_asks(number)) for number in range(1, draw(st.integers(1, most)) + 1)]
    return asks, [draw(_ables(number)) for number in range(1, draw(st.integers(1, 3)) + 1)]
