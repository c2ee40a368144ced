"""The desk corrects or erases words that were handed in. Whoever sent them is told, with the reason and never with the words."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from stormoede.contributions.actions.handing_in import subject
from stormoede.contributions.models import Version
from stormoede.events.actor import Actor
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.passages.actions import corrections
from stormoede.passages.models import Ruling

CORRECTED = "contributions.corrected"


@transaction.atomic
def correct(version: Version, text_id: int, words: str, reason: str, *, by: Actor, at: datetime) -> None:
    """Let a text of ``version`` say ``words``. Raises passages' ReasonMissing, NothingChanged, Erased."""
    _tell(version, [corrections.correct(text_id, words, reason, by=by, at=at)], at)


@transaction.atomic
def erase(version: Version, text_id: int, reason: str, *, older: bool, by: Actor, at: datetime) -> None:
    """Take a text's words away, with ``older`` from the versions before as well. Raises passages' ReasonMissing."""
    _tell(version, corrections.erase(text_id, reason, older=older, by=by, at=at)[:1], at)


def _tell(version: Version, rulings: Iterable[Ruling], at: datetime) -> None:
    """One mail each to the one who handed in, and to whose answer it is."""
    people = sorted({pk for pk in (version.handed_in_by_id, version.contribution.person_id) if pk})
    mails = [
        NewMessage(f"corrected:{ruling.pk}:{person}", CORRECTED, f"{subject(version)}:{ruling.pk}", person=str(person))
        for ruling in rulings
        for person in people
    ]
    outbox.enqueue(mails, at=at)
