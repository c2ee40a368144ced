"""Which organisation a list means: by code, else by a known spelling; a near spelling is only ever proposed."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from rapidfuzz import fuzz, process

from stormoede.lib.danish import name_key

# Christiansø has a code among the municipalities' and is run by a ministry.
NO_MUNICIPALITY = "0411"
NO_MUNICIPALITIES = frozenset({"christiansø", "christiansoe", "ertholmene"})
_TRANSLITERATION = str.maketrans({"æ": "ae", "ø": "oe"})
_SUFFIX = re.compile(r" (kommune|regionskommune|municipality)$")
_NEAR = 79
_DIGITS = re.compile(r"\d{1,12}(\.0+)?")


@lru_cache(4096)
def organisation_key(text: str) -> str:
    """What spellings of one organisation's name share; "Aarhus Kommune" and "ÅRHUS" have one key."""
    return _SUFFIX.sub("", name_key(text))


def spellings(name: str) -> set[str]:
    """The keys a name goes by without being told: itself, its genitive, and æ, ø written ae, oe."""
    key = organisation_key(name)
    genitive = key[:-1] if key.endswith("s") else f"{key}s"
    return {form for base in (key, genitive) for form in (base, base.translate(_TRANSLITERATION))}


@lru_cache(4096)
def code(text: str) -> str:
    """A municipality's code in four digits, however it was written: 165, 0165, 165.0. Other codes stay as they are."""
    stripped = text.strip()
    if not _DIGITS.fullmatch(stripped):
        return stripped
    return stripped.partition(".")[0].zfill(4)


def is_number(code: str) -> bool:
    """Is it written as municipalities' codes are?"""
    return _DIGITS.fullmatch(code) is not None


def near(key: str, known: Mapping[str, str]) -> str | None:
    """The code of the organisation whose spelling is nearest ``key``, when one is near. ``known`` is code by spelling."""
    found = process.extractOne(key, known.keys(), scorer=fuzz.WRatio, score_cutoff=_NEAR)
    return known[found[0]] if found else None


def table(names: Iterable[tuple[str, str]], aliases: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Code by spelling, from (code, name) and (code, alias). A name's own spelling beats an alias of another."""
    own = [(organisation_key(name), code) for code, name in names]
    derived = [(form, code) for code, name in aliases for form in spellings(name)]
    taken = dict(own)
    return {**dict(derived), **taken}
