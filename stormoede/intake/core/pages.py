"""PDF: the words of its pages as paragraphs. Hyphens at line ends are joined, and what stands on every page is left out.

What is filled in in a form, or typed on top of a page, is read where it stands.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise
from statistics import quantiles

import pypdfium2
import pypdfium2.raw as pdfium

from stormoede.intake.core import limits, typed
from stormoede.intake.core.draft import Draft
from stormoede.intake.core.limits import Locked, Scanned
from stormoede.intake.core.typed import Line
from stormoede.intake.core.values import Remark, Shape

_HYPHENS = ("\ufffe", "\u00ad", "\x02")
_NUMBERED = re.compile(
    r"(?:side|page|s\.)?\s*[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:/|af|of|ud af)\s*\d{1,4})?", re.IGNORECASE
)
_TOLD = re.compile(r"(?:side|page)\s+\d{1,4}(?:\s*(?:/|af|of|ud af)\s*\d{1,4})?", re.IGNORECASE)
_POINT = re.compile(r"(?:[-–•▪●◦*·]|\(?\d{1,2}[.)]|[a-zæøå]\))\s")
_AND = re.compile(r"(?:og|eller|samt|til|and|or)\b", re.IGNORECASE)
_ENDED = re.compile(r"[.!?:;…][\"»”’)\]]?$")
# Where a hyphen ends a line, its mark is all there is of the line's end.
_ENDS = re.compile("(\r\n|\n|\r|(?<=[\ufffe\x02])(?![\r\n]))")
# What stands in the outer parts of a page may be its head or foot.
_EDGE = 0.11
_FEW = 12
# Lines that begin as far in as each other, give or take this many points, are of one column.
_COLUMN = 40.0


def read(raw: bytes) -> tuple[Draft, int]:
    """The text of a PDF, and how many pages it has. Locked, Scanned, TooMuch."""
    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as fault:
        if "password" in str(fault).lower():
            raise Locked from fault
        raise ValueError(str(fault)[:100]) from fault
    count = len(document)
    if count > limits.PAGES:
        raise limits.TooMuch("more pages than are read")
    if document.get_formtype():
        # A form that is spoiled is a page all the same.
        with suppress(pypdfium2.PdfiumError):
            document.init_forms()
    draft, lines, scanned = Draft(), list[Line](), 0
    for number in range(count):
        found = _whole(document, number)
        if sum(len(line.words) for line in found) < _FEW and _is_picture(document[number]):
            scanned += 1
        lines += found
    if not lines or _is_noise(lines):
        if scanned or lines:
            raise Scanned
        return draft, count
    draft.note(Remark.SCANNED_PAGES, scanned)
    kept = _without_furniture(lines, count)
    draft.note(Remark.FURNITURE, len(lines) - len(kept))
    for words, shape, page, hyphens in _paragraphs(kept):
        draft.add(words, shape, page)
        draft.note(Remark.HYPHENS, hyphens)
    return draft, count


def _is_picture(page: pypdfium2.PdfPage) -> bool:
    return any(True for _one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4))


def _is_noise(lines: Sequence[Line]) -> bool:
    """Letters that the file does not say the meaning of come out as signs of no language."""
    words = "".join(line.words for line in lines)
    return sum(sign.isalnum() or sign.isspace() or sign in ".,;:-–()/%§\"'•" for sign in words) < 0.6 * len(words)


def _whole(document: pypdfium2.PdfDocument, number: int) -> list[Line]:
    """The lines of a page, with what is typed on top of it where it stands."""
    page = document[number]
    found = list(_level(_lines(page, number + 1)))
    for line in typed.lines(document, page, number + 1):
        below = (place for place, other in enumerate(found) if other.top < line.top)
        found.insert(next(below, len(found)), line)
    return found


def _level(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines in one piece; a raised number cuts them."""
    last: Line | None = None
    for line in lines:
        if last and abs(line.top - last.top) < 0.4 * line.size and 0 <= line.left - last.right < 0.4 * line.size:
            last = replace(last, words=last.words + line.words, right=line.right)
        else:
            if last:
                yield last
            last = line
    if last:
        yield last


def _lines(page: pypdfium2.PdfPage, number: int) -> Iterator[Line]:
    height = page.get_height()
    text = page.get_textpage()
    whole = text.get_text_range(errors="replace")
    box = [ctypes.c_double() for _ in range(4)]
    at = 0
    for piece in _ENDS.split(whole):
        words = piece.strip()
        if words:
            first = pdfium.FPDFText_GetCharIndexFromTextIndex(text, at + len(piece) - len(piece.lstrip()))
            last = pdfium.FPDFText_GetCharIndexFromTextIndex(text, at + len(piece.rstrip()) - 1)
            left, right, bottom, top = (
                box[0].value if _boxed(text, first, box) else 0.0, 0.0, box[2].value, box[3].value
            )  # fmt: skip
            right = box[1].value if _boxed(text, last, box) else left
            edge = "head" if bottom > height * (1 - _EDGE) else "foot" if 0 < top < height * _EDGE else ""
            yield Line(words, number, bottom, left, right, round(pdfium.FPDFText_GetFontSize(text, first), 1), edge)
        at += len(piece)


