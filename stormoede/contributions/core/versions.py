"""What a mail says of itself: that it takes the place of an earlier one; and whether the same words were here before."""

import hashlib
import re
from collections.abc import Sequence

_NEWER = re.compile(
    r"\b(?:erstatt(?:er|ning|es)|træder i stedet|i stedet for (?:det|den|vores|tidligere)|ny(?:este)? (?:version|udgave)|opdateret|"
    r"revideret|korrigeret|rettet (?:version|udgave)|rettelse|endelig(?:e|t)? (?:version|udgave|svar|høringssvar|input)|version\s*\d|"
    r"se bort fra|annuller(?:er|et)|fejl i (?:vores|det) (?:tidligere|først)|replaces|supersedes|updated version|corrected version|v\d)\b",
    re.IGNORECASE,
)
_FIRST = re.compile(r"\b(?:version\s*1|v1)\b", re.IGNORECASE)
_BLANK = re.compile(r"\W+")


def says_newer(places: Sequence[str]) -> bool:
    """Does the subject, the name of a file or the covering words say that it takes an earlier one's place?"""
    return any(_NEWER.search(_FIRST.sub(" ", place.replace("_", " "))) for place in places)


def same_file(name: str) -> str:
    """What two versions of one file are called alike: without its number, date and "kopi"."""
    stem = name.rpartition(".")[0] or name
    plain = re.sub(
        r"(?i)\b(?:kopi|copy|final|endelig|rettet|ny|version|v)\b|\d+", " ", stem.replace("_", " ").replace("-", " ")
    )
    return " ".join(plain.casefold().split())


def print_of(texts: Sequence[str]) -> str:
    """The same for the same words in the same order, whatever they were written with; empty where there are none."""
    words = " ".join(filter(None, (_BLANK.sub(" ", text.casefold()).strip() for text in texts)))
    return hashlib.sha256(words.encode("utf-8", "ignore")).hexdigest() if words else ""
