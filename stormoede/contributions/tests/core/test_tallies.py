"""What was ranked, counted: each list once for each thing, whatever the capitals."""

from hypothesis import given, settings
from hypothesis import strategies as st

from stormoede.contributions.core.tallies import Tally, count
from tests.examples import examples

LISTS = st.lists(st.lists(st.sampled_from(["Løn", "løn ", "Pension", "Ro", "ro"]), max_size=5), max_size=6)


def test_the_words_of_the_list_are_told():
    assert count([["løn", "Ro"], ["Ferie", "LØN"]], ["Løn"]) == [Tally("Løn", 2, 1)]


@settings(max_examples=examples(80), deadline=None)
@given(LISTS)
def test_nothing_is_counted_twice_for_one_list_and_every_first_is_somebodys(lists):
    told = count(lists)
    assert all(2 <= one.named <= len(lists) and 0 <= one.first <= one.named for one in told)
    assert sum(one.first for one in told) <= sum(bool(one) for one in lists)
    for one in told:
        own = [[" ".join(words.split()).casefold() for words in said] for said in lists]
        assert one.named == sum(one.words.casefold() in said for said in own)
