"""Beauty is lost in the tail: every ugly file is the one that all append to."""

import ast

import pytest

from tests.house import tree

pytestmark = pytest.mark.xdist_group("code")
FILE, TEST_FILE, FUNCTION = 300, 400, 40
FORBIDDEN = {"utils", "helpers", "manager", "service", "common", "base", "misc", "process"}


def test_no_file_is_too_long():
    long = {
        tree.place(file): lines
        for file in tree.sources()
        if (lines := len(file.read_text(encoding="utf-8").splitlines())) > (TEST_FILE if tree.is_test(file) else FILE)
    }
    assert long == {}


def test_no_function_is_too_long():
    long = [
        f"{tree.place(file, node.lineno)} {node.name}: {node.end_lineno - node.lineno + 1} lines"
        for file in tree.sources()
        for node in tree.nodes(file)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= FUNCTION
    ]
    assert long == []


def test_no_module_has_a_name_that_says_nothing():
    # html files too: a base.html is as silent as a base.py.
    named = [*tree.sources(), *tree.templates()]
    assert [tree.place(file) for file in named if file.name.split(".")[0] in FORBIDDEN] == []
    folders = {folder for file in named for folder in file.relative_to(tree.TOP).parts[:-1]}
    assert folders & FORBIDDEN == set()


def test_every_room_says_what_it_is_for():
    silent = [room for room in tree.FLOORS if not __import__(f"stormoede.{room}", fromlist=["_"]).__doc__]
    assert silent == []
