"""The proposed plan against all plans there are; what is fixed stays; the same question has the same answer."""

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from stormoede.talks.core.assignment import Able, Ask, Lack, Missed, Placing, Why, assign
from stormoede.talks.tests.core.plain import able, ask, best, fits, hour, talk, tours, value, ways

type Tour = tuple[list[Ask], list[Able]]


def holds(placings: tuple[Placing, ...], asks: list[Ask], ables: list[Able]) -> None:
    """Every rule, by the plain reading of it."""
    assert len({one.ask for one in placings}) == len(placings)
    for who in ables:
        assert fits([one for one in placings if one.speaker == who.id], who)
    known = {one.id: one for one in asks}
    for one in placings:
        assert any(replace(one, km=0, fixed=False, why=None) == way for way in ways(known[one.ask], ables))


@given(tours())
@settings(max_examples=60, deadline=None)
def test_no_plan_there_is_is_better(tour: Tour) -> None:
    asks, ables = tour
    plan = assign(asks, ables, [])
    holds(plan.placings, asks, ables)
    assert plan.proved
    assert plan.value == value(plan.placings, ables) == best(asks, ables, [])
    assert {one.ask for one in plan.placings} | {one.ask for one in plan.left} == {one.id for one in asks}


@given(tours(), st.data())
@settings(max_examples=40, deadline=None)
def test_what_is_fixed_stays_and_the_rest_is_the_best_beside_it(tour: Tour, data: st.DataObject) -> None:
    asks, ables = tour
    fixed: list[Placing] = []
    for one in asks[:2]:
        can = [
            way
            for way in ways(one, ables)
            if fits([*(f for f in fixed if f.speaker == way.speaker), way], ables[way.speaker - 1])
        ]
        if can:
            fixed.append(replace(data.draw(st.sampled_from(can)), fixed=True))
    plan = assign(asks, ables, fixed)
    assert [one for one in plan.placings if one.fixed] == sorted(fixed, key=lambda one: one.ask)
    holds(plan.placings, asks, ables)
    assert plan.proved
    assert plan.value == value(plan.placings, ables) == best(asks, ables, fixed)


@given(tours(), st.data())
@settings(max_examples=25, deadline=None)
def test_a_person_changes_one_and_no_other_moves(tour: Tour, data: st.DataObject) -> None:
    asks, ables = tour
    placings = list(assign(asks, ables, []).placings)
    if not placings:
        return
    changed = data.draw(st.sampled_from(placings))
    others = [replace(one, fixed=True) for one in placings if one != changed]
    gone = [one for one in ables if one.id != changed.speaker]
    for again in (assign(asks, ables, others), assign(asks, gone, others)):
        assert [one for one in again.placings if one.fixed] == others
        assert {one.ask for one in again.placings} - {changed.ask} >= {one.ask for one in others}


@given(tours(most=5), st.randoms(use_true_random=False))
@settings(max_examples=25, deadline=None)
def test_the_same_question_in_any_order_has_the_same_answer(tour: Tour, chance: random.Random) -> None:
    asks, ables = tour
    first = assign(asks, ables, [])
    chance.shuffle(asks)
    chance.shuffle(ables)
    assert assign(asks, ables, []) == first == assign(asks, ables, [])


def test_councils_come_before_first_wishes_and_first_wishes_before_travel() -> None:
    # One speaker in Odense. Its neighbour's first wish is the other's only one.
    asks = [ask(1, talk(1, 19), talk(2, 19), place="0461"), ask(2, talk(1, 19), place="0751")]
    plan = assign(asks, [able(1, per_week=1)], [])
    assert [(one.ask, one.rank) for one in plan.placings] == [(1, 1)]
    plan = assign(asks, [able(1)], [])
    assert [(one.ask, one.rank) for one in plan.placings] == [(1, 2), (2, 1)]
    # The first wish has the far speaker, the second wish a near one.
    plan = assign([ask(1, talk(1, 19), talk(2, 19))], [able(1, "0751", days=[1]), able(2, days=[2])], [])
    assert [(one.speaker, one.rank, one.km) for one in plan.placings] == [(1, 1, 142)]


def test_of_equal_plans_the_better_later_wish_is_met() -> None:
    asks = [ask(1, talk(3, 19), talk(1, 19), talk(2, 19))]
    assert assign(asks, [able(1, days=[1, 2])], []).placings[0].rank == 2


def test_the_way_online_is_taken_where_either_will_do() -> None:
    plan = assign([ask(1, talk(1, 19), place="0751", form="either")], [able(1)], [])
    assert [(one.form, one.km) for one in plan.placings] == [("online", 0)]
    plan = assign([ask(1, talk(1, 19), place="0751", form="either")], [able(1, online=False)], [])
    assert [(one.form, one.km) for one in plan.placings] == [("on_site", 142)]


