"""What a calendar answers (iTIP REPLY and COUNTER, RFC 5546), taken out of the file it sends."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from icalendar import Calendar

# What no entry of ours holds, and a database may refuse to be asked for.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


class Word(StrEnum):
    """What a calendar says: of one answer, or that another time is proposed."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    DELEGATED = "delegated"
    COUNTER = "counter"


@dataclass(frozen=True, slots=True)
class CalendarReply:
    """One answer. ``uid`` is what stands before the @; ``attendee`` and ``sent_by`` are addresses in lower case."""

    uid: str
    word: Word
    sequence: int
    attendee: str
    sent_by: str = ""
    comment: str = ""


def read(files: Sequence[bytes]) -> CalendarReply | None:
    """The answer in the first of ``files`` that holds one; None when none does."""
    return next((found for file in files if (found := _read(file))), None)


def _read(file: bytes) -> CalendarReply | None:
    try:
        whole = Calendar.from_ical(file)
        method = str(whole.get("METHOD", "")).upper()
        event = next(iter(whole.walk("VEVENT")), None)
        if method not in {"REPLY", "COUNTER"} or event is None:
            return None
        attendees = _listed(event.get("ATTENDEE"))
        word = Word.COUNTER if method == "COUNTER" else _word(attendees)
        if word is None:
            return None
        attendee = attendees[0] if attendees else None
        return CalendarReply(
            uid=_CONTROLS.sub("", str(event.get("UID", "")).partition("@")[0]).strip()[:64],
            word=word,
            sequence=int(event.get("SEQUENCE", 0)),
            attendee=_address(attendee),
            sent_by=_address(attendee.params.get("SENT-BY")) if attendee is not None else "",
            comment=" ".join(str(one) for one in _listed(event.get("COMMENT")))[:1000],
        )
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        return None


def _listed(value: object) -> Sequence[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _word(attendees: Sequence[Any]) -> Word | None:
    said = str(attendees[0].params.get("PARTSTAT", "")).lower() if attendees else ""
    return Word(said) if said in list(Word) else None


def _address(value: object) -> str:
    words = str(value or "").strip().strip('"').lower()
    return words.removeprefix("mailto:").strip()


class Verdict(StrEnum):
    """What a calendar's answer comes to."""

    UNKNOWN_ENTRY = "unknown_entry"
    STRANGER = "stranger"
    OLD = "old"
    TENTATIVE = "tentative"
    COUNTER = "counter"
    DELEGATED = "delegated"
    ACCEPTED = "accepted"
    DECLINED = "declined"


def judge(reply: CalendarReply, *, senders: Sequence[str], address: str, told: int | None, believed: bool) -> Verdict:
    """What ``reply`` comes to for the one whose entry it answers, who has ``address``.

    ``told`` is the highest SEQUENCE their calendar has been sent, None when it was sent none. ``believed`` False: our border
    says that the mail is not from its sender. Somebody else may answer for them where the calendar says so (SENT-BY).
    """
    own = address.lower()
    from_own = list(senders) == [own]
    for_own = reply.attendee == own and len(senders) == 1 and reply.sent_by == senders[0]
    named = reply.attendee in {own, ""}
    if not own or not believed or not ((from_own and named) or for_own):
        return Verdict.STRANGER
    if told is None or reply.sequence < told:
        return Verdict.OLD
    return Verdict(reply.word.value)
