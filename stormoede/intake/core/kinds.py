"""What kind of file it is: by what is in it, and by its name where that says no more."""

import re
import zipfile
from io import BytesIO

from stormoede.intake.core import outlook, plain, tnef

DOCX, ODT, PDF, TEXT, HTML, MAIL, WINMAIL, ZIP = "docx", "odt", "pdf", "text", "html", "mail", "winmail", "zip"
PICTURE, OLD_WORD, LOCKED_OFFICE, SEALED, SIGNATURE, OTHER = "picture", "doc", "office", "sealed", "signature", "other"
# Kinds that somebody means to be read as a document, whether we can or not.
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_TEXTS = re.compile(r"\.(?:txt|text|md|asc|log)$", re.IGNORECASE)
_PAGES = re.compile(r"\.html?$", re.IGNORECASE)
_REST = re.compile(r"ATT\d{5}\.(?:txt|html?)", re.IGNORECASE)
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"})


def is_rest(name: str) -> bool:
    """Is it no file of anybody's, but the words of the mail that stand below a file, as Exchange hands them on?"""
    return bool(_REST.fullmatch(name))


def of(raw: bytes, name: str, told: str = "") -> str:
    """The kind of a file. ``told`` is the media type the mail gives it."""
    if told in _SIGNATURES or name.lower().endswith((".p7s", ".asc")):
        return SIGNATURE
    if told in _SEALED or name.lower().endswith(".p7m"):
        return SEALED
    if raw.startswith(tnef.SIGNATURE):
        return WINMAIL
    if b"%PDF-" in raw[:1024]:
        return PDF
    if outlook.is_mail(raw):
        return MAIL
    if raw.startswith(outlook.SIGNATURE):
        return (
            LOCKED_OFFICE
            if "EncryptedPackage".encode("utf-16-le") in raw
            else OLD_WORD
            if _is_word(raw, name)
            else OTHER
        )
    if raw[:16].lstrip(b"\r\n").startswith(b"PK\x03\x04") or (
        raw.startswith(b"PK") and name.lower().endswith((".docx", ".odt", ".zip"))
    ):
        return _packed(raw, name)
    if raw.startswith(_PICTURES) or raw[4:12] in {b"ftypheic", b"ftypheix", b"ftypmif1"} or raw[8:12] == b"WEBP":
        return PICTURE
    return _written(raw, name, told)


def _is_word(raw: bytes, name: str) -> bool:
    return name.lower().endswith((".doc", ".dot")) or "WordDocument".encode("utf-16-le") in raw


def _packed(raw: bytes, name: str) -> str:
    try:
        names = set(zipfile.ZipFile(BytesIO(raw)).namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return DOCX if name.lower().endswith(".docx") else ODT if name.lower().endswith(".odt") else ZIP
    if "word/document.xml" in names:
        return DOCX
    # What Pages and its like write, and books: one document, though none that is read.
    if "META-INF/container.xml" in names or any(one.endswith(".iwa") for one in names):
        return OTHER
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return ODT if not name.lower().endswith((".ods", ".odp", ".odg")) else OTHER
    if "[Content_Types].xml" in names:
        return DOCX if name.lower().endswith(".docx") else OTHER
    return ZIP


def _written(raw: bytes, name: str, told: str) -> str:
    if told == "message/rfc822" or name.lower().endswith(".eml"):
        return MAIL
    if raw.lstrip()[:5] == b"{\\rtf":
        return OTHER
    if not plain.is_text(raw):
        return OTHER
    if _PAGES.search(name) or told == "text/html":
        return HTML
    return TEXT if _TEXTS.search(name) or told == "text/plain" else OTHER
