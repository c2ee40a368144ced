"""Does a quote still say what its source says?"""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """Why a quote no longer stands. The sentences are in ``passages/refusals.py``."""

    GONE = "gone"
    ERASED = "erased"
    CHANGED = "changed"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Source:
    """The text a quote was taken from, as it is now. ``newer`` are the words that took its place; None: it was left out there."""

    words: str
    erased: bool = False
    replaced: bool = False
    newer: str | None = None


def check(quoted: str, start: int, end: int, source: Source | None) -> Fault | None:
    """None while the quote's words stand at its place, and in whatever took the text's place since."""
    if source is None:
        return Fault.GONE
    if source.erased or not quoted:
        return Fault.ERASED
    if source.words[start:end] != quoted:
        return Fault.CHANGED
    if source.replaced and quoted not in (source.newer or ""):
        return Fault.REPLACED
    return None
