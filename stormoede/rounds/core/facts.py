"""The facts of a round, as values: from a file's table, and back to one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from stormoede.rounds.core.tables import Problem, Reader

LANGUAGES = ("da", "en")
TITLE = 200
SHORT = 40
LINE = 160
TEXT = 20_000
NAME = 120
WEBSITE = 200
PHONE = 40
# Names that pages of the desk stand under; a round of that key could not be opened.
RESERVED = frozenset({"new", "upload"})


@dataclass(frozen=True, slots=True)
class Signature:
    """One who signs: the name, and as what."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class RoundFacts:
    """What a round is but for its key and its tracks. ``letterhead`` are the lines of the postal address."""

    title: str
    short: str
    starts_on: date
    ends_on: date
    sender_name: str
    mailbox: str
    contact_name: str
    contact_email: str
    sender_department: str = ""
    contact_phone: str = ""
    negotiation: str = ""
    website: str = ""
    letterhead: tuple[str, ...] = ()
    language: str = "da"
    time_zone: str = "Europe/Copenhagen"
    two_people_release: bool = True
    signatories: tuple[Signature, ...] = ()


def read_key(reader: Reader) -> str:
    """The round's key in the table of ``reader``."""
    key = reader.key("key")
    if key in RESERVED:
        reader.fault("key", Problem.RESERVED, name=key)
    return key


def read(reader: Reader) -> RoundFacts:
    """The facts in the table of ``reader``; what is wrong stays with the reader."""
    starts_on, ends_on = reader.optional_day("starts_on", required=True), reader.optional_day("ends_on", required=True)
    if starts_on and ends_on and ends_on < starts_on:
        reader.fault("ends_on", Problem.ENDS_FIRST)
    sender, contact = reader.table("sender"), reader.table("contact")
    facts = RoundFacts(
        title=reader.text("title", limit=TITLE),
        short=reader.text("short", limit=SHORT),
        language=reader.choice("language", LANGUAGES, default="da"),
        time_zone=reader.zone("time_zone", default="Europe/Copenhagen"),
        starts_on=starts_on or date.min,
        ends_on=ends_on or date.max,
        negotiation=reader.text("negotiation", limit=LINE, default=""),
        website=reader.text("website", limit=WEBSITE, default=""),
        letterhead=tuple(reader.texts("letterhead", limit=NAME)),
        two_people_release=reader.flag("two_people_release", default=True),
        sender_name=sender.text("name", limit=NAME),
        sender_department=sender.text("department", limit=NAME, default=""),
        mailbox=sender.email("mailbox"),
        contact_name=contact.text("name", limit=LINE),
        contact_email=contact.email("email"),
        contact_phone=contact.text("phone", limit=PHONE, default=""),
        signatories=tuple(_signature(signatory) for signatory in reader.tables("signatories")),
    )
    sender.close()
    contact.close()
    return facts


def _signature(reader: Reader) -> Signature:
    signature = Signature(reader.text("name", limit=LINE), reader.text("title", limit=LINE))
    reader.close()
    return signature


def table(facts: RoundFacts) -> dict[str, Any]:
    """The table ``read`` would read, in the order a person would write it; what says nothing is left out."""
    return _said(
        {
            "title": facts.title,
            "short": facts.short,
            "language": facts.language,
            "time_zone": facts.time_zone,
            "starts_on": facts.starts_on,
            "ends_on": facts.ends_on,
            "negotiation": facts.negotiation,
            "website": facts.website,
            "letterhead": list(facts.letterhead),
            "two_people_release": facts.two_people_release,
            "sender": _said(
                {"name": facts.sender_name, "department": facts.sender_department, "mailbox": facts.mailbox}
            ),
            "contact": _said({"name": facts.contact_name, "email": facts.contact_email, "phone": facts.contact_phone}),
            "signatories": [{"name": one.name, "title": one.title} for one in facts.signatories],
        }
    )


def _said(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", [])}
