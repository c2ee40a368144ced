"""Reading a mail that came in. It is hostile until read: every size is bounded before the parser sees it, nothing is
fetched or rendered, and what cannot be read is kept all the same."""

import binascii
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message as Parsed
from email.utils import getaddresses

from stormoede.mail.core import opaque
from stormoede.mail.core.charsets import believed
from stormoede.mail.core.html_text import text_of

LARGEST = 35 * 1024 * 1024
MOST_PARTS, DEEPEST, MOST_HEADERS, LONGEST_HEADER = 50, 10, 200, 16 * 1024
_MOST_LINES = 1_000_000
_TEXT = 200_000
_CALENDAR = 256 * 1024
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n")
_NESTING = re.compile(rb"boundary[\s*0-9]*=|message/(?:rfc822|global)", re.IGNORECASE)
_ID = re.compile(r"<[^<>\s]{1,250}>")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
_CALENDARS = frozenset({"text/calendar", "application/ics"})
_RECIPIENTS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "X-Delivered-To")


class Unreadable(ValueError):
    """The mail is larger or more tangled than is read. It is kept, and a person looks at it."""


@dataclass(frozen=True, slots=True)
class File:
    """Something attached: its name as the sender gave it, its type, its size in bytes."""

    name: str
    kind: str
    size: int


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that has been read. Addresses are lower case. ``senders`` are all of From; more than one is suspicious.

    ``recipients`` are all addresses it says it was for; ``references`` the Message-IDs it answers, the nearest first.
    """

    message_id: str
    sender: str
    sender_name: str
    senders: Sequence[str]
    recipients: Sequence[str]
    references: Sequence[str]
    subject: str
    text: str
    calendars: Sequence[bytes]
    files: Sequence[File]
    head: Sequence[tuple[str, str]]
    parsed: Parsed = field(repr=False)

    def header(self, name: str) -> str:
        """The first header of that name, as it was written; empty when there is none."""
        wanted = name.lower()
        return next((value for known, value in self.head if known.lower() == wanted), "")

    @property
    def kind(self) -> str:
        """The media type of the whole."""
        return self.parsed.get_content_type()

    @property
    def null_sender(self) -> bool:
        """Did SMTP say that it is from nobody, as bounces and automatic replies are?"""
        return self.header("Return-Path").strip() == "<>"


def read(raw: bytes) -> Mail:
    """The mail in ``raw``. Unreadable when it passes a limit, or when the parser cannot make sense of it."""
    _measure(raw)
    try:
        parsed = message_from_bytes(raw)
        if inner := opaque.within(parsed):
            _measure(inner)
            parsed = opaque.opened(parsed)
        parts = list(_parts(parsed))
        return _mail(parsed, parts)
    except Unreadable:
        raise
    except Exception as fault:  # the parser's own faults are as many as its readers' imagination
        raise Unreadable(f"The mail cannot be taken apart: {type(fault).__name__}.") from fault


def glimpse(raw: bytes) -> tuple[str, str, str]:
    """The sender's name and address and the subject of a mail that is not read as a whole; empty where they cannot be told."""
    head = _END_OF_HEAD.split(raw[:65_536], maxsplit=1)[0]
    try:
        parsed = message_from_bytes(head[:32_768] + b"\n\n")
        name, address = next(iter(_addresses(parsed, ("From",))), ("", ""))
        return name, address, text(_first(parsed, "subject"))[:300]
    except Exception:  # whatever it is, it is in the bytes that are kept
        return "", "", ""


def text(value: object) -> str:
    """A header in plain words, on one line, without control characters."""
    raw = str(value)[:LONGEST_HEADER]
    try:
        words = str(make_header(decode_header(raw)))
    except (ValueError, LookupError, TypeError, AttributeError):
        words = raw
    return " ".join(clean(words).split())


def file_name(part: Parsed) -> str:
    """The name a part gives its file; empty where it gives none."""
    found = part.get_filename() or ""
    if "\N{REPLACEMENT CHARACTER}" in found:
        again = Parsed()
        for head, value in part.raw_items():
            if head.lower() in {"content-disposition", "content-type"}:
                again[head] = _bare(str(value))
        found = again.get_filename() or found
    return text(found)


def clean(words: str) -> str:
    """``words`` without control characters; line breaks and tabs stay."""
    return _CONTROLS.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def senders(parsed: Parsed) -> list[str]:
    """The addresses a mail, or a mail within a mail, says it is from."""
    return [address for _name, address in _addresses(parsed, ("From",))]


def ids(value: str) -> list[str]:
    """The Message-IDs in a header."""
    return _ID.findall(value[:LONGEST_HEADER])


def _measure(raw: bytes) -> None:
    if len(raw) > LARGEST:
        raise Unreadable("The mail is larger than 35 MB.")
    end = _END_OF_HEAD.search(raw, 0, MOST_HEADERS * LONGEST_HEADER)
    head = raw[: end.start() if end else MOST_HEADERS * LONGEST_HEADER]
    lines = re.split(rb"\r?\n(?![ \t])", head)
    if len(lines) > MOST_HEADERS or any(len(line) > LONGEST_HEADER for line in lines):
        raise Unreadable("The mail's head is larger than is read.")
    if raw.count(b"\n") > _MOST_LINES:
        raise Unreadable("The mail has more lines than are read.")
    if sum(1 for _ in _NESTING.finditer(raw)) > MOST_PARTS:
        raise Unreadable("The mail has more parts within parts than are read.")


