"""Which files a letter may carry: told by what is in them and by how their name ends, and both must agree."""

import zipfile
from enum import StrEnum
from io import BytesIO

from stormoede.letters.core.fields import line

MOST = 10
ONE = 5_000_000
ALL = 10_000_000
NAME_LENGTH = 120
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}wordprocessingml.document",
    "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "odt": f"{_OPEN}text",
    "ods": f"{_OPEN}spreadsheet",
    "txt": "text/plain",
}
_MARKS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}
_MOST_PARTS = 5_000


class Why(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    LARGE = "large"
    MANY = "many"
    TOGETHER = "together"
    TWICE = "twice"
    KIND = "kind"
    OTHER = "other"
    MACROS = "macros"


class NotTaken(Exception):
    """A file that no letter carries, and why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why


def name_of(typed: str) -> str:
    """The file's name as it is kept: without folders, one line, its ending kept when it is too long."""
    name = line(typed.replace("\\", "/").rpartition("/")[2]).lstrip(".")
    stem, dot, ending = name.rpartition(".")
    return name if len(name) <= NAME_LENGTH else f"{stem[: NAME_LENGTH - len(ending) - 1]}{dot}{ending}"


def type_of(name: str, content: bytes) -> str:
    """The media type of a file. NotTaken when it is none that letters carry, or not what its name says."""
    ending = name.rpartition(".")[2].casefold()
    if ending not in TYPES:
        raise NotTaken(Why.KIND)
    if not content:
        raise NotTaken(Why.EMPTY)
    if len(content) > ONE:
        raise NotTaken(Why.LARGE)
    if not _is(ending, content):
        raise NotTaken(Why.OTHER)
    return TYPES[ending]


def _is(ending: str, content: bytes) -> bool:
    if ending == "pdf":
        return content.startswith(b"%PDF-")
    if ending == "txt":
        return _is_text(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as parts:
            return _is_document(ending, parts)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError):
        return False


def _is_text(content: bytes) -> bool:
    try:
        return "\x00" not in content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


def _is_document(ending: str, parts: zipfile.ZipFile) -> bool:
    """Only the list of parts is read, and the one that says the type; nothing else is unpacked."""
    names = {part.filename for part in parts.infolist()[:_MOST_PARTS]}
    if any(name.casefold().endswith("vbaproject.bin") or name.startswith("Basic/") for name in names):
        raise NotTaken(Why.MACROS)
    if ending in _MARKS:
        return _MARKS[ending] in names
    if "mimetype" not in names:
        return False
    with parts.open("mimetype") as told:
        return told.read(120) == TYPES[ending].encode()
