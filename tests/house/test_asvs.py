"""The table of ASVS speaks of every requirement once, and of places that are there."""

import re
from collections import Counter

from tests.house import tree
from tests.house.trust.attacks import STANDS_FOR

PAGE = tree.TOP / "docs" / "reference" / "asvs.md"
ROW = re.compile(r"^\| ([\d.]+) \| ([12]) \| [^|]+ \| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
FILE = re.compile(r"`((?:[\w-]+/)*[\w.-]+\.(?:py|md)|(?:[\w-]+/)+\w+)`")
ATTACK = re.compile(r"attack (\d+)")
STATES = {"met", "in part", "**not met**", "not applicable", "operator", "**deviation**"}
# What ASVS 5.0.0 has of levels 1 and 2.
REQUIREMENTS = 253


def rows():
    return ROW.findall(PAGE.read_text(encoding="utf-8"))


def test_every_requirement_stands_once_with_a_state():
    numbers = [number for number, *_ in rows()]
    assert len(numbers) == len(set(numbers)) == REQUIREMENTS
    assert {state for _, _, state, _ in rows()} <= STATES


def test_the_sum_is_that_of_the_rows():
    found = Counter(state.strip("*") for _, _, state, _ in rows())
    (told,) = re.findall(r"^Of 253: .*$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(number) for number in re.findall(r"\d+", told)] == [
        REQUIREMENTS, found["met"], found["in part"], found["not met"], found["deviation"], found["operator"],
        found["not applicable"],
    ]  # fmt: skip


def test_every_place_is_there():
    named = {name for *_, where in rows() for name in FILE.findall(where)}
    gone = [name for name in named if not any((start / name).exists() for start in (tree.TOP, tree.PACKAGE))]
    assert sorted(gone) == []


def test_what_is_met_names_a_file_or_an_attack_that_shows_it():
    """An attack counts when tests stand for it."""
    shown = {
        number: FILE.findall(where) or [one for one in ATTACK.findall(where) if int(one) in STANDS_FOR]
        for number, _, state, where in rows()
        if state == "met"
    }
    assert [number for number, places in shown.items() if not places] == []
