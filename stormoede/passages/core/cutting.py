"""Cutting a text into passages: paragraphs and points of a list; a long paragraph is cut between its sentences.

Offsets count code points of the text as it is kept. Passages stand in order, do not overlap, and leave out nothing but white space.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONG, ENOUGH = 700, 350
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_GAP = re.compile(r"\n[^\S\n]*\n\s*|\n(?=[^\S\n]*(?:[-–•*·]|\d{1,2}[.)])[^\S\n])")
_STOP = re.compile(r"[.!?…][\"»”’)]?\s+(?=[\"»“(]?[A-ZÆØÅÄÖÜ0-9])")
# A full stop after these ends no sentence.
_SHORT = re.compile(
    r"(?:^|[\s(])(?:kr|mio|mia|pct|ca|nr|jf|stk|kap|art|inkl|ekskl|hhv|evt|dvs|fx|bl\.a|f\.eks|m\.m|\d+)\.$", re.I
)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From ``start`` up to, but not with, ``end``."""

    start: int
    end: int

    def of(self, words: str) -> str:
        return words[self.start : self.end]


def clean(words: str) -> str:
    """A text as it is kept: Unix line ends, no control characters, nothing empty around it."""
    told = words.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return _CONTROL.sub("", told).encode("utf-8", "ignore").decode("utf-8").strip()


def cut(words: str) -> list[Span]:
    """The passages of ``words``, in order."""
    found: list[Span] = []
    for start, end in _between(words, _GAP, 0, len(words)):
        paragraph = _trimmed(words, start, end)
        if paragraph:
            found.extend(_cut_long(words, paragraph))
    return found


def _cut_long(words: str, paragraph: Span) -> Iterator[Span]:
    if paragraph.end - paragraph.start <= LONG:
        yield paragraph
        return
    begun = paragraph.start
    for stop in _STOP.finditer(words, paragraph.start, paragraph.end):
        if stop.end() - begun >= ENOUGH and not _SHORT.search(words[begun : stop.start() + 1]):
            yield Span(begun, _trimmed(words, begun, stop.end()).end)  # type: ignore[union-attr]
            begun = stop.end()
    rest = _trimmed(words, begun, paragraph.end)
    if rest:
        yield rest


def _between(words: str, gap: re.Pattern[str], start: int, end: int) -> Iterator[tuple[int, int]]:
    for found in gap.finditer(words, start, end):
        yield start, found.start()
        start = found.end()
    yield start, end


def _trimmed(words: str, start: int, end: int) -> Span | None:
    while start < end and words[start].isspace():
        start += 1
    while end > start and words[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
