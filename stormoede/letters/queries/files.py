"""The files letters carry."""

from functools import lru_cache

from stormoede.letters.core.content import Attached
from stormoede.letters.models import Letter, LetterEnclosure, LetterFile


def of(letter: Letter) -> tuple[Attached, ...]:
    """What ``letter`` carries, in order. One statement."""
    rows = LetterEnclosure.objects.filter(letter=letter).select_related("file").defer("file__content")
    return tuple(Attached(one.name, one.type, one.file_id, one.file.size) for one in rows)


@lru_cache(maxsize=16)
def content(digest: str) -> bytes:
    """What is in a file. Kept, so that every mail of a sending carries the same object and it is encoded once."""
    return bytes(LetterFile.objects.values_list("content", flat=True).get(digest=digest))
