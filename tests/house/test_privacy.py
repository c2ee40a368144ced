"""Every field of every model is declared: in one class of data about people, or as being about nobody.

And what is about people says how it is found, what an erasure does with it, and for how long it is kept.
"""

from datetime import UTC, datetime
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.db.models import Model

from stormoede.lib.privacy import Fate, Somebody
from stormoede.members.models import Person
from stormoede.protection import declared, words
from stormoede.protection.declared import Declared
from stormoede.protection.queries import finding

MODELS = [
    model
    for model in apps.get_models()
    if model.__module__.startswith("stormoede.") and model._meta.app_label != "story"
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_declared_once(model: type[Model]) -> None:
    room = import_module(model.__module__.rpartition(".models")[0] + ".privacy")
    personal = [name for one in room.CLASSES for name in one.fields]
    assert len(personal) == len(set(personal))
    for field in model._meta.concrete_fields:
        names = {f"{model.__name__}.{field.name}", model.__name__}
        found = [name for name in personal if name in names]
        assert len(found) == 1 or (not found and model.__name__ in room.IMPERSONAL), f"{model.__name__}.{field.name}"


# About those who work on the rounds, who are no members; or found without naming anybody.
OF_NO_MEMBER = {"Staff", "StaffSession", "Feed", "Limit", "Import", "Signatory", "Round", "Former"}
CLASSES = [pytest.param(one, id=one.one.key) for one in declared.classes()]


def test_every_room_is_gathered() -> None:
    rooms = {import_module(model.__module__.rpartition(".models")[0] + ".privacy") for model in MODELS}
    assert {one.key for room in rooms for one in room.CLASSES} == {one.one.key for one in declared.classes()}
    assert len(declared.terms()) == sum(len(one.one.terms) for one in declared.classes())


@pytest.mark.parametrize("one", CLASSES)
def test_a_class_says_how_its_rows_are_found_and_what_an_erasure_does(one: Declared) -> None:
    found = {rows.model for rows in one.one.rows}
    assert {name.partition(".")[0] for name in one.one.fields} - found - OF_NO_MEMBER == set()
    assert bool(one.one.erased) == bool(one.one.rows), "say in ``erased`` what becomes of it"
    for rows in one.one.rows:
        assert rows.of or rows.tagged or rows.said or rows.named
        names = {field.name for field in one.model(rows)._meta.concrete_fields}
        assert set(rows.empties) <= names
        assert not rows.empties or rows.fate == Fate.EMPTIED


@pytest.mark.django_db
@pytest.mark.parametrize("one", CLASSES)
def test_what_is_declared_can_be_asked_for(one: Declared) -> None:
    who = Somebody(uuid4(), "Karen Lund", "karen@faaborg.example")
    for rows in one.one.rows:
        assert not finding.rows(one, rows, who).values(*rows.shows.values())[:1]
    for term in one.one.terms:
        assert term.oldest() is None
        assert term.waiting(datetime(2025, 1, 1, tzinfo=UTC)) == 0
        assert (term.go is None) != (term.people is None)
    assert "%" not in words.kept(one.one, {})


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_way_to_a_person_is_one_the_erasure_knows(model: type[Model]) -> None:
    known = {way for one in declared.classes() if one.room == model._meta.app_label
             for rows in one.one.rows if rows.model == model.__name__ for way in rows.of}  # fmt: skip
    ways = {field.name for field in model._meta.concrete_fields if field.related_model is Person}
    assert ways - known == set()
