"""Is a mail a bounce, of what, and for how long? RFC 3464 first, then what senders made of it before there was a standard."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import Message as Parsed
from enum import StrEnum

from flufl.bounce import all_failures

from stormoede.mail.core.reading import Mail, clean, ids, text
from stormoede.mail.core.subjects import is_automatic

_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_CODE = re.compile(r"\b([45]\d\d)[ -]")
_ROBOTS = ("mailer-daemon", "postmaster", "microsoftexchange", "mail-daemon", "mailerdaemon", "bounce")
_ADDRESS = re.compile(r"[^\s<>;\"'()\[\]]+@[^\s<>;\"'()\[\]]+")


class Fate(StrEnum):
    """What a bounce says: gone for good, still being tried, or arrived after all."""

    FAILED = "failed"
    DELAYED = "delayed"
    ARRIVED = "arrived"


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a bounce says. ``addresses`` are those it names; ``code`` and ``words`` are the server's; ``references`` the
    Message-IDs of the mail that came back, as far as it is in there."""

    fate: Fate
    addresses: Sequence[str]
    code: int
    words: str
    references: Sequence[str]


def of(mail: Mail, *, returned: bool) -> Bounce | None:
    """The bounce that ``mail`` is, or None. ``returned``: it came to a return path, where nothing else is expected."""
    report = _report(mail)
    if report is not None:
        return report
    if not (returned or mail.null_sender or from_robot(mail)):
        return None
    return _freely_told(mail) or (Bounce(Fate.FAILED, (), 0, "", _quoted(mail)) if _is_blank(mail, returned) else None)


def from_robot(mail: Mail) -> bool:
    """Is it from a mail server rather than from anybody?"""
    return mail.sender.startswith(_ROBOTS)


def is_receipt(mail: Mail) -> bool:
    """Is it a receipt that a mail was opened (RFC 8098)?"""
    return _report_type(mail) == "disposition-notification"


def _report_type(mail: Mail) -> str:
    if mail.kind != "multipart/report":
        return ""
    kind = mail.parsed.get_param("report-type")
    return str(kind).lower() if kind else ""


def _report(mail: Mail) -> Bounce | None:
    """The bounce of an RFC 3464 report: the worst it says of anybody, with that one's address and words."""
    if mail.kind != "multipart/report" or _report_type(mail) not in {"delivery-status", ""}:
        return None
    said = [found for block in _blocks(mail.parsed) if (found := _recipient(block))]
    if not said:
        return None
    order = list(Fate)
    worst = min((one[0] for one in said), key=order.index)
    told = [one for one in said if one[0] is worst]
    _fate, _address, code, words = told[0]
    return Bounce(worst, [address for _f, address, _c, _w in told if address], code, words, _quoted(mail))


def _blocks(parsed: Parsed) -> Iterator[Parsed]:
    for part in parsed.walk():
        if part.get_content_type() in {"message/delivery-status", "message/global-delivery-status"}:
            below = part.get_payload()
            if isinstance(below, list):
                yield from (one for one in below if isinstance(one, Parsed))


def _recipient(block: Parsed) -> tuple[Fate, str, int, str] | None:
    """What one block says of one recipient; None for the block about the whole report."""
    action = text(block.get("Action", "")).lower()
    status = _STATUS.search(text(block.get("Status", "")))
    if not action and not status:
        return None
    fate = {"failed": Fate.FAILED, "delayed": Fate.DELAYED}.get(action.split(" ")[0])
    if fate is None:
        arrived = action.split(" ")[0] in {"delivered", "relayed", "expanded"}
        hard = status is not None and status[1] == "5"
        fate = Fate.ARRIVED if arrived else Fate.FAILED if hard else Fate.DELAYED
    address = text(block.get("Original-Recipient", "")) or text(block.get("Final-Recipient", ""))
    found = _ADDRESS.search(address.partition(";")[2] or address)
    words = text(block.get("Diagnostic-Code", "")).partition(";")[2].strip() or (status[0] if status else "")
    return fate, found[0].lower() if found else "", _code(words, status), _worded(words, status)


def _code(words: str, status: re.Match[str] | None) -> int:
    told = _CODE.search(words)
    if told:
        return int(told[1])
    return {"5": 550, "4": 450}.get(status[1], 0) if status else 0


def _worded(words: str, status: re.Match[str] | None) -> str:
    """The words with the status in them, which tells the kind of trouble (core/replies.py)."""
    return words if status is None or _STATUS.search(words) else f"{status[0]} {words}".strip()


def _freely_told(mail: Mail) -> Bounce | None:
    try:
        temporary, permanent = all_failures(mail.parsed)
    except Exception:  # the detectors are heuristics and break on what they did not foresee
        return None
    found = permanent or temporary
    if not found:
        return None
    fate = Fate.FAILED if permanent else Fate.DELAYED
    addresses = sorted(clean(one.decode("utf-8", "replace")).lower() for one in found)
    words = next((line.strip() for line in mail.text.split("\n") if _CODE.search(line) or _STATUS.search(line)), "")
    status = _STATUS.search(words)
    return Bounce(fate, addresses, _code(words, status) or (550 if permanent else 450), words[:400], _quoted(mail))


def _is_blank(mail: Mail, returned: bool) -> bool:
    """A mail server wrote to a return path in words that no reader knows: what it is about did not arrive."""
    if not returned or is_automatic(mail.subject):
        return False
    return from_robot(mail) or (mail.null_sender and not mail.header("Auto-Submitted"))


def _quoted(mail: Mail) -> list[str]:
    """Message-IDs of the mail within the mail, then those the bounce answers, then any in its text."""
    found: list[str] = []
    for part in mail.parsed.walk():
        if part is not mail.parsed and part.get("Message-ID"):
            found += ids(str(part["Message-ID"]))
        if part.get_content_type() in {"text/rfc822-headers", "message/rfc822-headers"}:
            found += _in_head(part)
    return list(dict.fromkeys([*found, *mail.references, *ids(mail.text[:20_000])]))


def _in_head(part: Parsed) -> list[str]:
    raw = part.get_payload(decode=True)
    words = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    return [one for line in words.split("\n") if line.lower().startswith("message-id:") for one in ids(line)]
