"""What lies on top of a page of a PDF: fields of a form that were filled in, ticked boxes, and words typed upon the paper."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from stormoede.intake.core import limits

_WRITTEN = frozenset({pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX, pdfium.FPDF_FORMFIELD_LISTBOX})
_TICKED = frozenset({pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON})
_UNSEEN = pdfium.FPDF_ANNOT_FLAG_HIDDEN | pdfium.FPDF_ANNOT_FLAG_NOVIEW
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: where it is, in points from the bottom left, and the size of its letters. ``typed``: on top of it."""

    words: str
    page: int
    top: float
    left: float
    right: float
    size: float
    edge: str
    typed: bool = False


def lines(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, number: int) -> Iterator[Line]:
    """What is typed on the page, from the top down. Fields are read where the document's forms have been begun."""
    found = [
        Line(words, number, rect.top, rect.left, rect.right, 0.0, "", typed=True)
        for told, rect in _typed(document, page)
        for words in filter(None, map(str.strip, told.splitlines()))
    ]
    return iter(sorted(found, key=lambda line: (-line.top, line.left)))


def _typed(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> Iterator[tuple[str, pdfium.FS_RECTF]]:
    for place in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        annotation, rect = pdfium.FPDFPage_GetAnnot(page, place), pdfium.FS_RECTF()
        try:
            words = _words(document, annotation)
            if words and pdfium.FPDFAnnot_GetRect(annotation, rect):
                yield words, rect
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)


def _words(document: pypdfium2.PdfDocument, annotation: pdfium.FPDF_ANNOTATION) -> str:
    """What somebody wrote; a tick for a box that is ticked."""
    if pdfium.FPDFAnnot_GetFlags(annotation) & _UNSEEN:
        return ""
    kind, form = pdfium.FPDFAnnot_GetSubtype(annotation), document.formenv
    if kind == pdfium.FPDF_ANNOT_FREETEXT:
        return _asked(lambda room, size: pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", room, size))
    if kind != pdfium.FPDF_ANNOT_WIDGET or form is None:
        return ""
    field = pdfium.FPDFAnnot_GetFormFieldType(form, annotation)
    if field in _WRITTEN:
        return _asked(lambda room, size: pdfium.FPDFAnnot_GetFormFieldValue(form, annotation, room, size))
    return "☒" if field in _TICKED and pdfium.FPDFAnnot_IsChecked(form, annotation) else ""


def _asked(tell: Callable[[ctypes.Array[ctypes.c_ushort] | None, int], int]) -> str:
    """A text of the library's: how many bytes it has, and then those, up to as many as are read."""
    size = min(tell(None, 0), 2 * limits.TEXT)
    room = (ctypes.c_ushort * (size // 2 + 1))()
    tell(room, size)
    return bytes(room)[:size].decode("utf-16-le", "replace").rstrip("\0")
