"""Imports: who is who, what changes, what is asked, what is refused, and what ends."""

from datetime import date, timedelta
from typing import Any

import pytest

from stormoede.events.models import Event
from stormoede.members import upkeep
from stormoede.members.actions import imports, people
from stormoede.members.core.plan import PersonQuestion, PlaceQuestion
from stormoede.members.core.rows import Reason
from stormoede.members.models import Body, Import, Mandate, Person
from stormoede.members.queries import offices
from stormoede.members.queries.imports import plan
from stormoede.members.refusals import ImportGone, PreviewOutdated, QuestionsLeft
from stormoede.members.tests.cast import AT, BY, ON, bring_in, csv_list, load_denmark

pytestmark = pytest.mark.django_db
METTE = "0430;Faaborg-Midtfyn;Mette Overgaard;mette@fmk.example;Borgmester;Byråd;2022-01-01;2025-12-31;"
PETER = "0430;Faaborg-Midtfyn;Peter Skov;peter@fmk.example;;;2022-01-01;2025-12-31;"


@pytest.fixture(scope="module", autouse=True)
def denmark(shared: Any) -> None:
    shared(load_denmark)


def _state() -> Any:
    people = Person.objects.order_by("pk").values_list(
        "pk", "name", "email", "number", "organisation__code", "sort_key"
    )
    seats = Mandate.objects.order_by("pk").values_list("pk", "person", "body", "role", "valid_from", "valid_to")
    return list(people), list(seats)


def _refused(content: bytes) -> list[tuple[int, Reason]]:
    return [(row.row, row.reason) for row in plan(content, on=ON).refused]


def test_a_new_person_with_a_seat() -> None:
    result = bring_in(csv_list(METTE))
    assert (result.new, result.changed, result.refused) == (1, 0, 0)
    mette = Person.objects.get()
    assert (mette.name, mette.email, mette.organisation.code) == ("Mette Overgaard", "mette@fmk.example", "0430")
    seat = mette.mandates.get()
    assert (seat.role, seat.body.kind, seat.valid_from, seat.valid_to) == (
        "mayor",
        "council",
        date(2022, 1, 1),
        date(2025, 12, 31),
    )
    assert Event.objects.filter(act="person.imported", subject=f"person:{mette.pk}").count() == 1


def test_until_further_notice_as_systems_of_staff_write_it_is_no_last_day() -> None:
    bring_in(csv_list(METTE.replace("2025-12-31", "31.12.9999")))
    seat = Mandate.objects.get()
    assert seat.valid_to is None and offices.first_left() is None
    Mandate.objects.update(valid_to=date(9999, 12, 31))
    assert offices.first_left() is None, "also where it was kept as a day before"


def test_the_same_list_twice_changes_nothing() -> None:
    content = csv_list(METTE, PETER, METTE.replace("Byråd", "Økonomiudvalg").replace("Borgmester", "Formand"))
    bring_in(content)
    before = _state()
    result = bring_in(content)
    assert (result.new, result.changed, result.unchanged, result.ended) == (0, 0, 2, 0)
    assert _state() == before


def test_one_person_in_two_bodies_is_one_person() -> None:
    bring_in(csv_list(METTE, METTE.replace("Byråd", "KKR Syddanmark").replace("Borgmester", "Medlem")))
    mette = Person.objects.get()
    assert set(mette.mandates.values_list("body__kind", flat=True)) == {"council", "regional_council"}


def test_a_new_name_is_a_change_when_the_address_is_the_same() -> None:
    bring_in(csv_list(METTE))
    result = bring_in(csv_list(METTE.replace("Mette Overgaard", "Mette Overgaard Lund")))
    assert (result.new, result.changed) == (0, 1)
    assert Person.objects.get().name == "Mette Overgaard Lund"


def test_a_new_address_is_a_change_when_the_number_is_the_same() -> None:
    bring_in(csv_list(METTE + "17"))
    result = bring_in(csv_list(METTE.replace("mette@", "borgmester@") + "17"))
    assert (result.new, result.changed) == (0, 1)
    assert Person.objects.get().email == "borgmester@fmk.example"


def test_the_number_beats_the_address() -> None:
    bring_in(csv_list(METTE + "17", PETER + "18"))
    bring_in(csv_list(PETER.replace("peter@", "mette@") + "18"))
    assert Person.objects.get(number="18").email == "mette@fmk.example"
    assert Person.objects.get(number="17").name == "Mette Overgaard"


