"""What a page of a list says of people's seats is what is said of each by themselves, though it is asked in words of its own."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stormoede.lib.prepared import AT_ONCE
from stormoede.members.core import titles
from stormoede.members.models import Body, Mandate, Organisation, Person
from stormoede.members.queries import people
from stormoede.members.queries.audiences import valid
from stormoede.members.tests.cast import ON, load_denmark
from tests.examples import examples

pytestmark = pytest.mark.django_db
NAMES = ("Karen Lund", "Ole Friis", "Ida Bo")
# The first and the last day both belong to a seat: what matters lies the day before, on the day, and the day after.
DAYS = tuple(ON + timedelta(days=days) for days in (-2, -1, 0, 1, 2))
SEATS = st.lists(
    st.tuples(
        st.sampled_from(range(len(NAMES))),
        st.sampled_from(["council", "finance_committee", "administration"]),
        st.sampled_from(Mandate.Role.values),
        st.sampled_from(DAYS),
        st.none() | st.sampled_from(DAYS),
    ),
    max_size=6,
    unique_by=lambda seat: seat[:4],
)
type Seat = tuple[int, str, str, date, date | None]


@pytest.fixture
def known() -> list[Person]:
    load_denmark()
    place = Organisation.objects.get(code="0430")
    for kind in ("finance_committee", "administration"):
        Body.objects.get_or_create(kind=kind, organisation=place, defaults={"name": kind})
    return [Person.objects.create(name=name, sort_key=name.lower(), organisation=place) for name in NAMES]


@settings(
    max_examples=examples(60, of_the_database=True),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seats=SEATS, on=st.sampled_from(DAYS))
def test_a_page_says_of_each_what_is_said_of_one(known: list[Person], seats: Sequence[Seat], on: date) -> None:
    Mandate.objects.all().delete()
    bodies = {body.kind: body for body in Body.objects.filter(organisation__code="0430")}
    for who, kind, role, first, last in seats:
        if last is None or first <= last:
            Mandate.objects.create(person=known[who], body=bodies[kind], role=role, valid_from=first, valid_to=last)
    ids = [person.pk for person in known]
    told = people.titles(ids, "da", on=on)
    assert told == {pk: title for pk in ids if (title := people.mandates_text(Person(pk=pk), "da", on=on))}
    assert set(told) == set(Mandate.objects.filter(valid(on)).values_list("person_id", flat=True))
    # More of them than a page has are asked about by Django's words.
    many = [*ids, *(Person().pk for _ in range(AT_ONCE))]
    assert people.titles(many, "da", on=on) == told


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Formand", "Chair"),
        ("borgmester", "mayor"),
        ("Administrerende  direktør", "Chief executive"),
        ("Rector magnificus", "Rector magnificus"),
    ],
)
def test_an_office_is_told_in_english_where_it_has_a_word_there(title, told):
    assert titles.office(title, "en") == told
    assert titles.office(title, "da") == title
