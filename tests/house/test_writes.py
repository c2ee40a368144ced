"""Only ``actions/`` write, and every act takes ``by`` and ``at``. Seen in the syntax trees."""

import ast

import pytest

from tests.house import tree

pytestmark = pytest.mark.xdist_group("code")
WRITES = {
    "save", "create", "update", "delete", "get_or_create", "update_or_create", "bulk_create", "bulk_update",
    "acreate", "aupdate", "adelete", "asave", "set_password", "set_unusable_password",
}  # fmt: skip


def _acts_of(file):
    """The names under which ``file`` knows modules of actions: calling those is how everybody writes."""
    for node in tree.nodes(file):
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".actions"):
            yield from (alias.asname or alias.name for alias in node.names)


def _rows(node):
    """Does the call's receiver look like rows: a manager, a query set, a model's instance?"""
    text = ast.unparse(node.func.value)
    return ".objects" in text or text.endswith(")") or node.func.attr in {"save", "bulk_create", "bulk_update"}


def _writers():
    for file in tree.sources():
        parts = file.relative_to(tree.TOP).parts
        # A measurement fills a database of its own.
        if tree.is_test(file) or "actions" in parts or "bench" in parts:
            continue
        acts = set(_acts_of(file))
        for node in tree.nodes(file):
            method = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            if method and node.func.attr in WRITES and _rows(node) and ast.unparse(node.func.value) not in acts:
                yield tree.place(file, node.lineno), ast.unparse(node.func)


def test_only_actions_write():
    assert list(_writers()) == []


def _acts():
    """Public functions of actions that leave an event."""
    for file in tree.sources():
        parts = file.relative_to(tree.TOP).parts
        if tree.is_test(file) or "actions" not in parts or parts[1] == "events":
            continue
        for node in tree.tree(file).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                calls = {ast.unparse(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
                if any(name.split(".")[-1] in {"record", "record_many"} for name in calls):
                    yield pytest.param(node, id=f"{tree.place(file)}::{node.name}")


@pytest.mark.parametrize("act", [*_acts()])
def test_every_act_takes_by_and_at(act):
    arguments = {argument.arg for argument in [*act.args.args, *act.args.kwonlyargs]}
    # What the clock makes due is done by the system itself, so only the time is asked for.
    assert "at" in arguments
    assert "by" in arguments or act.name in {"run", "due"}


ROUND_CLOCKS = {
    "clock.round_now",
    "round_now",
    "clock.asked_at",
    "datetime.now",
    "timezone.now",
    "date.today",
    "time.time",
}
REAL_CLOCKS = {"clock.wall", "wall"}
# Leases, codes, limits and sign-ins run by real time, which no caller has a say in.
BY_REAL_TIME = {"mail", "accounts"}


def test_the_clock_is_an_argument():
    """Actions, queries and cores never read the round's clock; what runs by real time may read that."""
    wrong = []
    for file in tree.sources():
        parts = set(file.relative_to(tree.TOP).parts)
        if tree.is_test(file) or not parts & {"actions", "queries", "core", "queries.py"}:
            continue
        real = tree.room(file) in BY_REAL_TIME and "core" not in parts
        clocks = ROUND_CLOCKS if real else ROUND_CLOCKS | REAL_CLOCKS
        for node in tree.nodes(file):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in clocks:
                wrong.append(tree.place(file, node.lineno))
    assert wrong == []
