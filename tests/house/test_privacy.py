"""Every field of every model is declared: in one class of data about people, or as being about nobody."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db.models import Model

from stormoede.web import about

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


def test_the_page_shows_every_class() -> None:
    rooms = {import_module(model.__module__.rpartition(".models")[0] + ".privacy") for model in MODELS}
    declared = {one.key for room in rooms for one in room.CLASSES}
    assert {one.key for one in about.KEPT} == declared
