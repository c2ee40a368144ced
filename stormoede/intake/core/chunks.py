"""What may be put whole into a DOCX: a page, a page as a mail, or a text."""

from email import policy
from email.parser import BytesParser

from stormoede.intake.core import limits, plain
from stormoede.mail.core.html_text import text_of

_MAIL = (b"mime-version", b"content-type", b"from:")
_PAGE = (b"<html", b"<!doc", b"<body", b"<div", b"<p>", b"<?xml")


def words(raw: bytes, name: str) -> str:
    """The words of such a part."""
    begins = raw[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if begins.startswith(_MAIL):
        return _of_a_mail(raw)
    is_page = name.lower().endswith((".htm", ".html", ".xhtml")) or begins.startswith(_PAGE)
    told = plain.decoded(raw[: limits.TEXT])
    return text_of(told) if is_page else told


def _of_a_mail(raw: bytes) -> str:
    for part in BytesParser(policy=policy.compat32).parsebytes(raw).walk():
        content = part.get_payload(decode=True)
        if part.get_content_maintype() == "text" and isinstance(content, bytes):
            told = plain.decoded(content[: limits.TEXT], part.get_content_charset() or "")
            return text_of(told) if part.get_content_type() == "text/html" else told
    return ""