def _boxed(text: pypdfium2.PdfTextPage, index: int, box: Sequence[ctypes.c_double]) -> bool:
    return index >= 0 and bool(pdfium.FPDFText_GetCharBox(text, index, *box))


def _without_furniture(lines: Sequence[Line], pages: int) -> list[Line]:
    """The lines that stand on their page alone: what most pages have at their edge, and page numbers, are left out."""
    places: dict[tuple[str, str], set[int]] = {}
    for line in lines:
        if line.edge:
            places.setdefault((line.edge, _key(line.words)), set()).add(line.page)
    usual = {key for key, where in places.items() if len(where) >= max(2, (pages + 1) // 2)}
    return [
        line
        for line in lines
        if not (line.edge and ((line.edge, _key(line.words)) in usual or _is_number(line, pages)))
    ]


def _key(words: str) -> str:
    return re.sub(r"\d+", "#", " ".join(words.casefold().split()))


def _is_number(line: Line, pages: int) -> bool:
    if _TOLD.fullmatch(line.words):
        return True
    return pages > 1 and bool(_NUMBERED.fullmatch(line.words)) and str(line.page) in re.findall(r"\d+", line.words)


def _paragraphs(lines: Sequence[Line]) -> Iterator[tuple[str, Shape, int, int]]:
    """Paragraphs with their shape, their page, and how many hyphens were joined."""
    printed = [line for line in lines if not line.typed] or lines
    usual = Counter(line.size for line in printed for _ in range(len(line.words))).most_common(1)[0][0]
    wide = max(line.right for line in printed)
    gap, ends = _gap(printed), _ends(lines)
    own: list[Line] = []
    for line in lines:
        if own and (_begins(own[-1], line, gap, wide) or _left_room(own[-1], line, ends)):
            yield _paragraph(own, usual)
            own = []
        own.append(line)
    if own:
        yield _paragraph(own, usual)


def _gap(lines: Sequence[Line]) -> float:
    """From one line of a paragraph to the next, in points; paragraphs of one line do not count for more than others do."""
    gaps = [a.top - b.top for a, b in pairwise(lines) if a.page == b.page and 0.5 * b.size < a.top - b.top < 60]
    return quantiles(gaps, n=3)[0] if len(gaps) > 1 else sum(gaps)


def _ends(lines: Sequence[Line]) -> dict[tuple[int, int], float]:
    """How far out the lines of each page go that begin about as far in: page and column, and the right end in points."""
    found: dict[tuple[int, int], float] = {}
    for line in lines:
        for column in range(_column(line) - 1, _column(line) + 2):
            found[line.page, column] = max(found.get((line.page, column), 0.0), line.right)
    return found


def _column(line: Line) -> int:
    return int(line.left / _COLUMN)


def _left_room(last: Line, line: Line, ends: Mapping[tuple[int, int], float]) -> bool:
    """Did ``last`` leave room for the next line's first word? Then somebody ended it there."""
    if line.page != last.page or line.words[0].islower() or last.words.endswith((*_HYPHENS, "-", ",")):
        return False
    # Signs are of different widths, so a quarter more than the word's share of its line.
    first = 1.25 * len(line.words.partition(" ")[0]) + 1
    return last.right + first * (line.right - line.left) / len(line.words) < ends[last.page, _column(last)]


def _begins(last: Line, line: Line, gap: float, wide: float) -> bool:
    """Does ``line`` begin a paragraph?"""
    if (
        line.typed
        or last.typed
        or _POINT.match(line.words)
        or abs(line.size - last.size) > 0.15 * max(line.size, last.size, 1.0)
    ):
        return True
    if last.words.endswith(_HYPHENS):
        return False
    ended = bool(_ENDED.search(last.words))
    if line.page != last.page:
        return ended or not line.words[0].islower()
    if gap and not -1 < last.top - line.top < 1.3 * max(gap, 1.2 * line.size) + 0.5:
        return True
    return ended and (last.right < 0.75 * wide or line.left > last.left + 9)


def _paragraph(lines: Sequence[Line], usual: float) -> tuple[str, Shape, int, int]:
    words, joined = lines[0].words, 0
    for line in lines[1:]:
        words, hyphen = _joined(words, line.words)
        joined += hyphen
    large = lines[0].size > 1.15 * usual and len(words) < 200
    shape = Shape.HEADING if large else Shape.ITEM if _POINT.match(words) else Shape.PARAGRAPH
    return _without_marks(words), shape, lines[0].page, joined


def _joined(before: str, after: str) -> tuple[str, bool]:
    """Two lines as one, and whether a word was put together that a hyphen had cut."""
    soft = before.endswith(_HYPHENS)
    if not soft and not re.search(r"[^\W\d_]-$", before):
        return f"{before} {after}", False
    stem = before[:-1].removesuffix("-")
    if _AND.match(after):
        return f"{stem}- {after}", False
    if not after[:1].islower() or not stem[-1:].islower():
        return f"{stem}-{after}", False
    return stem + after, True


def _without_marks(words: str) -> str:
    for mark in _HYPHENS:
        words = words.replace(mark, "-" if mark == "\ufffe" else "")
    return words
