"""Plain text in the encodings people send it in."""

import re

from stormoede.intake.core.draft import Draft
from stormoede.intake.core.values import Shape
from stormoede.mail.core.charsets import believed

_GAP = re.compile(r"\n[^\S\n]*\n\s*")
_POINT = re.compile(r"[^\S\n]*(?:[-–•*·]|\d{1,2}[.)])\s")


def decoded(raw: bytes, charset: str = "") -> str:
    """The words in ``raw``: by its mark, by ``charset``, as UTF-8, or as Windows writes."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    for name in filter(None, (believed(charset), "utf-8")):
        try:
            return raw.decode(name)
        except (LookupError, UnicodeError, OSError):
            continue
    return raw.decode("cp1252", "replace")


def unfolded(words: str, *, whole: bool) -> str:
    """Paragraphs that a mail program has folded, a blank at each fold, in one line again (RFC 3676).

    ``whole``: the blank belongs to the fold and not to the words.
    """
    lines, goes_on = [""], False
    for line in words.split("\n"):
        depth = _depth(line)
        own = line[depth:].removeprefix(" ")
        if goes_on and depth == _depth(lines[-1]) and own != "-- ":
            lines[-1] = (lines[-1][:-1] if whole else lines[-1]) + own
        else:
            lines.append(line[:depth] + (" " if depth else "") + own)
        goes_on = own.endswith(" ") and own != "-- "
    return "\n".join(lines[1:])


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip(">"))


def is_text(raw: bytes) -> bool:
    """Is it text at all? Files of other kinds have bytes that no text has."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    sample = raw[:8192]
    return b"\x00" not in sample and sum(byte < 9 or 13 < byte < 32 for byte in sample) <= len(sample) // 100


def written(words: str, draft: Draft | None = None) -> Draft:
    """A text by its paragraphs, as they were typed."""
    draft = draft or Draft()
    for part in _GAP.split(words.replace("\r\n", "\n").replace("\r", "\n")):
        draft.add(part, Shape.ITEM if _POINT.match(part) else Shape.PARAGRAPH)
    return draft
