"""Danish order and Danish names compared: pure, and the same under any collation of a database."""

import re
import unicodedata

_LETTERS = {
    "æ": "z1",
    "ä": "z1",
    "ø": "z2",
    "ö": "z2",
    "å": "z3",
    "z": "z0",
    "ü": "y",
    "ð": "d",
    "þ": "th",
    "ß": "ss",
    "ł": "l",
    "đ": "d",
}
_DIGITS = {str(digit): f"1{digit}" for digit in range(10)}
_ORDER = {**_LETTERS, **_DIGITS}
_KEPT = frozenset("æøåäöüðþßłđ")
_PARTS = re.compile(r"[^\W_]+")


def _plain(text: str) -> str:
    """Lower case, aa as å, and no accents but those that make a letter of its own in Danish."""
    composed = unicodedata.normalize("NFKC", text).lower()
    if composed.isascii():
        return composed.replace("aa", "å")
    stripped = "".join(
        char if char in _KEPT or char.isascii() else unicodedata.normalize("NFKD", char)[:1] for char in composed
    )
    return stripped.replace("aa", "å")


def sort_key(text: str) -> str:
    """A key whose plain order is Danish order: a–z, æ, ø, å; aa counts as å; a space or hyphen comes before any letter.

    Made of 0–9 and a–z only, because a database's collation may treat everything else in a way of its own.
    The key of a text's first letters or whole words stands within the text's key (a lone a before an a aside), so
    that a search can look for keys within keys.
    """
    words = _PARTS.findall(_plain(text))
    return "0".join("".join(_ORDER.get(char, char if char.isascii() else "") for char in word) for word in words)


def name_key(text: str) -> str:
    """What two spellings of one name share: case, accents, aa or å, hyphens and spaces do not count."""
    return " ".join(_PARTS.findall(_plain(text)))


_SPELLED = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "y", " ": "-"})


def slug(text: str) -> str:
    """What addresses and files call it: lower case a–z and digits, æ ø å written ae oe aa, words with hyphens between."""
    spelled = name_key(text).translate(_SPELLED)
    return re.sub(r"-+", "-", re.sub(r"[^a-z0-9-]", "", spelled)).strip("-")
