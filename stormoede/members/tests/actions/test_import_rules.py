"""Whatever the list and whatever is known: twice is once, nobody is lost, nothing ends by itself."""

from datetime import date
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from stormoede.members.core.rows import Reason
from stormoede.members.core.terms import Term, place
from stormoede.members.models import Mandate, Person
from stormoede.members.queries.imports import plan
from stormoede.members.tests.cast import ON, bring_in, csv_list, load_denmark
from tests.examples import examples

PLACES = ["0430", "0492"]
NAMES = ["Mette Overgaard", "Peter Skov", "METTE OVERGÅRD", "Karen Lund"]
MAILS = ["", "a@x.example", "b@x.example", "c@x.example"]
NUMBERS = ["", "", "1", "2"]
ROLES = ["", "Borgmester", "Formand"]
BODIES = ["", "Økonomiudvalg", "KKR Syddanmark"]
FIRSTS = ["", "2018-01-01", "2022-01-01", "2025-06-01"]
LASTS = ["", "2021-12-31", "2025-12-31"]

ROWS = st.lists(
    st.tuples(
        *map(st.sampled_from, (PLACES, NAMES, MAILS, ROLES, BODIES, FIRSTS, LASTS, NUMBERS)),
    ).map(lambda row: f"{row[0]};;{row[1]};{row[2]};{row[3]};{row[4]};{row[5]};{row[6]};{row[7]}"),
    min_size=1,
    max_size=7,
)
EASY = settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def denmark(db: Any) -> None:
    load_denmark()


def _people() -> list[Any]:
    return list(Person.objects.order_by("pk").values_list("pk", "name", "email", "number", "organisation"))


def _seats() -> list[Any]:
    return list(Mandate.objects.order_by("pk").values_list("pk", "person", "body", "role", "valid_from", "valid_to"))


class _Undone(Exception):
    pass


def test_a_municipality_is_known_by_its_name_where_the_code_is_asked_for(denmark: None) -> None:
    spelt = ["430", "Faaborg-Midtfyn", "Faaborg-Midtfyn Kommune", "Århus", "ærø kommune"]
    rows = [f"{place};;Member {place};;;;;;" for place in spelt]
    assert bring_in(csv_list(*rows)).new == len(spelt)
    assert Person.objects.filter(organisation__code="0430").count() == 3
    asked = plan(csv_list("Faborg-Midtfyn;;Peter;;;;;;", "Christiansø;;Ole;;;;;;", "431x;;Ida;;;;;;"), on=ON)
    assert [(question.row, question.code) for question in asked.questions] == [(2, "0430")]
    assert [(row.row, row.reason) for row in asked.refused] == [
        (3, Reason.NO_MUNICIPALITY),
        (4, Reason.ORGANISATION_UNKNOWN),
    ]


NAMESAKES = [
    "0430;;Mette Overgaard;;;;;;1",
    "0430;;Mette Overgaard;a@x.example;;Økonomiudvalg;;;",
    "0430;;METTE OVERGÅRD;;Formand;;;;",
    "0430;;METTE OVERGÅRD;b@x.example;Formand;;;;",
]


@EASY
@given(before=ROWS, rows=ROWS, whole=st.booleans())
@example(before=["0430;;Mette Overgaard;a@x.example;;;;;"], rows=NAMESAKES, whole=True)
def test_the_same_list_twice_changes_nothing(denmark: None, before: list[str], rows: list[str], whole: bool) -> None:
    complete = ("all",) if whole else ()
    with pytest.raises(_Undone), transaction.atomic():
        bring_in(csv_list(*before))
        bring_in(csv_list(*rows), complete=complete)
        people, seats = _people(), _seats()
        again = plan(csv_list(*rows), on=ON, complete=complete)
        assert again.empty, (list(again.people), again.gone)
        bring_in(csv_list(*rows), complete=complete)
        assert (_people(), _seats()) == (people, seats)
        raise _Undone


@EASY
@given(before=ROWS, rows=ROWS)
def test_nobody_and_no_seat_is_lost(denmark: None, before: list[str], rows: list[str]) -> None:
    with pytest.raises(_Undone), transaction.atomic():
        bring_in(csv_list(*before))
        people, seats = _people(), _seats()
        bring_in(csv_list(*rows))
        assert {row[0] for row in people} <= {row[0] for row in _people()}
        after = {row[0]: row for row in _seats()}
        for pk, person, body, role, first, _last in seats:
            assert after[pk][1:4] == (person, body, role)
            assert after[pk][4] <= first
        raise _Undone


@EASY
@given(rows=ROWS)
def test_every_row_is_accounted_for(denmark: None, rows: list[str]) -> None:
    found = plan(csv_list(*rows), on=ON)
    taken = sum(len(person.seats) for person in found.people)
    assert found.rows == len(rows)
    # With nobody known, a row is a seat, a refusal or a question.
    assert taken + len(found.refused) + found.waiting == len(rows)
    assert all(2 <= refused.row <= len(rows) + 1 for refused in found.refused)


@EASY
@given(rows=ROWS)
def test_answering_every_question_leaves_none(denmark: None, rows: list[str]) -> None:
    content = csv_list(*rows)
    answers: dict[str, str] = {}
    for _round in range(len(rows) + 1):
        questions = plan(content, on=ON, answers=answers).questions
        if not questions:
            break
        answers |= {question.id: "new" for question in questions}
    assert plan(content, on=ON, answers=answers).waiting == 0


DAYS = st.dates(date(2018, 1, 1), date(2027, 12, 31))
OPEN = st.none() | DAYS


def _disjoint(bounds: list[date]) -> list[Term]:
    pairs = list(zip(bounds[::2], bounds[1::2], strict=False))
    return [Term(number, first, last) for number, (first, last) in enumerate(pairs)]


@given(OPEN, OPEN, st.lists(DAYS, max_size=6, unique=True).map(sorted).map(_disjoint), DAYS)
def test_a_seat_said_twice_is_said_once(first: date | None, last: date | None, seats: list[Term], on: date) -> None:
    if first and last and last < first:
        return
    placed = place(first, last, seats, on)
    if placed is None:
        assert first is None and last is not None and last < on
        return
    before, after = placed
    assert after.last is None or after.first <= after.last
    assert first is None or after.first <= first
    again = place(first, last, [*(seat for seat in seats if seat is not before), after], on)
    assert again == (after, after)
