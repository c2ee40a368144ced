"""Documents as tagged PDF/UA by typst, with the letters' typeface. The same document gives the same bytes."""

import threading
import unicodedata
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path

import typst

from stormoede.documents.core import sheet
from stormoede.documents.core.tree import Document, Paragraph
from stormoede.letters import paper
from stormoede.letters.paper import PaperFault

_SHEET = Path(__file__).parent / "sheet" / "document.typ"
# A folder that does not exist: a template has no packages to load, and none are fetched.
_NOWHERE = _SHEET.parent / "no-packages"
_held = threading.local()
# Up to here the typeface has what people type: Latin letters with all their marks.
_SURE = "\u017f"
_LONGEST_NAME = 60


def write(document: Document) -> bytes:
    """The PDF. Characters that no typeface here has are told by their names. Raises PaperFault."""
    data = sheet.write(document)
    told = {ord(sign): _named(sign) for sign in set(data) if sign > _SURE and not _has(sign)}
    return typeset(data.translate(told) if told else data, document.dated)


def typeset(data: str, dated: date) -> bytes:
    """The PDF of the template's ``data`` as ``sheet.write`` makes it. Raises PaperFault."""
    noon = datetime(dated.year, dated.month, dated.day, 12, tzinfo=UTC)
    try:
        made = _compiler().compile(
            sys_inputs={"document": data}, format="pdf", pdf_standards=["ua-1"], timestamp=int(noon.timestamp())
        )
    except RuntimeError as fault:
        raise PaperFault(str(fault)) from fault
    if not isinstance(made, bytes):
        raise PaperFault("typst made no file")
    return made


@lru_cache(maxsize=4096)
def _has(sign: str) -> bool:
    """Can the typeface show it? PDF/UA refuses a whole document for one picture that nobody can read."""
    day = date(2000, 1, 1)
    try:
        typeset(sheet.write(Document("-", "da", "", day, [Paragraph([sign])])), day)
    except PaperFault:
        return False
    return True


def _named(sign: str) -> str:
    return f"[{unicodedata.name(sign, '?').lower()[:_LONGEST_NAME]}]"


def _compiler() -> typst.Compiler:
    """This thread's compiler: one each, because a compiler serves one document at a time."""
    if not hasattr(_held, "compiler"):
        _held.compiler = typst.Compiler(
            str(_SHEET),
            root=str(_SHEET.parent),
            font_paths=paper.fonts(),
            ignore_system_fonts=True,
            package_path=str(_NOWHERE),
            package_cache_path=str(_NOWHERE),
        )
    compiler: typst.Compiler = _held.compiler
    return compiler
