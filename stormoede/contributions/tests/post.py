"""Mails with input, for tests: built, brought in, and read in this very program, which a test may since it made them itself."""

from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage

from stormoede.contributions.actions import submissions
from stormoede.contributions.models import Submission
from stormoede.contributions.queries import known
from stormoede.intake.core import mails
from stormoede.mail.actions import incoming
from stormoede.mail.models import Incoming

BOX = "oea26@kl.example"


def mail(
    text: str,
    *files: tuple[str, bytes],
    sender: str = "Gitte Rask <gitte.rask@faaborg-midtfyn.example>",
    subject: str = "Input",
    to: Sequence[str] = (BOX,),
    **heads: str,
) -> bytes:
    """A mail as a simple program writes it."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, ", ".join(to), subject
    for name, value in heads.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    for name, content in files:
        made.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def brought(raw: bytes, at: datetime, arrived: datetime | None = None) -> Incoming:
    """The mail comes in, is claimed, and what it carries is read."""
    row = incoming.receive(raw, arrived=arrived, at=at)
    assert row is not None
    incoming.run(at=at)
    read(at)
    row.refresh_from_db()
    return row


def read(at: datetime) -> int:
    """What ``reading.run`` does, without a child."""
    found = Submission.objects.filter(state="unread").select_related("incoming").order_by("pk")
    batch = [(one.pk, mails.read(bytes(one.incoming.raw))) for one in found if one.incoming is not None]
    return submissions.read(batch, known.read(at.date()), at=at)


def sent(row: Incoming) -> Submission:
    """The submission of a mail."""
    return Submission.objects.get(incoming=row)
