"""Sentences for whoever runs the installation, in their language: also where no key, table or setting of Django's is.

They lie in the rooms' catalogues beside those of the pages. ``told`` says one at once; ``noted`` notes one that is said later.
"""

import gettext
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SETTING, LANGUAGES = "STORMOEDE_LANGUAGE", ("da", "en")
_HOUSE = Path(__file__).resolve().parent.parent
# Looked through first: what is said before anything is set up. The pages' words are many, and seldom asked for here.
_FIRST = (".", "lib", "backups", "fitness")


def noted(text: str) -> str:
    """``text`` as it is, noted for the catalogue. Django's own asks for settings, which may be what is missing."""
    return text


def language() -> str:
    """The operator's. A word that is none of ours is somebody else's to refuse, in the first language."""
    said = os.environ.get(SETTING)
    if said is None:
        try:
            said = Path(os.environ[f"{SETTING}_FILE"]).read_text(encoding="utf-8").strip()
        except (KeyError, OSError, UnicodeDecodeError):
            return LANGUAGES[0]
    return said if said in LANGUAGES else LANGUAGES[0]


def spoken(text: str) -> str:
    """``text`` in the operator's language, its places unfilled; as it is where no catalogue has it."""
    for words in _catalogues(language()) if text else ():
        found = words.gettext(text)
        if found != text:
            return found
    return text


def told(text: str, /, **values: object) -> str:
    """``text`` in the operator's language, filled in. A fraction is written as that language has it."""
    return spoken(text) % {
        name: fraction(value) if isinstance(value, float) else value for name, value in values.items()
    }


def fraction(value: float) -> str:
    """``value`` with as many decimals as it has."""
    return str(value).replace(".", ",") if language() == "da" else str(value)


def sentence(text: str) -> str:
    """``text`` with its capital and its full stop."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"


def reason(fault: OSError) -> str:
    """Why the system would not, in the operator's language where the reason is a common one."""
    return spoken(fault.strerror or str(fault) or type(fault).__name__)


def _catalogues(tongue: str) -> Iterator[gettext.NullTranslations]:
    files = (_HOUSE / room / "locale" / tongue / "LC_MESSAGES" / "django.mo" for room in (*_FIRST, *_rooms()))
    return (_catalogue(file) for file in files if file.is_file())


@cache
def _rooms() -> tuple[str, ...]:
    return tuple(sorted(place.parent.name for place in _HOUSE.glob("*/locale") if place.parent.name not in _FIRST))


@cache
def _catalogue(file: Path) -> gettext.NullTranslations:
    with file.open("rb") as stream:
        return gettext.GNUTranslations(stream)


_ = noted
# What the system says when it will not, noted here since it says it in English.
REASONS = (
    _("No such file or directory"),
    _("Permission denied"),
    _("File exists"),
    _("Is a directory"),
    _("Not a directory"),
    _("No space left on device"),
    _("Read-only file system"),
    _("Address already in use"),
    _("Cannot assign requested address"),
    _("Name or service not known"),
    _("Connection refused"),
)
