"""Letters on paper: tagged PDF/UA by typst. The sheet's data is JSON that the template walks; nothing typed is ever evaluated.

Typst releases the interpreter while it works, so threads use every processor there is. The same data gives the same bytes.
"""

import json
import os
import re
import threading
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path

import typst

_FOLDER = Path(__file__).parent
SHEET = _FOLDER / "sheet" / "letter.typ"
# A folder that does not exist: a template has no packages to load, and none are fetched.
_NOWHERE = _FOLDER / "no-packages"
_held = threading.local()
# Up to here the typeface has what people type: Latin letters with all their marks.
_SURE = "\u017f"
_LONGEST_NAME = 60
# What the template asks for in the shortest letter there is.
_LEAST: Mapping[str, object] = {
    "sender": "", "language": "da", "letterhead": "", "date": "", "address": "", "page": "", "columns": ["", ""],
    "addressee": "", "signatories": [], "signed": True, "last": [],
}  # fmt: skip


class PaperFault(Exception):
    """A letter cannot be set as PDF/UA. The text is typst's reason."""


@cache
def fonts() -> typst.Fonts:
    """The letter's typeface, and typst's own for what it lacks; none of the system's, so that all machines agree."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(_FOLDER / "fonts")])


def _compiler() -> typst.Compiler:
    """This thread's compiler: one each, because a compiler serves one letter at a time."""
    if not hasattr(_held, "compiler"):
        _held.compiler = typst.Compiler(
            str(SHEET),
            root=str(SHEET.parent),
            font_paths=fonts(),
            ignore_system_fonts=True,
            package_path=str(_NOWHERE),
            package_cache_path=str(_NOWHERE),
        )
    compiler: typst.Compiler = _held.compiler
    return compiler


def render(data: str, dated: date) -> bytes:
    """The PDF of a sheet's data (JSON, see core/sheet.py), with ``dated`` as its date. Raises PaperFault."""
    stamp = int(datetime(dated.year, dated.month, dated.day, 12, tzinfo=UTC).timestamp())
    try:
        made = _compiler().compile(sys_inputs={"letter": data}, format="pdf", pdf_standards=["ua-1"], timestamp=stamp)
    except RuntimeError as fault:
        raise PaperFault(str(fault)) from fault
    if not isinstance(made, bytes):
        raise PaperFault("typst made no file")
    return made


@lru_cache(maxsize=4096)
def has(sign: str) -> bool:
    """Can the typeface show it? PDF/UA refuses a whole letter for one picture that nobody can read."""
    try:
        render(json.dumps({**_LEAST, "title": "-", "body": [["p", [sign]]]}), date(2000, 1, 1))
    except PaperFault:
        return False
    return True


def lacking(text: str) -> list[str]:
    """The characters of ``text`` that cannot be printed, in order, each once."""
    return [sign for sign in dict.fromkeys(text) if sign > _SURE and not has(sign)]


def named(sign: str) -> str:
    """A character that cannot be printed, by its name."""
    return f"[{unicodedata.name(sign, '?').lower()[:_LONGEST_NAME]}]"


def printable(text: str) -> str:
    """``text`` with what cannot be printed told by its name: nobody's own name stops a sending."""
    told = {ord(sign): named(sign) for sign in lacking(text)}
    return text.translate(told) if told else text


@lru_cache(maxsize=16)
def shared(data: str, dated: date) -> bytes:
    """As ``render``, kept: for letters that are alike, so that every mail carries the same object."""
    return render(data, dated)


def pages(pdf: bytes) -> int:
    """How many pages a PDF made here has."""
    found = re.search(rb"/Type\s*/Pages\b[^>]*?/Count\s+(\d+)", pdf)
    return int(found[1]) if found else 0


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(os.cpu_count() or 1, thread_name_prefix="paper")


# A letter being set: asked, it waits and gives the PDF, or raises PaperFault. None is a letter without paper.
type Paper = Callable[[], bytes | None]


def render_all(sheets: Sequence[str | None], dated: date) -> list[Paper]:
    """Begin to set many sheets, on all processors, in their order. Sheets that are alike are set once and are one object."""
    different = dict.fromkeys(data for data in sheets if data is not None)
    how = shared if len(different) == 1 else render
    begun = {data: _pool().submit(how, data, dated).result for data in different}
    return [_none if data is None else begun[data] for data in sheets]


def _none() -> None:
    return None
