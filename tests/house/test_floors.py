"""Foreign keys and templates keep to the floors too; the import checker cannot see them."""

import re

import pytest
from django.apps import apps
from django.urls import URLPattern, get_resolver

from tests.house import tree

TAG = re.compile(r"""{%-?\s*(url|include|extends)\s+["']([^"']+)["']""")
PAGE = re.compile(r"""\|page_of:["']([^"']+)["']""")


def _room_of_module(module):
    parts = module.split(".")
    return parts[1] if parts[0] == "stormoede" and len(parts) > 2 else None


def test_every_room_has_its_floor():
    rooms = {config.name.split(".")[1] for config in apps.get_app_configs() if config.name.startswith("stormoede.")}
    assert rooms <= set(tree.FLOORS)


def test_relations_run_downwards():
    wrong = []
    for model in apps.get_models():
        own = _room_of_module(model.__module__)
        if own is None:
            continue
        for field in model._meta.get_fields():
            if not (field.is_relation and field.concrete and field.related_model):
                continue
            other = _room_of_module(field.related_model.__module__)
            if other and tree.floor(other) > tree.floor(own):
                wrong.append(f"{model.__name__}.{field.name} → {other}")
    assert wrong == []


def test_relations_across_rooms_leave_no_name_behind():
    """A lower room must not grow an attribute for each room above it."""
    wrong = []
    for model in apps.get_models():
        own = _room_of_module(model.__module__)
        for field in model._meta.get_fields():
            if own is None or not (field.is_relation and field.concrete and field.related_model):
                continue
            other = _room_of_module(field.related_model.__module__)
            if other not in {None, own} and not field.remote_field.hidden:
                wrong.append(f"{model.__name__}.{field.name}: related_name should be '+'")
    assert wrong == []


def url_rooms():
    """Which room answers under each URL name."""
    names = {}

    def walk(patterns, space):
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                if pattern.name:
                    names[":".join([*space, pattern.name])] = _room_of_module(pattern.callback.__module__)
            else:
                walk(pattern.url_patterns, [*space, pattern.namespace] if pattern.namespace else space)

    walk(get_resolver().url_patterns, [])
    return names


@pytest.mark.parametrize("file", tree.templates(), ids=tree.place)
def test_templates_keep_to_the_floors(file):
    own, wrong, names = tree.room(file), [], url_rooms()
    text = file.read_text(encoding="utf-8")
    for tag, target in [*TAG.findall(text), *(("url", name) for name in PAGE.findall(text))]:
        if tag == "url":
            assert target in names, f"{{% url '{target}' %}} leads nowhere"
            other = names[target]
        else:
            other = target.split("/")[0] if target.split("/")[0] in tree.FLOORS else None
        if other and tree.floor(other) > tree.floor(own):
            wrong.append(f"{tag} {target}")
    assert wrong == []
