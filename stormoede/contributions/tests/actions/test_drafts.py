"""Saving as one types: nothing is lost, nothing is written over unseen, and a page never stands in its own way."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stormoede.accounts import actors
from stormoede.contributions.actions import drafts
from stormoede.contributions.actions.drafts import Conflict, Saved
from stormoede.contributions.models import Aside, Contribution, DraftField
from stormoede.contributions.queries import places
from stormoede.contributions.queries.places import Visitor
from stormoede.contributions.tests import house
from stormoede.contributions.tests.house import AT, TODAY
from stormoede.events.models import Event
from stormoede.members.models import Mandate
from tests.examples import examples

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """A council's draft, its mayor and its secretary."""
    found, body = house.questionnaire(), house.council()
    lone, henning = house.seat("Lone Friis", body, "secretary"), house.seat("Henning Brandt", body, "mayor")
    return house.begin(found, lone, body), lone, henning


def text(contribution, name="situation"):
    return DraftField.objects.get(contribution=contribution, name=name)


def test_a_save_is_one_statement_while_one_goes_on_writing(two, django_assert_num_queries):
    draft, lone, _ = two
    assert house.write(draft, lone, "situation", "Udgiften") == Saved(1)
    with django_assert_num_queries(2):
        assert house.write(draft, lone, "situation", "Udgiften steg", 1) == Saved(2)
    assert text(draft).value == "Udgiften steg"
    assert Event.objects.filter(act="draft.written").count() == 1
    house.write(draft, lone, "situation", "Udgiften steg.", 2, at=AT + timedelta(minutes=11))
    assert Event.objects.filter(act="draft.written").count() == 2


def test_the_later_of_two_sees_the_others_text_and_nothing_is_replaced(two):
    draft, lone, henning = two
    house.write(draft, lone, "situation", "Lones tekst")
    answer = house.write(draft, henning, "situation", "Hennings tekst")
    assert isinstance(answer, Conflict)
    assert (answer.value, answer.revision, answer.by) == ("Lones tekst", 1, lone.pk)
    assert text(draft).value == "Lones tekst"
    assert Aside.objects.get().value == "Hennings tekst"
    house.write(draft, henning, "situation", "Hennings længere tekst")
    assert Aside.objects.get().value == "Hennings længere tekst"


@pytest.mark.parametrize(("mine", "stands"), [(True, "Hennings tekst"), (False, "Lones tekst")])
def test_the_later_chooses_which_text_stands(two, mine, stands):
    draft, lone, henning = two
    house.write(draft, lone, "situation", "Lones tekst")
    house.write(draft, henning, "situation", "Hennings tekst")
    sitting = places.sitting(draft.pk, Visitor(henning, TODAY), AT)
    drafts.choose(sitting, "situation", mine=mine, revision=1, by=actors.person(henning), at=AT)
    assert text(draft).value == stands
    assert not Aside.objects.exists()


def test_a_choice_made_on_a_text_that_has_changed_again_replaces_nothing(two):
    draft, lone, henning = two
    house.write(draft, lone, "situation", "Lones tekst")
    house.write(draft, henning, "situation", "Hennings tekst")
    house.write(draft, lone, "situation", "Lones nye tekst", 1)
    sitting = places.sitting(draft.pk, Visitor(henning, TODAY), AT)
    answer = drafts.choose(sitting, "situation", mine=True, revision=1, by=actors.person(henning), at=AT)
    assert isinstance(answer, Conflict)
    assert text(draft).value == "Lones nye tekst"
    assert Aside.objects.get().value == "Hennings tekst"


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("AB"), st.sampled_from(["kept", "lost"])), min_size=1, max_size=12))
def test_no_text_of_anybody_is_ever_lost(two, steps):
    """Two pages type into one field; answers get lost. What each typed last stands in the field or beside it."""
    draft, *people = two
    DraftField.objects.all().delete()
    Aside.objects.all().delete()
    revision, step, typed = {"A": 0, "B": 0}, {"A": 0, "B": 0}, {}
    for number, (page, answer) in enumerate(steps):
        who = people["AB".index(page)]
        step[page] += 1
        typed[page] = f"{page} skriver {number}"
        before = DraftField.objects.filter(contribution=draft).values_list("value", "mark").first()
        came = house.write(draft, who, "situation", typed[page], revision[page], mark=page * 32, step=step[page])
        if before and before[1] != page * 32 and isinstance(came, Saved):
            assert before[0] != typed.get("AB".replace(page, ""), "") or revision[page], "written over unseen"
        if answer == "kept" and isinstance(came, Saved):
            revision[page] = came.revision
    there = {text(draft).value, *Aside.objects.values_list("value", flat=True)}
    assert set(typed.values()) <= there


def test_a_save_whose_answer_was_lost_is_no_conflict(two):
    draft, lone, _ = two
    mark = "a" * 32
    house.write(draft, lone, "situation", "Et", 0, mark=mark, step=1)
    assert house.write(draft, lone, "situation", "Et to", 0, mark=mark, step=2) == Saved(2)
    assert house.write(draft, lone, "situation", "Et", 0, mark=mark, step=1) == Saved(2)
    assert text(draft).value == "Et to"


def test_only_those_who_write_may(two):
    draft, lone, henning = two
    member, stranger = (
        house.seat("Mette Overgaard", draft.body),
        house.seat("Ulla Stokholm", house.council("440", "Kerteminde"), "mayor"),
    )
    assert [places.sitting(draft.pk, Visitor(one, TODAY), AT) is None for one in (lone, henning, member, stranger)] == [
        False, False, True, True,
    ]  # fmt: skip
    here = house.place(draft.questionnaire, lone, draft.body)
    drafts.invite(here, member, by=house.BY, at=AT)
    assert places.sitting(draft.pk, Visitor(member, TODAY), AT) is not None
    drafts.uninvite(here, member.pk, by=house.BY, at=AT)
    assert places.sitting(draft.pk, Visitor(member, TODAY), AT) is None


@pytest.mark.parametrize("role", list(Mandate.Role.values))
@pytest.mark.parametrize("elsewhere", [False, True])
def test_the_rule_in_the_database_is_the_one_in_permissions(role, elsewhere):
    found, body = house.questionnaire(), house.council()
    who = house.seat("En Person", house.council("440", "Kerteminde") if elsewhere else body, role)
    draft = house.begin(found, who, body)
    here = house.place(found, who, body)
    assert (places.sitting(draft.pk, Visitor(who, TODAY), AT) is not None) == bool(here and here.writes)


def test_a_council_has_one_contribution_however_often_it_is_begun(two):
    draft, _, henning = two
    assert house.begin(draft.questionnaire, henning, draft.body) == draft
    assert Contribution.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_stands_and_the_others_are_told():
    found, body = house.questionnaire(), house.council()
    people = [house.seat(f"Borgmester Nummer{number}", body, "mayor") for number in range(6)]
    draft, answers = house.begin(found, people[0], body), []

    def go(who):
        try:
            answers.append(house.write(draft, who, "situation", who.name))
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(who,)) for who in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(isinstance(one, Saved) for one in answers) == 1
    assert {text(draft).value, *Aside.objects.values_list("value", flat=True)} == {who.name for who in people}
