"""Documents as tagged PDF/UA by typst, with the letters' typeface. The same document gives the same bytes."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import typst

from stormoede.documents.core import sheet
from stormoede.documents.core.tree import Document
from stormoede.letters import paper
from stormoede.letters.paper import PaperFault

_SHEET = Path(__file__).parent / "sheet" / "document.typ"
# A folder that does not exist: a template has no packages to load, and none are fetched.
_NOWHERE = _SHEET.parent / "no-packages"
_held = threading.local()


def write(document: Document) -> bytes:
    """The PDF. Raises PaperFault."""
    noon = datetime(document.dated.year, document.dated.month, document.dated.day, 12, tzinfo=UTC)
    data = sheet.write(document)
    try:
        made = _compiler().compile(
            sys_inputs={"document": data}, format="pdf", pdf_standards=["ua-1"], timestamp=int(noon.timestamp())
        )
    except RuntimeError as fault:
        raise PaperFault(str(fault)) from fault
    if not isinstance(made, bytes):
        raise PaperFault("typst made no file")
    return made


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
