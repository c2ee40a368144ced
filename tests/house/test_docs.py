"""The documentation is true where a machine can tell: links lead somewhere, commands and settings exist, and so do the pages and
buttons that the Danish handbook names."""

import argparse
import gettext
import re
from functools import cache

import pytest

from stormoede import cli, environment
from tests.house import tree

PAGES = sorted([*(tree.TOP / "docs").rglob("*.md"), *tree.TOP.glob("*.md")])
HANDBOOK = sorted((tree.TOP / "docs" / "haandbog").glob("*.md"))
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`|^ {4,}(\S.*)$", re.MULTILINE)
COMMAND = re.compile(r"(?:^|[\s/=(])stormoede (?!stormoede)((?:[a-z][a-z-]*)(?: [a-z][a-z-]*)*)([^|;&]*)")
SETTING = re.compile(r"STORMOEDE_[A-Z_]+")
# A transport of Postfix that bears our name.
NOT_OURS = {"unix"}


def name(file):
    return str(file.relative_to(tree.TOP))


def slug(heading):
    """The name a heading has in an address, as GitHub and Forgejo make it."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def headings(file):
    return {slug(line.lstrip("#")) for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("#")}


def code(file):
    return [inline or block for inline, block in CODE.findall(file.read_text(encoding="utf-8"))]


@cache
def commands():
    """Every command by its words, with the options it takes."""
    found = {}

    def walk(words, parser):
        inner = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
        options = {option for action in parser._actions for option in action.option_strings}
        found[words] = None if inner else options
        for action in inner:
            for word, below in action.choices.items():
                walk((*words, word), below)

    walk((), cli.parser())
    return found


@pytest.mark.parametrize("file", PAGES, ids=name)
def test_links_lead_somewhere(file):
    lost = []
    for target in LINK.findall(file.read_text(encoding="utf-8")):
        place, _, part = target.partition("#")
        there = file if not place else (file.parent / place).resolve()
        if re.match(r"[a-z]+:", target):
            continue
        if not there.exists() or (part and there.suffix == ".md" and part not in headings(there)):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("file", PAGES, ids=name)
def test_commands_exist(file):
    unknown = []
    for piece in code(file):
        for said, rest in COMMAND.findall(piece):
            words = said.split()
            if words[0] in NOT_OURS:
                continue
            known = next((tuple(words[:n]) for n in (2, 1) if commands().get(tuple(words[:n])) is not None), None)
            wanted = set(re.findall(r"(?<!\S)--[a-z-]+", rest))
            group = known is None and len(words) == 1 and tuple(words) in commands()
            if not group and (known is None or wanted - commands()[known]):
                unknown.append(piece)
    assert unknown == []


@pytest.mark.parametrize("file", [*PAGES, tree.TOP / "deploy" / "environment"], ids=name)
def test_settings_exist(file):
    known = {end for setting in environment.ALL for end in (setting.name, setting.name + "_FILE")}
    said = set(SETTING.findall(file.read_text(encoding="utf-8"))) - {"STORMOEDE_"}
    # One that ends in an underscore stands for all that begin so.
    lost = {
        one for one in said if one not in known and not (one.endswith("_") and any(k.startswith(one) for k in known))
    }
    assert {one for one in lost if not one.startswith(environment.FOR_TESTS)} == set()


@cache
def shown():
    """Everything the program says in Danish, as patterns: a hole in a sentence takes any words."""
    words = set()
    for file in tree.PACKAGE.rglob("locale/da/LC_MESSAGES/django.mo"):
        with file.open("rb") as opened:
            words |= set(gettext.GNUTranslations(opened)._catalog.values())
    whole = {one for one in words if "%(" not in one}
    holed = [re.split(r"%\(\w+\)[sd]", one) for one in words if "%(" in one]
    patterns = [".+".join(map(re.escape, parts)) for parts in holed if len("".join(parts).strip()) > 3]
    return whole, re.compile("|".join(f"(?:{one})" for one in patterns))


@pytest.mark.parametrize("file", HANDBOOK, ids=name)
def test_the_handbook_names_what_is_on_the_pages(file):
    whole, holed = shown()
    said = re.findall(r"\*\*(.+?)\*\*", " ".join(file.read_text(encoding="utf-8").split()))
    assert [one for one in said if one not in whole and not holed.fullmatch(one)] == []


def test_the_handbook_and_every_guide_stand_in_the_list():
    listed = (tree.TOP / "docs" / "README.md").read_text(encoding="utf-8")
    handbook = (tree.TOP / "docs" / "haandbog" / "README.md").read_text(encoding="utf-8")
    kinds = ("tutorial", "howto", "explanation", "reference")
    guides = [file for kind in kinds for file in (tree.TOP / "docs" / kind).glob("*.md")]
    assert [name(file) for file in guides if f"({file.parent.name}/{file.name})" not in listed] == []
    assert [file.name for file in HANDBOOK if file.name != "README.md" and f"({file.name})" not in handbook] == []