def test_a_number_of_another_keeps_two_people_apart() -> None:
    bring_in(csv_list(METTE + "17"))
    assert bring_in(csv_list(METTE + "99"), {"p2": "new"}).new == 1
    assert Person.objects.count() == 2


def test_a_number_is_learnt_from_a_list_that_has_one() -> None:
    bring_in(csv_list(METTE))
    assert bring_in(csv_list(METTE + "17")).changed == 1
    assert Person.objects.get().number == "17"


def test_an_address_counts_within_the_organisation_only() -> None:
    bring_in(csv_list(METTE))
    assert bring_in(csv_list(METTE.replace("0430;Faaborg-Midtfyn", "0492;Ærø"))).new == 1


def test_a_name_is_only_a_proposal() -> None:
    bring_in(csv_list(METTE))
    moved = csv_list(METTE.replace("mette@fmk.example", "mo@ny.example"))
    question = plan(moved, on=ON).questions[0]
    assert isinstance(question, PersonQuestion)
    assert [candidate.name for candidate in question.candidates] == ["Mette Overgaard"]
    left = bring_in(moved)
    assert (left.waiting, Person.objects.count()) == (1, 1)
    known = Person.objects.get()
    bring_in(moved, {question.id: str(known.pk)})
    known.refresh_from_db()
    assert known.email == "mo@ny.example"


def test_a_proposal_can_be_turned_down() -> None:
    bring_in(csv_list(METTE))
    assert bring_in(csv_list(METTE.replace("mette@", "m2@")), {"p2": "new"}).new == 1
    assert Person.objects.count() == 2


def test_an_answer_nobody_was_asked_for_is_no_answer() -> None:
    bring_in(csv_list(METTE, PETER))
    peter = Person.objects.get(name="Peter Skov")
    result = bring_in(csv_list(METTE.replace("mette@", "m2@")), {"p2": str(peter.pk)})
    assert (result.waiting, result.changed) == (1, 0)


def test_who_has_no_address_is_accepted_and_counted() -> None:
    bare = csv_list(METTE.replace("mette@fmk.example", ""), PETER)
    result = bring_in(bare)
    assert (result.new, result.unreachable) == (2, 1)
    before = _state()
    again = bring_in(bare)
    assert (again.new, again.changed, again.waiting, again.unreachable) == (0, 0, 0, 1)
    assert _state() == before


def test_an_empty_cell_takes_nothing_away() -> None:
    bring_in(csv_list(METTE + "17"))
    assert bring_in(csv_list(METTE.replace("mette@fmk.example", "") + "17")).unchanged == 1
    assert Person.objects.get().email == "mette@fmk.example"


def test_a_name_alone_may_be_somebody_else_in_the_list() -> None:
    bare = METTE.replace("mette@fmk.example", "").replace("Byråd", "Økonomiudvalg").replace("Borgmester", "Medlem")
    content = csv_list(METTE, bare)
    question = plan(content, on=ON).questions[0]
    assert isinstance(question, PersonQuestion)
    assert [candidate.value for candidate in question.candidates] == ["row:2"]
    bring_in(content, {"p3": "row:2"})
    assert Person.objects.get().mandates.count() == 2
    before = _state()
    assert bring_in(content).waiting == 0
    assert _state() == before


def test_a_mailbox_that_many_share_never_makes_them_one() -> None:
    shared = csv_list(METTE.replace("mette@", "raad@"), PETER.replace("peter@", "raad@"))
    assert bring_in(shared).new == 2
    before = _state()
    assert bring_in(shared).unchanged == 2
    assert _state() == before


def test_a_list_ends_nothing_unless_it_is_said_to_be_whole() -> None:
    bring_in(csv_list(METTE, PETER))
    assert bring_in(csv_list(METTE)).ended == 0
    assert bring_in(csv_list(METTE), complete=("0492",)).ended == 0
    assert bring_in(csv_list(METTE), complete=("0430",)).ended == 1
    assert Mandate.objects.get(person__name="Peter Skov").valid_to == date(2025, 2, 6)
    assert bring_in(csv_list(METTE), complete=("all",)).ended == 0


def test_a_whole_list_ends_only_in_bodies_it_speaks_of() -> None:
    bring_in(csv_list(METTE, PETER, PETER.replace(";;;", ";;Økonomiudvalg;")))
    bring_in(csv_list(METTE), complete=("all",))
    ended = Mandate.objects.filter(valid_to=date(2025, 2, 6))
    assert [seat.body.kind for seat in ended] == ["council"]


