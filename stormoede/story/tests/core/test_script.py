"""The story's script and its people: the same every time, and within the letter's dates."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from stormoede.story.core import people, script
from stormoede.story.core.people import Council
from stormoede.story.core.script import Deed

NUMBERS = [f"K{number:05}" for number in range(1, 2413)]
ANSWERS = {Deed.FIRST, Deed.SECOND, Deed.CANNOT}


def test_the_same_people_do_the_same():
    assert script.acts(NUMBERS) == script.acts(list(NUMBERS))


def test_acts_come_in_order_and_lie_between_the_letter_and_the_last_evening():
    acts = script.acts(NUMBERS)
    assert [act.at for act in acts] == sorted(act.at for act in acts)
    assert acts[0].at > script.LETTER_AT
    assert acts[-1].at < script.STEPS[-1].at


def test_whoever_arrives_has_chosen_that_evening_last():
    last = {}
    for act in script.acts(NUMBERS):
        if act.deed in ANSWERS:
            last[act.number] = act.deed
        else:
            assert {Deed.ARRIVE_FIRST: Deed.FIRST, Deed.ARRIVE_SECOND: Deed.SECOND}[act.deed] is last[act.number]


def test_some_answer_each_way_some_do_not_and_a_few_are_late():
    acts = script.acts(NUMBERS)
    deeds = Counter(act.deed for act in acts)
    assert all(deeds[deed] > 100 for deed in Deed)
    assert len({act.number for act in acts}) < len(NUMBERS)
    late = [act for act in acts if act.deed in ANSWERS and act.at > script.local(2025, 3, 26, 23, 59)]
    assert len(late) == 7


def test_steps_run_forward_from_the_beginning():
    moments = [script.BEGINNING, *(step.at for step in script.STEPS)]
    assert moments == sorted(set(moments))


@given(st.lists(st.integers(3, 55), min_size=1, max_size=6))
def test_a_council_gets_its_seats_a_mayor_and_addresses_that_cannot_exist(sizes):
    wanted = [Council(f"{number:04}", f"Sted {number}", size) for number, size in enumerate(sizes)]
    seats = list(people.councils(wanted, {}, since="2022-01-01", until="2025-12-31"))
    council = [seat for seat in seats if seat.body == "council"]
    assert Counter(seat.code for seat in council) == {one.code: one.seats for one in wanted}
    assert Counter(seat.role for seat in council)["mayor"] == len(wanted)
    assert len({seat.number for seat in council}) == sum(sizes)
    assert len({seat.email for seat in council}) == sum(sizes)
    assert all(seat.email.endswith(".example") and seat.email.isascii() for seat in seats)
    chairs = [seat for seat in seats if seat.body == "finance_committee" and seat.role == "chair"]
    assert {seat.number for seat in chairs} == {seat.number for seat in council if seat.role == "mayor"}


def test_a_name_that_was_asked_for_is_given_once():
    wanted = [Council("0430", "Faaborg-Midtfyn", 25)]
    named = {("0430", "member"): "Mette Overgaard"}
    seats = [seat for seat in people.councils(wanted, named, since="2022-01-01", until="") if seat.body == "council"]
    assert [seat.role for seat in seats if seat.name == "Mette Overgaard"] == ["member"]
