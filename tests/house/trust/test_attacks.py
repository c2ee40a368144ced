"""Every one of the forty attacks has a test that exists, or says what it waits for."""

import ast

import pytest

from tests.house import tree
from tests.house.trust.attacks import STANDS_FOR, WAITS_FOR


def test_all_forty_are_spoken_of_once():
    assert sorted([*STANDS_FOR, *WAITS_FOR]) == list(range(1, 41))


@pytest.mark.parametrize("number", sorted(STANDS_FOR))
def test_the_tests_that_are_named_are_there(number):
    for named in STANDS_FOR[number]:
        file, _, name = named.partition("::")
        there = {node.name for node in tree.nodes(tree.TOP / file) if isinstance(node, ast.FunctionDef)}
        assert name in there, named
