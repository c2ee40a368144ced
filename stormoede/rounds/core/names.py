"""A key for a title: what files and addresses call it."""

import re
import unicodedata
from collections.abc import Collection

from stormoede.rounds.core.tables import KEY_LENGTH

_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def key_of(title: str, taken: Collection[str] = ()) -> str:
    """A key not among ``taken``, as like ``title`` as a key can be: »KKR-møder« is kkr-moeder."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFC", title).lower().translate(_DANISH))
    told = re.sub(r"[^a-z0-9]+", "-", plain.encode("ascii", "ignore").decode()).strip("-")[:KEY_LENGTH].strip("-")
    told = told or "track"
    number, key = 1, told
    while key in taken:
        number += 1
        tail = f"-{number}"
        key = told[: KEY_LENGTH - len(tail)].strip("-") + tail
    return key
