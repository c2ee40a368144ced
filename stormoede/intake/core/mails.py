"""A mail as it came: its own words, the words of mails within it, and every file it carries."""

from binascii import a2b_base64
from collections.abc import Iterator, Sequence
from dataclasses import replace
from email.message import Message as Parsed

from stormoede.intake.core import files, kinds, limits, outlook, plain, quoting
from stormoede.intake.core.files import Given
from stormoede.intake.core.values import Mailed, Reading, Remark, State
from stormoede.mail.core import reading as mails
from stormoede.mail.core.html_text import text_of

_WORDS = frozenset({"text/plain", "text/html"})
_DEEPEST = 4
# Nothing that could be read stands in these.
_SILENT = frozenset({"text/calendar", "application/ics", "message/delivery-status", "message/disposition-notification", "text/rfc822-headers", "application/applefile"})  # fmt: skip


def read(raw: bytes, only: int | None = None) -> Mailed:
    """Everything in a mail. ``only``: of its files that one alone (-1: none), the others by name; they were too heavy together.

    Raises mail.core.reading.Unreadable.
    """
    whole = mails.read(raw)
    found = _Reader(only).mail(whole.parsed, whole.subject, ())
    return Mailed(tuple(found[: limits.FILES + 1]))


class _Reader:
    def __init__(self, only: int | None) -> None:
        self._only = only
        self._part = -1

    def mail(self, whole: Parsed, subject: str, within: tuple[str, ...], sender: str = "") -> list[Reading]:
        """One mail: its words first."""
        words, others = list[Parsed](), list[Parsed]()
        _sort(whole, words, others)
        shown = "".join(_decoded(one) for one in words if one.get_content_type() == "text/html")
        text = "\n\n".join(filter(None, (_text(one).strip() for one in _preferred(words))))
        found = [*self._said(text, subject, within, sender)]
        for one in others:
            found += self._file(one, shown, within)
        return found

    def _said(self, text: str, subject: str, within: tuple[str, ...], sender: str) -> Iterator[Reading]:
        told = quoting.said(text, subject)
        remarks = {Remark.QUOTED.value: told.quoted, Remark.SIGNATURE.value: int(told.signed)}
        own = plain.written(told.own)
        yield Reading(
            subject, kinds.MAIL, State.READ if own.blocks else State.EMPTY, -1, within, 0, "", own.text, tuple(own.blocks),
            {name: count for name, count in remarks.items() if count}, 0, sender, text[: limits.AROUND],
        )  # fmt: skip
        if told.forwarded.strip():
            draft = plain.written(told.forwarded)
            yield Reading(
                subject, kinds.MAIL, State.READ, -1, (*within, subject), 0, "", draft.text, tuple(draft.blocks),
                {Remark.FORWARDED.value: 1}, 0, told.sender,
            )  # fmt: skip

    def _file(self, part: Parsed, shown: str, within: tuple[str, ...]) -> list[Reading]:
        if not within:
            self._part += 1
        told = mails.text(part.get_content_type())
        name = mails.file_name(part)
        raw = _packed(part) or part.get_payload(decode=True)
        if told in {"message/rfc822", "message/global"} and not isinstance(raw, bytes):
            return self._mail_within(part, name, within)
        if told in _SILENT:
            return []
        if not isinstance(raw, bytes):
            # A part of a mail, or a word of where its content is: nothing is fetched, and that is said.
            return [files.named(Given(b"", name or told, told, self._part, within), kinds.OTHER, State.OTHER)]
        given = Given(raw, name, told, self._part, within, _is_shown(part, shown))
        if self._only is not None and self._only != self._part:
            return [files.named(given, kinds.of(raw, name, told), State.HEAVY)]
        if kinds.of(raw, name, told) == kinds.MAIL and len(within) < _DEEPEST:
            return self._eml(given)
        return list(files.read(given))

    def _eml(self, given: Given) -> list[Reading]:
        """A mail that was attached as a file."""
        try:
            inner = mails.read(outlook.written(given.raw) if outlook.is_mail(given.raw) else given.raw)
        except (limits.TooMuch, MemoryError):
            return [files.named(given, kinds.MAIL, State.HEAVY)]
        except Exception:  # as in files.one
            return [files.named(given, kinds.MAIL, State.BROKEN)]
        return self._inside(
            self.mail(inner.parsed, inner.subject, (*given.within, given.name), inner.sender), given.part
        )

    def _mail_within(self, part: Parsed, name: str, within: tuple[str, ...]) -> list[Reading]:
        below = part.get_payload()
        inner = below[0] if isinstance(below, list) and below and isinstance(below[0], Parsed) else None
        if inner is None or len(within) >= _DEEPEST:
            return []
        subject = mails.text(inner.get("subject", ""))[:300]
        told = mails.senders(inner)
        own = self._part
        found = self.mail(inner, subject, (*within, name or subject or "mail"), told[0] if told else "")
        return self._inside(found, own)

    @staticmethod
    def _inside(found: Sequence[Reading], part: int) -> list[Reading]:
        """Files of a mail within are reached through the file that mail is."""
        return [replace(one, part=part) for one in found]


