"""The code as files and syntax trees, for the tests that walk the whole house."""

import ast
from functools import cache
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PACKAGE = TOP / "stormoede"

# From the ground up. Imports, foreign keys, {% url %} and {% include %} run downwards only.
FLOORS = (
    "lib",
    "events",
    "mail",
    "members",
    "accounts",
    "rounds",
    "passages",
    "intake",
    "letters",
    "documents",
    "deliberations",
    "meetings",
    "contributions",
    "calls",
    "talks",
    "api",
    "protection",
    "web",
    "story",
)


def floor(room):
    """How high ``room`` stands."""
    return FLOORS.index(room)


@cache
def sources():
    """Every Python file of the house but the migrations."""
    found = [*PACKAGE.rglob("*.py"), *(TOP / "tests").rglob("*.py")]
    return tuple(sorted(file for file in found if "migrations" not in file.parts))


@cache
def tree(file):
    return ast.parse(file.read_text(encoding="utf-8"), str(file))


@cache
def nodes(file):
    """Every node of its syntax tree."""
    return tuple(ast.walk(tree(file)))


def is_test(file):
    parts = file.relative_to(TOP).parts
    return "tests" in parts


def room(file):
    """The room ``file`` stands in; None for the top of the house and its tests."""
    parts = file.relative_to(TOP).parts
    return parts[1] if parts[0] == "stormoede" and len(parts) > 2 else None


def place(file, line=None):
    """The file, and the line, as one writes them."""
    where = str(file.relative_to(TOP))
    return where if line is None else f"{where}:{line}"


@cache
def templates():
    """Every template of the house."""
    return tuple(sorted(file for file in PACKAGE.rglob("templates/**/*") if file.is_file()))


def template_name(file):
    parts = file.relative_to(PACKAGE).parts
    return "/".join(parts[parts.index("templates") + 1 :])
