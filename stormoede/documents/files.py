"""A document as a file somebody downloads, by the ending of its name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from stormoede.documents import pdf
from stormoede.documents.core import docx, plain
from stormoede.documents.core.tree import Document


@dataclass(frozen=True, slots=True)
class Form:
    """One form a document comes in: its media type, and what makes the bytes."""

    type: str
    write: Callable[[Document], bytes]


def _text(document: Document) -> bytes:
    # The mark at the front lets every editor read the Danish letters.
    return plain.write(document).encode("utf-8-sig")


FORMS: Mapping[str, Form] = {
    "docx": Form(docx.TYPE, docx.write),
    "pdf": Form("application/pdf", pdf.write),
    "txt": Form("text/plain; charset=utf-8", _text),
}
