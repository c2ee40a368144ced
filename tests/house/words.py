"""The words events are recorded under, read from the code."""

import ast
import re
from functools import cache

from tests.house import tree

WORD = re.compile(r"^[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*$")
RECORDERS = {"record", "record_many"}


@cache
def recorded():
    """Each word and the files that record it, for all to read. A word in a variable is found among the texts of its module."""
    found = {}
    for file in tree.sources():
        if tree.is_test(file) or tree.room(file) in {None, "events", "bench", "fitness"}:
            continue
        calls = [node for node in tree.nodes(file) if isinstance(node, ast.Call) and _records(node)]
        if not calls:
            continue
        literal = {value for call in calls for value in _texts(call.args[0])}
        if any(not _texts(call.args[0]) for call in calls):
            literal |= set(_texts(tree.tree(file)))
        for word in literal:
            if WORD.match(word):
                found.setdefault(word, set()).add(tree.place(file))
    return found


def malformed():
    """Literal words that are not ``subject.happened``."""
    for file in tree.sources():
        if tree.is_test(file) or tree.room(file) in {None, "events"}:
            continue
        for node in tree.nodes(file):
            literal = isinstance(node, ast.Call) and _records(node) and isinstance(node.args[0], ast.Constant)
            if literal and not WORD.match(str(node.args[0].value)):
                yield tree.place(file, node.lineno)


def _records(call):
    return ast.unparse(call.func).split(".")[-1] in RECORDERS and bool(call.args)


def _texts(node):
    return [part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str)]