def test_why_somebody_was_placed_can_be_counted_after() -> None:
    ables = [able(1, "0751", days=[1]), able(2, "0751", days=[1, 2]), able(3, "0265", days=[2])]
    asks = [ask(1, talk(0, 19), talk(1, 19), talk(2, 19)), ask(2, talk(1, 19), place="0751"), ask(3, talk(1, 19))]
    plan = assign(asks[:2], ables, [])
    one = plan.placings[0]
    assert one.why == Why(2, 3, could=1, km=142, nearer=0, same_day=0, same_week=0, missed=((1, Missed.NOBODY),))
    assert Why.read(one.why.told()) == one.why
    plan = assign(asks, ables, [])
    assert plan.councils == 3
    assert plan.placings[0].why is not None
    assert plan.placings[0].why.missed == ((1, Missed.NOBODY), (2, Missed.TAKEN))


def test_why_nobody_was_placed_is_the_first_thing_that_leaves_nobody() -> None:
    evening = talk(1, 19)

    def lack(wanted: Ask, *ables: Able) -> tuple[Lack, int, int | None]:
        (left,) = assign([wanted], ables, []).left
        return left.why.lack, left.why.could, left.why.km

    assert lack(ask(1), able(1)) == (Lack.NO_WISH, 0, None)
    assert lack(ask(1, evening)) == (Lack.NOBODY, 0, None)
    assert lack(ask(1, evening, side="secretariat"), able(1)) == (Lack.SIDE, 1, None)
    assert lack(ask(1, evening), able(1, on_site=False)) == (Lack.FORM, 1, None)
    assert lack(ask(1, evening), able(1, regions=frozenset({"east"}))) == (Lack.REGION, 1, None)
    assert lack(ask(1, evening, place="0751"), able(1, reach_km=100)) == (Lack.TOO_FAR, 1, 142)
    assert lack(ask(1, evening, place="9999"), able(1)) == (Lack.PLACE, 0, None)
    assert lack(ask(1, evening), able(1, days=[2])) == (Lack.OPENINGS, 1, None)


def test_why_nobody_was_placed_names_who_has_them() -> None:
    asks = [ask(1, talk(1, 19)), ask(2, talk(1, 19.5)), ask(3, talk(2, 19))]
    (left,) = assign(asks[:2], [able(1)], []).left
    assert (left.why.lack, left.why.could) == (Lack.ELSEWHERE, 1)
    assert left.why.held_by in ((1,), (2,))
    plan = assign([asks[0], asks[2]], [able(1, per_week=1)], [])
    assert [(one.why.lack, one.why.held_by) for one in plan.left] == [(Lack.WEEK_FULL, (plan.placings[0].ask,))]


def test_where_a_person_placed_somebody_against_the_rules_the_plan_goes_on_around_it() -> None:
    """Beyond the week, outside openings, on top of each other: it counts, and is not argued with."""
    who, far = able(1, days=[], per_week=1), able(2, "0101")
    asks = [
        ask(1, talk(1, 19)),
        ask(2, talk(1, 19), place="0751"),
        ask(3, talk(1, 19.5)),
        ask(4, talk(2, 9), place="9999"),
    ]
    fixed = [
        Placing(one.id, 1, one.wishes[0].starts, one.wishes[0].ends, "on_site", one.place, None, 0, fixed=True)
        for one in (asks[0], asks[1], asks[3])
    ]
    plan = assign(asks, [who, far], fixed)
    assert [one for one in plan.placings if one.fixed] == fixed
    assert [(one.ask, one.speaker) for one in plan.placings if not one.fixed] == [(3, 2)]
    # Also one whose speaker has left since.
    assert assign(asks, [far], fixed).councils == 4


def test_when_the_time_runs_out_the_plan_is_possible_and_says_so() -> None:
    asks = [
        ask(n, talk(n % 4, 8 + n % 11), talk((n + 1) % 4, 9 + n % 10), place=("0461", "0751", "0101")[n % 3])
        for n in range(1, 40)
    ]
    ables = [able(n, ("0461", "0751", "0101")[n % 3]) for n in range(1, 6)]
    plan = assign(asks, ables, [], limit=0.0)
    assert not plan.proved
    holds(plan.placings, asks, ables)
    assert plan.councils > 20
    assert plan.councils + len(plan.left) == 39


def test_weeks_are_counted_from_a_danish_monday() -> None:
    # Sunday half past eleven in the evening, and Monday at one in the night: two weeks in Denmark, one day in London.
    asks = [ask(1, (hour(0, 22.5), hour(0, 23.5))), ask(2, (hour(1, 1), hour(1, 1.75)))]
    who = able(1, per_week=1, openings=((hour(0, 0), hour(2, 0)),))
    assert assign(asks, [who], []).councils == 2
    assert assign([asks[1], ask(3, talk(1, 19))], [who], []).councils == 1
