"""SQL worded by hand keeps to the floors as imports do: a room reads downwards, writes its own, and the roof words none."""

import ast
import re

import pytest
from django.apps import apps

from tests.house import tree

pytestmark = pytest.mark.xdist_group("code")
STATEMENT = re.compile(r"\b(DELETE\s+FROM|INSERT\s+INTO|INTO|UPDATE|FROM|JOIN)\s+(\w+)")
# These word nothing: they ask the rooms.
SILENT = {"web", "story"}


def tables():
    """The room of each table."""
    return {
        model._meta.db_table: model.__module__.split(".")[1]
        for model in apps.get_models()
        if model.__module__.startswith("stormoede.")
    }


def worded():
    """Each table named in a statement: where, the room that words it, whether it writes, the table's room."""
    rooms = tables()
    for file in tree.sources():
        if tree.is_test(file) or tree.room(file) not in tree.FLOORS:
            continue
        for node in tree.nodes(file):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                continue
            for verb, table in STATEMENT.findall(node.value):
                if table in rooms:
                    yield tree.place(file, node.lineno), tree.room(file), verb not in {"FROM", "JOIN"}, rooms[table]


def test_statements_keep_to_the_floors():
    found = list(worded())
    assert {room for _, room, _, _ in found} >= {"mail", "members", "rounds", "letters", "meetings"}
    wrong = [
        (place, room, other)
        for place, room, writes, other in found
        if room in SILENT or tree.floor(other) > tree.floor(room) or (writes and other != room)
    ]
    assert wrong == []
