"""What invented members write to the round's mailbox, and when. Pure: no name or address stands here but numbers of the list."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from stormoede.story.core.script import local


@dataclass(frozen=True, slots=True)
class Post:
    """A mail from the person with ``number``. ``headers`` are what their program adds."""

    key: str
    at: datetime
    number: str
    subject: str
    text: str
    headers: Sequence[tuple[str, str]] = field(default=())


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
        "torsdag", local(2025, 2, 10, 8, 41), "K01203", "SV: Vælg aften",
        "Hej Sofie\n\nJeg vil gerne med torsdag den 3. april. Knappen virkede ikke på min telefon.\n\nVenlig hilsen",
    ),
    Post(
        "afbud", local(2025, 3, 5, 21, 14), "K01877", "SV: Vælg aften",
        "Hej\n\nVi har byrådsmøde begge aftener, så jeg kan ikke være med. Kommer der et referat?",
    ),
)  # fmt: skip


def raw(post: Post, name: str, address: str, mailbox: str) -> bytes:
    """The mail as a mail program sends it."""
    mail = EmailMessage()
    mail["From"] = f"{name} <{address}>"
    mail["To"] = mailbox
    mail["Subject"] = post.subject
    mail["Date"] = format_datetime(post.at)
    mail["Message-ID"] = f"<{post.key}@{address.rpartition('@')[2]}>"
    for header, value in post.headers:
        mail[header] = value
    mail.set_content(post.text)
    return bytes(mail)
