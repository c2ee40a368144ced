"""Facts apart from positions: what a passage is taken for until a person has said. The program proposes, a lawyer decides."""

import re
from enum import StrEnum


class Kind(StrEnum):
    """What a passage holds."""

    FACT = "fact"
    POSITION = "position"
    MIXED = "mixed"


class Basis(StrEnum):
    """Whom a text is for. ``internal-25``: exchanged between members and association to prepare a negotiation."""

    INTERNAL = "internal-25"
    PUBLIC = "public"


_FIGURE = re.compile(r"\d|\b(?:procent|pct|mio|mia|millioner|milliarder|antal(?:let)?|steget|faldet)\b", re.I)
_WISH = re.compile(
    r"\b(?:bør|skal|må ikke|ønsker|foreslår|mener|opfordrer|anbefaler|kræver|vil gerne|vigtigt?|nødvendigt?|burde|frygter|håber"
    r"|prioriter\w*|should|must|wish|want|propose|urge|ought|need)\b",
    re.I,
)


def propose(words: str) -> Kind:
    """Figures speak for a fact, words of will for a position; where neither speaks, the careful guess is a position."""
    figure, wish = bool(_FIGURE.search(words)), bool(_WISH.search(words))
    if figure and wish:
        return Kind.MIXED
    return Kind.FACT if figure else Kind.POSITION


class Fate(StrEnum):
    """What the desk has done to a text's words."""

    CORRECTED = "corrected"
    ERASED = "erased"
