"""Is a mail a contribution? It is looked at by what it carries, what it answers and what it says; somebody looks at it in any case."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from stormoede.intake.core import kinds

_DOCUMENT = re.compile(
    r"\.(?:docx?|docm|dotx?|odt|ott|pdf|txt|rtf|pages|wps|zip|7z|rar|eml|msg)$|^winmail\.dat$", re.IGNORECASE
)
_TYPES = frozenset({
    "application/pdf", "application/msword", "application/rtf", "text/rtf", "application/vnd.oasis.opendocument.text",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/ms-tnef", "application/vnd.ms-tnef",
    "application/zip", "application/x-zip-compressed", "message/rfc822",
})  # fmt: skip
_PICTURES = re.compile(r"\.(?:jpe?g|png|tiff?|heic|bmp)$", re.IGNORECASE)
# A logo is smaller; a page that was scanned or photographed is not.
_PAGE = 150_000
_NAMED = re.compile(
    r"\b(?:input|høringssvar|bidrag|bemærkning(?:er)?|udtalelse|besvarelse|indspil|tilbagemelding|kommentar(?:er)?|"
    r"contribution|consultation|(?:kommunes?|byrådets?|kommunalbestyrelsens?) svar)\b",
    re.IGNORECASE,
)
THREAD_WORDS, NAMED_WORDS, LONG_WORDS = 20, 20, 100


class Why(StrEnum):
    """The rule that took a mail for a contribution."""

    DOCUMENT = "document"
    THREAD = "thread"
    NAMED = "named"
    LONG = "long"
    DESK = "desk"


@dataclass(frozen=True, slots=True)
class Looks:
    """What a mail looks like before anything it carries is opened. ``files`` are name, type and size.

    ``answers``: it answers a mail of ours about a contribution. ``words`` are how many it says itself.
    """

    subject: str
    words: int
    files: Sequence[tuple[str, str, int]]
    answers: bool


def why(looks: Looks) -> Why | None:
    """The first rule that takes it; None leaves it to the inbox."""
    if any(_is_document(*file) for file in looks.files):
        return Why.DOCUMENT
    if looks.answers and looks.words >= THREAD_WORDS:
        return Why.THREAD
    if _NAMED.search(looks.subject) and looks.words >= NAMED_WORDS:
        return Why.NAMED
    return Why.LONG if looks.words >= LONG_WORDS else None


def _is_document(name: str, kind: str, size: int) -> bool:
    if kinds.is_rest(name):
        return False
    if kind.lower() in _TYPES or _DOCUMENT.search(name):
        return True
    picture = kind.lower().startswith("image/") or bool(_PICTURES.search(name))
    return picture and size >= _PAGE
