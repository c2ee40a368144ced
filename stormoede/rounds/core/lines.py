"""On which line of a TOML file does a place stand? So that a refusal can say »line 34«."""

import re
from collections import defaultdict
from collections.abc import Mapping

_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+)\s*=\s*(.*)$")


def of(text: str) -> dict[str, int]:
    """The line, from 1, of every heading and key that stands on a line of its own, by its place (``tracks[0].deadline``).

    Keys inside a list or a table in braces have no entry; ``find`` answers with the nearest place around them.
    """
    found: dict[str, int] = {}
    counted: defaultdict[str, int] = defaultdict(int)
    table, until = "", ""
    for number, line in enumerate(text.split("\n"), start=1):
        if until:
            until = "" if until in line else until
        elif header := _HEADER.match(line):
            table = _place(header[2].split("."), header[1] == "[[", counted)
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault(f"{table}.{key[1]}" if table else key[1], number)
            until = _open(key[2])
    return found


def _place(names: list[str], one_of_many: bool, counted: defaultdict[str, int]) -> str:
    """The place of a heading; ``counted`` has how many there have been of each list of tables."""
    place = ""
    for depth, name in enumerate(names, start=1):
        place = f"{place}.{name}" if place else name
        if one_of_many and depth == len(names):
            counted[place] += 1
        if counted.get(place):
            place = f"{place}[{counted[place] - 1}]"
    return place


def _open(value: str) -> str:
    """The quotes that a value leaves open at the end of its line, if any."""
    for quotes in ('"""', "'''"):
        if value.startswith(quotes) and quotes not in value[3:]:
            return quotes
    return ""


def find(lines: Mapping[str, int], where: str) -> int | None:
    """The line of ``where``, or of the nearest place around it that has one."""
    while where:
        if where in lines:
            return lines[where]
        where = re.sub(r"(\[\d+\]|\.?[^.\[\]]+)$", "", where)
    return None
