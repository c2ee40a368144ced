"""What invented members write to the round's mailbox, and when. Pure: no name or address stands here but numbers of the list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from enum import StrEnum

from stormoede.story.core.script import local


class Kind(StrEnum):
    """Who made the mail: its writer, the writer's calendar, or the mail server that gives our letter back."""

    WRITTEN = "written"
    DECLINED = "declined"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class About:
    """What a calendar or a mail server speaks of: the UID of an entry and its SEQUENCE, or the Message-ID of our letter."""

    id: str
    sequence: int = 0


@dataclass(frozen=True, slots=True)
class Post:
    """A mail from the person with ``number``, or from their mail server. ``headers`` are what their program adds."""

    key: str
    at: datetime
    number: str
    subject: str
    text: str
    headers: Sequence[tuple[str, str]] = field(default=())
    kind: Kind = Kind.WRITTEN


POSTS: Sequence[Post] = (
    Post(
        "ferie", local(2025, 2, 7, 10, 3), "K00121", "Automatisk svar: Vælg aften",
        "Jeg holder ferie til og med den 16. februar.", (("Auto-Submitted", "auto-generated"),),
    ),
    Post(
        "stoppet", local(2025, 2, 7, 10, 4), "K00754", "Automatisk svar: Vælg aften",
        "Jeg er udtrådt af kommunalbestyrelsen. Skriv til kommunens hovedpostkasse.", (("Auto-Submitted", "auto-generated"),),
    ),
    Post(
        "retur", local(2025, 2, 7, 14, 20), "K01468", "Kan ikke leveres: Vælg aften",
        "Din meddelelse kunne ikke leveres. Adressen findes ikke hos modtageren.", kind=Kind.RETURNED,
    ),
    Post(
        "torsdag", local(2025, 2, 10, 8, 41), "K01203", "SV: Vælg aften",
        "Hej Sofie\n\nJeg vil gerne med torsdag den 3. april. Knappen virkede ikke på min telefon.\n\nVenlig hilsen",
    ),
    Post(
        "afbud", local(2025, 3, 5, 21, 14), "K01877", "SV: Vælg aften",
        "Hej\n\nVi har byrådsmøde begge aftener, så jeg kan ikke være med. Kommer der et referat?",
    ),
    Post(
        "afslag", local(2025, 3, 6, 8, 52), "K00366", "Afslået: Virtuelt stormøde",
        "Jeg er optaget den aften.", kind=Kind.DECLINED,
    ),
)  # fmt: skip


def raw(post: Post, name: str, address: str, mailbox: str, about: About | None = None) -> bytes:
    """The mail as a mail program, a calendar or a mail server sends it; the latter two are ``about`` something of ours."""
    host = address.rpartition("@")[2]
    mail = EmailMessage()
    mail["From"] = f"postmaster@{host}" if post.kind is Kind.RETURNED else f"{name} <{address}>"
    mail["To"] = mailbox
    mail["Subject"] = post.subject
    mail["Date"] = format_datetime(post.at)
    mail["Message-ID"] = f"<{post.key}@{host}>"
    for header, value in post.headers:
        mail[header] = value
    if about and post.kind is Kind.RETURNED:
        _report(mail, post, address, about)
        return bytes(mail)
    mail.set_content(post.text)
    if about and post.kind is Kind.DECLINED:
        _answer(mail, post, address, about)
    return bytes(mail)


def _answer(mail: EmailMessage, post: Post, address: str, about: About) -> None:
    """A calendar's no (RFC 5546)."""
    lines = (
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kalender//DA", "METHOD:REPLY", "BEGIN:VEVENT",
        f"UID:{about.id}", f"SEQUENCE:{about.sequence}", f"DTSTAMP:{post.at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"ATTENDEE;PARTSTAT=DECLINED:mailto:{address}", "END:VEVENT", "END:VCALENDAR", "",
    )  # fmt: skip
    mail.add_alternative("\r\n".join(lines), subtype="calendar", params={"method": "REPLY"})
    mail.set_boundary(f"={post.key}")


def _report(mail: EmailMessage, post: Post, address: str, about: About) -> None:
    """A mail server's report that a letter was not delivered (RFC 3464), with the head of the letter. All in ASCII."""
    parts = (
        ("text/plain", post.text),
        ("message/delivery-status",
            f"Reporting-MTA: dns; mx.{address.rpartition('@')[2]}\n\nFinal-Recipient: rfc822; {address}\nAction: failed\n"
            f"Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 <{address}>: User unknown\n"),
        ("text/rfc822-headers", f"Message-ID: <{about.id}>\nTo: {address}\n"),
    )  # fmt: skip
    told = "".join(f"--=retur\nContent-Type: {kind}\n\n{text}\n" for kind, text in parts)
    mail["MIME-Version"] = "1.0"
    mail["Content-Type"] = 'multipart/report; report-type="delivery-status"; boundary="=retur"'
    mail.set_payload(f"{told}--=retur--\n")
