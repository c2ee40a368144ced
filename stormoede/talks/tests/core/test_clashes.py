"""What is said of a placing made by hand agrees with what the plan would do, and with a plain reading of the rules."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from stormoede.talks.core.assignment import Able, Ask, Clash, Kind, Placing, assign, clashes
from stormoede.talks.tests.core.plain import able, ask, hour, possible, talk, tours, ways


def placing(wanted: Ask, speaker: int = 1, form: str = "on_site") -> Placing:
    wish = wanted.wishes[0]
    return Placing(wanted.id, speaker, wish.starts, wish.ends, form, wanted.place, 1, 0)


def kinds(wanted: Ask, who: Able, *others: Placing, form: str = "on_site") -> list[Kind]:
    return [one.kind for one in clashes(placing(wanted, form=form), others, who, wanted)]


@given(tours(), st.data())
@settings(max_examples=40, deadline=None)
def test_time_clashes_exactly_when_one_could_not_be_there(
    tour: tuple[list[Ask], list[Able]], data: st.DataObject
) -> None:
    asks, ables = tour
    who = ables[0]
    mine: list[Placing] = []
    for one in asks:
        can = list(ways(one, [who]))
        if not can:
            continue
        way = data.draw(st.sampled_from(can))
        hard = any(clash.hard for clash in clashes(way, mine, who, one))
        assert hard == (not possible([*mine, way], who.home))
        if not hard:
            mine.append(way)


@given(tours())
@settings(max_examples=15, deadline=None)
def test_nothing_in_a_proposed_plan_clashes(tour: tuple[list[Ask], list[Able]]) -> None:
    asks, ables = tour
    plan = assign(asks, ables, [])
    for one in plan.placings:
        assert clashes(one, plan.placings, ables[one.speaker - 1], asks[one.ask - 1]) == ()


def test_each_thing_that_is_wrong_is_said() -> None:
    evening, far = ask(1, talk(1, 19)), ask(1, talk(1, 19), place="0751", side="secretariat")
    assert kinds(evening, able(1)) == []
    assert kinds(evening, able(1, days=[2])) == [Kind.OPENINGS]
    assert kinds(far, able(1, reach_km=100, regions=frozenset({"east"}))) == [Kind.SIDE, Kind.REGION, Kind.TOO_FAR]
    assert kinds(evening, able(1, on_site=False)) == [Kind.FORM]
    assert kinds(evening, able(1), form="online") == [Kind.FORM]


def test_two_places_and_too_short_a_way_cannot_be_and_name_the_other() -> None:
    evening = ask(1, talk(1, 19))
    said = clashes(placing(evening), [placing(ask(2, talk(1, 19.5), place="0479"))], able(1), evening)
    assert said == (Clash(Kind.TWO_PLACES, 2),)
    said = clashes(placing(evening), [placing(ask(2, talk(1, 20.25), place="0479"))], able(1), evening)
    assert said == (Clash(Kind.NO_TRAVEL_TIME, 2),)
    assert all(one.hard for one in said)
    assert kinds(evening, able(1), placing(ask(2, talk(1, 21), place="0479"))) == []
    # The same request, and another speaker's talk, are in nobody's way.
    assert kinds(evening, able(1), placing(evening), placing(ask(2, talk(1, 19)), 2)) == []


def test_a_talk_online_needs_a_place_to_sit_and_the_journey_after_it_still_has_its_time() -> None:
    """From Odense at seven to Aarhus (142 km) at half past ten: a talk online at ten past eight is in the car."""
    first, last = placing(ask(2, talk(1, 19))), placing(ask(3, talk(1, 23), place="0751"))
    sitting, driving = ask(1, (hour(1, 20.25), hour(1, 20.3)), form="online"), ask(1, talk(1, 21, 0.5), form="online")
    assert kinds(sitting, able(1), first, last, form="online") == []
    assert kinds(driving, able(1), first, last, form="online") == [Kind.NO_TRAVEL_TIME]


def test_a_full_week_is_said_with_how_many_there_are() -> None:
    evening = ask(1, talk(1, 19))
    others = [placing(ask(2, talk(2, 19))), placing(ask(3, talk(3, 19)))]
    assert clashes(placing(evening), others, able(1, per_week=2), evening) == (Clash(Kind.WEEK_FULL, number=2),)
    assert kinds(evening, able(1, per_week=2), *(replace(one, speaker=2) for one in others)) == []