def test_nothing_ends_where_a_row_could_not_be_read() -> None:
    bring_in(csv_list(METTE, PETER))
    unread = csv_list(METTE, PETER.replace("peter@fmk.example", "peter at fmk"))
    assert plan(unread, on=ON, complete=["all"]).kept == ["0430"]
    assert bring_in(unread, complete=("all",)).ended == 0


def test_somebody_listed_again_sits_again() -> None:
    bring_in(csv_list(METTE, PETER))
    bring_in(csv_list(METTE), complete=("all",))
    bring_in(csv_list(METTE, PETER.replace("2025-12-31", "")))
    assert Mandate.objects.get(person__name="Peter Skov").valid_to is None


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (METTE.replace("0430;Faaborg-Midtfyn", "411;Christiansø"), Reason.NO_MUNICIPALITY),
        (METTE.replace("0430;Faaborg-Midtfyn", "0411;"), Reason.NO_MUNICIPALITY),
        (METTE.replace("0430;Faaborg-Midtfyn", ";Christiansø"), Reason.NO_MUNICIPALITY),
        (METTE.replace("0430;Faaborg-Midtfyn", ";411"), Reason.NO_MUNICIPALITY),
        (METTE.replace("0430;Faaborg-Midtfyn", "0999;"), Reason.ORGANISATION_UNKNOWN),
        (METTE.replace("0430;Faaborg-Midtfyn", ";Atlantis"), Reason.ORGANISATION_UNKNOWN),
        (METTE.replace("0430;Faaborg-Midtfyn", ";"), Reason.ORGANISATION_MISSING),
        (METTE.replace("0430;Faaborg-Midtfyn", "0430;Aarhus"), Reason.ORGANISATION_TWO),
        (METTE.replace("Mette Overgaard", ""), Reason.NAME_MISSING),
        (METTE.replace("Mette Overgaard", "-"), Reason.NAME_UNREADABLE),
        (METTE.replace("Mette Overgaard", "Mette\x07"), Reason.NAME_UNREADABLE),
        (METTE.replace("Mette Overgaard", "M" * 161), Reason.NAME_UNREADABLE),
        (METTE.replace("mette@fmk.example", "a@b.example; c@d.example".replace(";", ",")), Reason.ADDRESS),
        (METTE.replace("mette@fmk.example", "mette@fmk"), Reason.ADDRESS),
        (METTE.replace("Borgmester", "Konge"), Reason.ROLE),
        (METTE.replace("Byråd", "Senat"), Reason.BODY),
        (METTE.replace("Byråd", "KKR"), Reason.WHICH_REGIONAL_COUNCIL),
        (METTE.replace("Byråd", "KKR Skåne"), Reason.WHICH_REGIONAL_COUNCIL),
        (METTE.replace("2022-01-01", "31-02-2022"), Reason.DATE),
        (METTE.replace("2022-01-01", "2026-01-01"), Reason.DATE_ORDER),
        (METTE.replace("2022-01-01;2025-12-31", ";2023-01-01"), Reason.FIRST_DAY_MISSING),
        (METTE + "1" * 41, Reason.NUMBER_TOO_LONG),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_its_reason(row: str, reason: Reason) -> None:
    assert _refused(csv_list(PETER, row)) == [(3, reason)]
    assert bring_in(csv_list(PETER, row)).new == 1


def test_rows_that_repeat_or_contradict_each_other() -> None:
    assert _refused(csv_list(METTE, METTE)) == [(3, Reason.REPEATED)]
    assert _refused(csv_list(METTE + "17", METTE.replace("Mette Overgaard", "Karen Lund") + "17")) == [
        (3, Reason.CONFLICT)
    ]
    again = METTE.replace("2022-01-01;2025-12-31", "2018-01-01;2021-12-31")
    assert _refused(csv_list(METTE, again)) == []


@pytest.mark.parametrize(
    "place", ["430;", "0430;Faaborg-Midtfyn Kommune", ";FAABORG MIDTFYN", ";Fåborg-Midtfyn", "430.0;", ";430"]
)
def test_a_municipality_however_it_is_written(place: str) -> None:
    bring_in(csv_list(METTE.replace("0430;Faaborg-Midtfyn", place)))
    assert Person.objects.get().organisation.code == "0430"