def _packed(part: Parsed) -> bytes | None:
    """A mail within that some programs send in base64, though nobody may; None where it came as it should."""
    below = part.get_payload()
    inner = below[0] if isinstance(below, list) and below else None
    way = str(part.get("content-transfer-encoding", "")).strip().lower()
    if part.get_content_maintype() != "message" or way != "base64" or not isinstance(inner, Parsed):
        return None
    try:
        return a2b_base64(str(inner.get_payload())) if not inner.keys() else None
    except ValueError:
        return None


def _sort(whole: Parsed, words: list[Parsed], others: list[Parsed]) -> None:
    """The parts that are the mail's own words, and all others, in order; not those of mails within."""
    waiting = [whole]
    while waiting:
        part = waiting.pop()
        below = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(below, list):
            waiting += [one for one in reversed(below) if isinstance(one, Parsed)]
        elif part.get_content_maintype() == "multipart":
            continue
        elif part.get_content_type() in _WORDS and _is_own(part):
            words.append(part)
        else:
            others.append(part)


def _is_own(part: Parsed) -> bool:
    """Does a part that holds words belong to the mail's own?"""
    name = part.get_filename()
    return kinds.is_rest(name) if name else part.get_content_disposition() != "attachment"


def _preferred(words: Sequence[Parsed]) -> list[Parsed]:
    """The plain parts where they say something, else those in HTML."""
    told = [one for one in words if one.get_content_type() == "text/plain" and _decoded(one).strip()]
    if told:
        return [*told, *(one for one in words if one.get_content_type() == "text/html" and one.get_filename())]
    return [one for one in words if one.get_content_type() == "text/html"]


def _decoded(part: Parsed) -> str:
    raw = part.get_payload(decode=True)
    return (
        mails.clean(plain.decoded(raw[: limits.TEXT], part.get_content_charset() or ""))
        if isinstance(raw, bytes)
        else ""
    )


def _text(part: Parsed) -> str:
    told = _decoded(part)
    if part.get_content_type() == "text/html":
        return text_of(told)
    if str(part.get_param("format") or "").lower() == "flowed":
        return plain.unfolded(told, whole=str(part.get_param("delsp") or "").lower() == "yes")
    return told


def _is_shown(part: Parsed, shown: str) -> bool:
    """Does the mail's own text show the file, as it shows a logo?"""
    mark = str(part.get("content-id", "")).strip().strip("<>")
    return part.get_content_maintype() == "image" and (part.get_content_disposition() == "inline" or bool(mark and f"cid:{mark}" in shown))  # fmt: skip


def originals(raw: bytes) -> dict[int, tuple[str, bytes]]:
    """The files of a mail as they came, name and bytes by their place; a mail within is one file. Raises Unreadable."""
    words, others, found = list[Parsed](), list[Parsed](), dict[int, tuple[str, bytes]]()
    _sort(mails.read(raw).parsed, words, others)
    for number, part in enumerate(others):
        below = part.get_payload()
        if part.is_multipart() and isinstance(below, list):
            content = _packed(part) or b"".join(one.as_bytes() for one in below if isinstance(one, Parsed))
            found[number] = (files.plain_name(mails.file_name(part)) or "mail.eml", content)
        elif isinstance(raw_part := part.get_payload(decode=True), bytes):
            found[number] = (files.plain_name(mails.file_name(part)) or f"fil-{number + 1}", raw_part)
    return found