def _parts(whole: Parsed) -> Iterator[tuple[Parsed, int]]:
    """All parts with their depth, in order. Unreadable when there are too many, or too deep."""
    waiting: list[tuple[Parsed, int]] = [(whole, 0)]
    seen = 0
    while waiting:
        part, depth = waiting.pop()
        seen += 1
        if seen > MOST_PARTS or depth > DEEPEST:
            raise Unreadable("The mail has more parts within parts than are read.")
        yield part, depth
        below = part.get_payload()
        if part.is_multipart() and isinstance(below, list):
            waiting += [(one, depth + 1) for one in reversed(below) if isinstance(one, Parsed)]


def _head(parsed: Parsed) -> list[tuple[str, str]]:
    """All headers as they were written; letters beyond ASCII, which some send bare, as they were meant."""
    return [(name, _bare(str(value))) for name, value in parsed.raw_items()]


def _bare(value: str) -> str:
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("windows-1252", "replace")


def _first(parsed: Parsed, name: str) -> str:
    return next((value for known, value in _head(parsed) if known.lower() == name), "")


def _mail(parsed: Parsed, parts: Sequence[tuple[Parsed, int]]) -> Mail:
    head = _head(parsed)
    senders = _addresses(parsed, ("From",))
    own = list(_own(parsed))
    return Mail(
        message_id=next(iter(ids(_first(parsed, "message-id"))), ""),
        sender=senders[0][1] if senders else "",
        sender_name=senders[0][0] if senders else "",
        senders=[address for _name, address in senders],
        recipients=list(dict.fromkeys(address for _name, address in _addresses(parsed, _RECIPIENTS))),
        references=_references(parsed),
        subject=text(_first(parsed, "subject"))[:300],
        text=_text(own),
        calendars=[found for part in own if (found := _calendar(part))],
        files=[file for part, _depth in parts if (file := _file(part))],
        head=head,
        parsed=parsed,
    )


def _own(whole: Parsed) -> Iterator[Parsed]:
    """The parts that are the mail's own: not those of a mail within the mail."""
    waiting = [whole]
    while waiting:
        part = waiting.pop()
        below = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(below, list):
            waiting += [one for one in reversed(below) if isinstance(one, Parsed)]
        elif not part.is_multipart():
            yield part


def _references(parsed: Parsed) -> list[str]:
    answered = ids(_first(parsed, "in-reply-to"))
    return list(dict.fromkeys([*answered, *reversed(ids(_first(parsed, "references")))]))


def _addresses(parsed: Parsed, names: Sequence[str]) -> list[tuple[str, str]]:
    head, wanted = _head(parsed), [name.lower() for name in names]
    values = [value[:LONGEST_HEADER] for name in wanted for known, value in head if known.lower() == name][
        :MOST_HEADERS
    ]
    found = getaddresses(values)
    return [(text(name)[:160], clean(address).strip().lower()[:254]) for name, address in found if "@" in address]


def _decoded(part: Parsed) -> str:
    raw = part.get_payload(decode=True)
    raw = raw[: 4 * _TEXT] if isinstance(raw, bytes) else b""
    for name in filter(None, (believed(part.get_content_charset() or ""), "utf-8")):
        try:
            return clean(raw.decode(name))
        except (LookupError, UnicodeError):
            continue
    return clean(raw.decode("windows-1252", "replace"))


def _text(own: Sequence[Parsed]) -> str:
    shown = [part for part in own if not part.get_filename() and part.get_content_disposition() != "attachment"]
    plain = [_decoded(part) for part in shown if part.get_content_type() == "text/plain"]
    words = "\n\n".join(one.strip() for one in plain if one.strip())
    if not words:
        words = "\n\n".join(text_of(_decoded(part)) for part in shown if part.get_content_type() == "text/html")
    return words.strip()[:_TEXT]


def _calendar(part: Parsed) -> bytes | None:
    name = (part.get_filename() or "").lower()
    if part.get_content_type() not in _CALENDARS and not name.endswith(".ics"):
        return None
    raw = part.get_payload(decode=True)
    return raw if isinstance(raw, bytes) and 0 < len(raw) <= _CALENDAR else None


def _file(part: Parsed) -> File | None:
    if part.get_content_maintype() == "multipart":
        return None
    if part.get_content_type() in {"text/plain", "text/html"} and not part.get_filename():
        return None
    name = file_name(part).replace("/", "_").replace("\\", "_")
    return File(name[:200], text(part.get_content_type())[:100], 0 if part.is_multipart() else _size(part))


def _size(part: Parsed) -> int:
    """How many bytes a file has. Most come in base64, which is told at once, not line by line; what is odd is decoded as ever."""
    if str(part.get("content-transfer-encoding", "")).strip().lower() == "base64":
        with suppress(binascii.Error, UnicodeError):
            return len(binascii.a2b_base64(str(part.get_payload())))
    raw = part.get_payload(decode=True)
    return len(raw) if isinstance(raw, bytes) else 0