def test_a_near_name_is_asked_about_once() -> None:
    rows = [row.replace("0430;Faaborg-Midtfyn", ";Faborg-Midtfyn") for row in (METTE, PETER)]
    content = csv_list(*rows)
    found = plan(content, on=ON)
    question = found.questions[0]
    assert isinstance(question, PlaceQuestion)
    assert (len(found.questions), question.code, question.rows, found.waiting) == (1, "0430", 2, 2)
    assert bring_in(content, {question.id: "no"}).refused == 2
    assert bring_in(content, {question.id: "yes"}).new == 2


def test_questions_must_be_answered_or_left_out_on_purpose() -> None:
    kept = imports.receive("x.csv", csv_list(METTE.replace("0430;Faaborg-Midtfyn", ";Faborg-Midtfyn")), by=BY, at=AT)
    with pytest.raises(QuestionsLeft):
        imports.apply(kept.pk, {}, by=BY, at=AT)
    assert Import.objects.filter(pk=kept.pk).exists()


def test_a_preview_that_is_no_longer_true_is_shown_again() -> None:
    kept = imports.receive("x.csv", csv_list(METTE), by=BY, at=AT)
    seen = plan(csv_list(METTE), on=ON).mark()
    bring_in(csv_list(METTE))
    with pytest.raises(PreviewOutdated):
        imports.apply(kept.pk, {}, seen=seen, by=BY, at=AT)


def test_an_address_corrected_while_the_list_is_compared_is_not_put_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list gives Mette another name and says nothing of her address, which she corrects between the two."""
    bring_in(csv_list(METTE + "17"))
    mette, compare = Person.objects.get(), imports.queries.plan

    def overtaken(*content: bytes, **more: Any) -> Any:
        found = compare(*content, **more)
        people.correct_address(mette, "mette@nyt.example", by=BY, at=AT)
        return found

    renamed = csv_list("0430;Faaborg-Midtfyn;Mette O. Overgaard;;Borgmester;Byråd;2022-01-01;2025-12-31;17")
    kept = imports.receive("x.csv", renamed, by=BY, at=AT)
    monkeypatch.setattr(imports.queries, "plan", overtaken)
    with pytest.raises(PreviewOutdated):
        imports.apply(kept.pk, {}, by=BY, at=AT)
    monkeypatch.undo()
    people.correct_address(mette, "mette@nyt.example", by=BY, at=AT)
    assert imports.apply(kept.pk, {}, by=BY, at=AT).changed == 1
    mette.refresh_from_db()
    assert (mette.name, mette.email) == ("Mette O. Overgaard", "mette@nyt.example")


def test_an_import_is_carried_out_once() -> None:
    kept = imports.receive("x.csv", csv_list(METTE), by=BY, at=AT)
    imports.apply(kept.pk, {}, by=BY, at=AT)
    with pytest.raises(ImportGone):
        imports.apply(kept.pk, {}, by=BY, at=AT)
    with pytest.raises(ImportGone):
        imports.discard(kept.pk, by=BY, at=AT)


def test_a_plan_writes_nothing(django_assert_num_queries: Any) -> None:
    bring_in(csv_list(METTE))
    before = _state(), Event.objects.count()
    with django_assert_num_queries(6):
        plan(csv_list(METTE, PETER), on=ON, complete=["all"])
    assert (_state(), Event.objects.count()) == before


def test_an_import_is_few_statements_however_long_the_list(django_assert_max_num_queries: Any) -> None:
    rows = [f"0430;;Person {number};n{number}@fmk.example;;;2022-01-01;;" for number in range(300)]
    kept = imports.receive("x.csv", csv_list(*rows), by=BY, at=AT)
    with django_assert_max_num_queries(30):
        result = imports.apply(kept.pk, {}, by=BY, at=AT)
    assert (result.new, Body.objects.get(kind="council", organisation__code="0430").mandates.count()) == (300, 300)


def test_a_list_nobody_decides_about_is_thrown_away_after_a_week() -> None:
    kept = imports.receive("liste.csv", csv_list(METTE), by=BY, at=AT)
    assert upkeep.run(at=AT + timedelta(days=7)) == 0
    assert upkeep.run(at=AT + timedelta(days=7, seconds=1)) == 1
    with pytest.raises(ImportGone):
        imports.discard(kept.pk, by=BY, at=AT)
