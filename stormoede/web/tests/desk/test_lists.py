"""What all lists have: Danish order both ways, what is empty last, the choice kept, and one list's file beside another's."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from stormoede.lib.danish import sort_key
from stormoede.members.models import Organisation, Person
from stormoede.web.desk.lists import Column, Listed, Narrow, named

NAMES = ["Ølgod", "Aabenraa", "Ærø", "Albertslund", "Zealand", ""]
IN_ORDER = ["Albertslund", "Zealand", "Ærø", "Ølgod", "Aabenraa"]
COLUMNS = [
    Column[str]("name", "Navn", lambda row: row),
    Column[str]("length", "Længde", lambda row: len(row) or None, opt="num"),
    Column[str]("twice", "To gange", lambda row: row * 2, opt=None),
]


def listed(query: str = "", **more) -> Listed[str]:
    request = RequestFactory().get(f"/{query}")
    request.user = AnonymousUser()
    return Listed(request, COLUMNS, **more)


def test_rows_are_in_danish_order_and_what_is_empty_comes_last() -> None:
    assert listed("?sort=name").rows(NAMES) == [*IN_ORDER, ""]
    assert listed("?sort=-name").rows(NAMES) == [*reversed(IN_ORDER), ""]
    assert listed("?sort=length").rows(["bb", "", "a", "cc"]) == ["a", "bb", "cc", ""]
    assert listed("?sort=-length").rows(["bb", "", "a", "cc"]) == ["bb", "cc", "a", ""]


@given(st.lists(st.text(max_size=5)), st.sampled_from(["", "?sort=name", "?sort=-length", "?sort=nothing"]))
def test_an_order_loses_and_invents_nothing(rows: list[str], query: str) -> None:
    assert sorted(listed(query).rows(rows)) == sorted(rows)


def test_what_nobody_offers_leaves_the_rows_as_they_come() -> None:
    assert listed("?sort=mother").rows(NAMES) == NAMES
    assert listed(start="-name").rows(NAMES)[0] == "Aabenraa"


def test_a_head_turns_the_order_and_keeps_the_rest_of_the_address() -> None:
    name, length = listed("?q=a&page=3&as=csv&sort=name").heads
    assert (name.sorted, name.turn) == ("ascending", "?q=a&sort=-name")
    assert (length.sorted, length.turn, length.opt) == ("", "?q=a&sort=length", "num")


def test_two_lists_of_a_page_have_their_own_order_and_file() -> None:
    query = "?sort=name&other-sort=-name&as=csv&list=other"
    first, other = listed(query), listed(query, name="other")
    assert first.rows(NAMES) == [*IN_ORDER, ""]
    assert other.rows(NAMES)[0] == "Aabenraa"
    assert first.file("En", lambda: NAMES) is None
    answer = other.file("Anden", lambda: ["=1+1"])
    assert answer is not None
    assert answer.content.decode("utf-8-sig").splitlines() == ["Navn;Længde;To gange", "'=1+1;4;'=1+1=1+1"]


def test_a_search_takes_case_accents_and_aa_as_they_come() -> None:
    with override("da"):
        form = Narrow({"q": "GAARD over", "kind": "unheard of"}, "Navn", kind=("Slags", [("a", "A")]))
    assert form.fits("Mette Overgård")
    assert not form.fits("Mette Over")
    assert (form.value("kind"), form.narrowed) == ("", True)


@pytest.mark.django_db
def test_the_database_orders_and_finds_as_python_does() -> None:
    for number, name in enumerate(NAMES[:-1]):
        place = Organisation.objects.create(code=f"{number:04}", name=name, sort_key=sort_key(name))
        Person.objects.create(name=f"Bo {name}", sort_key=sort_key(f"Bo {name}"), organisation=place)
    Person.objects.create(name="Bo Ingen", sort_key=sort_key("Bo Ingen"))
    columns = [
        Column[Person]("place", "Kommune", lambda one: one.name, by=("organisation__sort_key",)),
        Column[Person]("mark", "Mærke", lambda one: one.name),
    ]
    for query, expected in (("?sort=place", IN_ORDER), ("?sort=-place", IN_ORDER[::-1])):
        found = Listed(RequestFactory().get(f"/{query}"), columns).query(Person.objects.all())
        assert [one.name.removeprefix("Bo ") for one in found] == [*expected, "Ingen"]
    assert [one.name for one in named(Person.objects.all(), "bo AABEN", "sort_key")] == ["Bo Aabenraa"]
    assert not named(Person.objects.all(), "!", "sort_key").exists()
    assert [head.turn != "" for head in Listed(RequestFactory().get("/"), columns).heads] == [True, False]


def test_a_day_is_ordered_as_a_day() -> None:
    columns = [Column[date]("day", "Dag", lambda row: row)]
    rows = [date(2025, 3, 1), date(2024, 12, 31)]
    assert Listed(RequestFactory().get("/?sort=day"), columns).rows(rows) == rows[::-1]
