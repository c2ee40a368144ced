"""Distances, held against what anybody can look up on a road map, and against themselves."""

from itertools import product

import pytest

from stormoede.members.core import denmark
from stormoede.talks.core import distances

COPENHAGEN, AARHUS, ODENSE, AALBORG, ESBJERG, BORNHOLM, SAMSOE, HELSINGOER = (
    "0101", "0751", "0461", "0851", "0561", "0400", "0741", "0217",
)  # fmt: skip


def test_every_municipality_has_its_place() -> None:
    assert set(distances.positions()) == {place.code for place in denmark.municipalities()}


@pytest.mark.parametrize(
    ("a", "b", "road"),
    [(COPENHAGEN, AARHUS, 305), (COPENHAGEN, ODENSE, 165), (AARHUS, AALBORG, 118), (ESBJERG, COPENHAGEN, 300),
     (ODENSE, AARHUS, 145), (COPENHAGEN, HELSINGOER, 45)],
)  # fmt: skip
def test_it_is_about_as_far_as_by_road(a: str, b: str, road: int) -> None:
    assert distances.km(a, b) == pytest.approx(road, rel=0.1)


def test_one_goes_over_the_bridges() -> None:
    # Sixty kilometres over the water, half the country by road.
    assert distances.km("0813", HELSINGOER) > 450
    assert distances.km("0306", "0706") > 250


def test_there_and_back_are_the_same_and_no_detour_is_shorter() -> None:
    places = sorted(distances.positions())[::4]
    for a, b in product(places, places):
        assert distances.km(a, b) == distances.km(b, a)
        assert (distances.km(a, b) == 0) == (a == b)
        for c in places:
            assert distances.km(a, c) <= distances.km(a, b) + distances.km(b, c)
            assert distances.travel(a, c) <= distances.travel(a, b) + distances.travel(b, c)


def test_an_island_takes_its_ferry_and_bornholm_half_a_day() -> None:
    assert distances.travel(AARHUS, SAMSOE) == distances.minutes(distances.km(AARHUS, SAMSOE)) + 90
    assert min(distances.travel(BORNHOLM, place) for place in distances.positions() if place != BORNHOLM) >= 300
    assert distances.travel(BORNHOLM, BORNHOLM) == 0


def test_what_is_no_municipality_is_refused_by_name() -> None:
    assert not distances.knows("9999")
    with pytest.raises(distances.UnknownPlace):
        distances.km(AARHUS, "9999")
