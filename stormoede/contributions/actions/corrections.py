"""The desk corrects or erases words that were handed in. Whoever sent them is told, with the reason and never with the words."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from stormoede.contributions.actions.erasures import empty
from stormoede.contributions.actions.handing_in import subject
from stormoede.contributions.models import Attachment, Version
from stormoede.events.actions.records import record_many
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
def erase(
    version: Version, text_id: int, reason: str, *, older: bool, files: Iterable[UUID] = (), by: Actor, at: datetime
) -> None:
    """Take a text's words away, with ``older`` from the versions before as well, and ``files`` of the version's.

    Raises passages' ReasonMissing.
    """
    rulings = corrections.erase(text_id, reason, older=older, by=by, at=at)[:1]
    own = Attachment.objects.filter(pk__in=version.enclosures.values("attachment"), digest__gt="")
    found = sorted(own.filter(pk__in=list(files)).values_list("pk", flat=True))
    empty(Attachment.objects.filter(pk__in=found))
    record_many("attachment.erased", [(f"attachment:{pk}", None) for pk in found], by=by, at=at)
    _tell(version, rulings, at)


def _tell(version: Version, rulings: Iterable[Ruling], at: datetime) -> None:
    """One mail each to the one who handed in, and to whose answer it is."""
    people = sorted({pk for pk in (version.handed_in_by_id, version.contribution.person_id) if pk})
    mails = [
        NewMessage(f"corrected:{ruling.pk}:{person}", CORRECTED, f"{subject(version)}:{ruling.pk}", person=str(person))
        for ruling in rulings
        for person in people
    ]
    outbox.enqueue(mails, at=at)
