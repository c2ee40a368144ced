"""A text as it grows, block by block, such that it is kept as it stands: passages cut from it keep their offsets."""

import re
from collections import Counter
from unicodedata import normalize

from stormoede.intake.core import limits
from stormoede.intake.core.values import Block, Remark, Shape
from stormoede.passages.core.cutting import clean

# Letters that a typesetter has cast in one: nobody looks for them, or quotes them, that way.
_LIGATURE = re.compile("[\ufb00-\ufb06]")


class Draft:
    """Blocks with an empty line between; rows of a table with a line break between."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.remarks: Counter[str] = Counter()
        self._parts: list[str] = []
        self._length = 0

    def add(self, words: str, shape: Shape = Shape.PARAGRAPH, page: int = 0) -> None:
        """Put a block at the end; nothing when it is empty, or when the text is as long as is read."""
        told = _LIGATURE.sub(lambda found: normalize("NFKC", found[0]), normalize("NFC", clean(words)))
        if not told:
            return
        if self._length + len(told) > limits.TEXT:
            self.remarks[Remark.CUT_SHORT] = 1
            return
        last = self.blocks[-1].shape if self.blocks else None
        gap = "" if last is None else "\n" if last is shape is Shape.ROW else "\n\n"
        start = self._length + len(gap)
        self._parts += (gap, told)
        self._length = start + len(told)
        self.blocks.append(Block(start, self._length, shape, page))

    def note(self, remark: Remark, count: int = 1) -> None:
        """Something a person should know."""
        if count:
            self.remarks[remark.value] += count

    @property
    def text(self) -> str:
        return "".join(self._parts)
