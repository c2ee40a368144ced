"""Query sets that are worded once: what they give is what Django gives, and statements stay as they were meant."""

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import F, IntegerField, Model, Value
from django.db.models.signals import post_init, pre_init
from django.test.utils import CaptureQueriesContext

from stormoede.accounts.models import Link
from stormoede.lib.prepared import Keyed, Prepared, preparing
from stormoede.members.models import Organisation, Person
from tests import cast

pytestmark = pytest.mark.django_db

AT = datetime(2025, 2, 7, 9, tzinfo=UTC)


def as_told(row):
    """All there is to a row, and to the rows that came along."""
    state = row._state
    came = {name: other and as_told(other) for name, other in state.fields_cache.items() if isinstance(other, Model)}
    columns = {name: value for name, value in row.__dict__.items() if name != "_state"}
    return type(row), columns, (state.db, state.adding, state.fetch_mode), came, set(state.fields_cache)


def links(handle):
    return Link.objects.select_related("person__organisation").annotate(more=F("generation") + 1).filter(pk=handle)


@pytest.mark.parametrize("placed", [True, False])
def test_rows_are_what_django_makes_of_them(placed):
    place = Organisation.objects.create(code="851", name="Aalborg", sort_key="aalborg") if placed else None
    link = cast.link(cast.person(organisation=place), opens=AT)
    prepared = Prepared(links, "a handle")
    for _ in range(2):
        (ours,), (django,) = prepared(link.handle), links(link.handle)
        assert as_told(ours) == as_told(django)
        assert ours.person.organisation == place
    assert prepared("no such") == []


def test_a_row_can_be_changed_and_kept_like_any_other():
    link = cast.link(cast.person())
    (row,) = Prepared(links, "a handle")(link.handle)
    row.closes = AT
    row.person = other = cast.person("Bo Lund")
    assert row.person_id == other.pk
    row.save()
    assert Link.objects.filter(pk=link.pk, closes=AT, person=other).exists()


def test_columns_left_out_are_fetched_when_asked_for():
    link = cast.link(cast.person())
    (row,) = Prepared(lambda handle: Link.objects.only("pk").filter(pk=handle), "a handle")(link.handle)
    assert row.get_deferred_fields() >= {"purpose", "generation"}
    assert row.purpose == link.purpose


def test_rows_come_in_the_order_of_their_keys():
    people = [cast.person(f"Number {number}") for number in range(120)]
    asked = Keyed(lambda more: Person.objects.annotate(more=Value(more, IntegerField())), 32007)
    for some in (people[7::-1], people[:1], people, [], people[50:100]):
        told = asked([one.pk for one in some], 5)
        assert [(one.pk, one.name, one.more) for one in told] == [(one.pk, one.name, 5) for one in some]
    people[3].delete()
    assert asked([people[4].pk, people[3].pk], 5) == people[4:5]


def test_rows_with_a_number_for_a_key_are_found_too():
    places = [Organisation.objects.create(code=code, name=code, sort_key=code) for code in "abc"]
    asked = Keyed(lambda: Organisation.objects.only("name"))
    with CaptureQueriesContext(connection) as seen:
        assert asked([places[2].pk, 0, places[0].pk]) == [places[2], places[0]]
    assert len(seen) == 1


def test_nobody_listens_while_rows_are_made():
    for model in apps.get_models():
        if model.__module__.startswith("stormoede."):
            assert not pre_init.has_listeners(model) and not post_init.has_listeners(model), model
            assert model.__init__ is Model.__init__ and model.from_db.__func__ is Model.from_db.__func__, model


def test_a_statement_means_the_same_however_often_it_is_asked():
    for number in (1, 2, 3):
        with preparing() as cursor:
            cursor.execute("SELECT %s || '100 %%', %s", ["so ", str(number)])
            assert cursor.fetchone() == ("so 100 %", str(number))
    with preparing() as cursor:
        cursor.execute("SELECT '%s'")
        assert cursor.fetchone() == ("%s",)
