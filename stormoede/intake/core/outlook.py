"""Outlook's own file for a mail (.msg), read into a mail as everybody else writes it (MS-OXMSG, Microsoft's description of the format)."""

from email.generator import BytesGenerator
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTPUTF8
from io import BytesIO

import olefile

from stormoede.intake.core import limits
from stormoede.intake.core.plain import decoded
from stormoede.mail.core.reading import clean

#: What begins an OLE file.
SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROPERTIES = "__properties_version1.0"
_MARK = _PROPERTIES.encode("utf-16-le")
_ATTACHED = "__attach_version1.0_"
_SUBJECT, _WORDS, _PAGE = "0037", "1000", "1013"
_NAMES, _ADDRESSES = ("0C1A", "0042"), ("5D01", "5D02", "0C1F", "0065")
_LONG_NAME, _SHORT_NAME, _CONTENT, _KIND, _CONTENT_ID = "3707", "3704", "3701", "370E", "3712"
_DEEPEST = 4


def is_mail(raw: bytes) -> bool:
    """Is the OLE file a mail?"""
    return raw.startswith(SIGNATURE) and _MARK in raw


def written(raw: bytes) -> bytes:
    """The mail as RFC 5322 writes it, with its files. OSError, ValueError and others when it is none; TooMuch."""
    whole: olefile.OleFileIO[str] = olefile.OleFileIO(BytesIO(raw))
    with whole:
        found = _Reader(whole).mail((), 0)
    made = BytesIO()
    BytesGenerator(made, policy=SMTPUTF8).flatten(found)
    return made.getvalue()


class _Reader:
    def __init__(self, whole: "olefile.OleFileIO[str]") -> None:
        self._whole = whole
        self._left = limits.UNPACKED
        # By their path, in the file's order.
        self._paths = {tuple(path): None for path in whole.listdir(streams=True, storages=False)}

    def mail(self, at: tuple[str, ...], depth: int) -> EmailMessage:
        """The mail in the folder ``at`` of the file."""
        made = EmailMessage(policy=SMTPUTF8)
        made["Subject"] = _line(self._text(at, _SUBJECT))
        self._put_sender(made, at)
        words, page = self._text(at, _WORDS), self._text(at, _PAGE)
        if words.strip() or not page:
            made.set_content(clean(words))
        if page and not words.strip():
            made.set_content(clean(page), subtype="html")
        elif page:
            made.add_alternative(clean(page), subtype="html")
        for folder in self._folders(at)[: limits.FILES + 1]:
            self._attach(made, (*at, folder), depth)
        return made

    def _put_sender(self, made: EmailMessage, at: tuple[str, ...]) -> None:
        name = next(filter(None, (_line(self._text(at, key)) for key in _NAMES)), "")
        address = next((told for key in _ADDRESSES if "@" in (told := self._text(at, key).strip())), "")
        local, _, domain = _line(address).rpartition("@")
        made["From"] = Address(name, local, domain)

    def _attach(self, made: EmailMessage, at: tuple[str, ...], depth: int) -> None:
        name = _line(self._text(at, _LONG_NAME) or self._text(at, _SHORT_NAME))
        within = (*at, f"__substg1.0_{_CONTENT}000D")
        if any(path[: len(within)] == within for path in self._paths):
            if depth < _DEEPEST and (*within, _PROPERTIES) in self._paths:
                made.add_attachment(self.mail(within, depth + 1))
            return
        content = self._stream((*at, f"__substg1.0_{_CONTENT}0102"))
        if content is None:
            return
        main, _, sub = _line(self._text(at, _KIND)).partition("/")
        known = main.isalpha() and sub.replace("-", "").replace(".", "").replace("+", "").isalnum() and main not in {"multipart", "message"}  # fmt: skip
        kind = (main, sub) if known else ("application", "octet-stream")
        mark = _line(self._text(at, _CONTENT_ID)).strip("<>")
        made.add_attachment(
            content, maintype=kind[0], subtype=kind[1], filename=name or "fil", cid=f"<{mark}>" if mark else None
        )

    def _folders(self, at: tuple[str, ...]) -> list[str]:
        found = {
            path[len(at)]: None
            for path in self._paths
            if len(path) > len(at) + 1 and path[: len(at)] == at and path[len(at)].startswith(_ATTACHED)
        }
        return list(found)

    def _text(self, at: tuple[str, ...], key: str) -> str:
        wide = self._stream((*at, f"__substg1.0_{key}001F"))
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        for kind in ("001E", "0102"):
            told = self._stream((*at, f"__substg1.0_{key}{kind}"))
            if told is not None:
                return decoded(told.rstrip(b"\0"))
        return ""

    def _stream(self, path: tuple[str, ...]) -> bytes | None:
        if path not in self._paths:
            return None
        self._left -= self._whole.get_size([*path])
        if self._left < 0:
            raise limits.TooMuch("holds more than is read")
        return bytes(self._whole.openstream([*path]).read())


def _line(words: str) -> str:
    """On one line, as a header wants it."""
    return " ".join(clean(words).split())[:300]
