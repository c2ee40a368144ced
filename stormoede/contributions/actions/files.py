"""Attachments of a draft: kept as they came, taken out again. What a version holds is never taken from it."""

import hashlib
from datetime import datetime
from pathlib import PurePosixPath
from uuid import UUID

from django.db import transaction

from stormoede.contributions.models import Attachment, Contribution, Enclosure, Question
from stormoede.contributions.refusals import FileEmpty, FileTooLarge, TooManyFiles
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor

LARGEST = 35_000_000
MOST = 20


@transaction.atomic
def add(
    contribution_id: UUID,
    name: str,
    content: bytes,
    question: Question | None,
    person_id: UUID,
    *,
    by: Actor,
    at: datetime,
) -> Attachment:
    """Keep a file. Raises FileTooLarge, FileEmpty, TooManyFiles."""
    if not content:
        raise FileEmpty
    if len(content) > LARGEST:
        raise FileTooLarge
    held = Contribution.objects.select_for_update(of=("self",)).get(pk=contribution_id)
    if held.attachments.filter(removed_at__isnull=True).count() >= MOST:
        raise TooManyFiles
    made = Attachment.objects.create(
        contribution=held, question=question, name=plain_name(name), size=len(content),
        digest=hashlib.sha256(content).hexdigest(), content=content, added_at=at, added_by_id=person_id,
    )  # fmt: skip
    record("attachment.added", f"attachment:{made.pk}", by=by, at=at, data={"size": made.size})
    return made


@transaction.atomic
def remove(contribution_id: UUID, attachment_id: UUID, *, by: Actor, at: datetime) -> None:
    """Take a file out of the draft; it is gone unless a version holds it."""
    found = (
        Attachment.objects.defer("content")
        .filter(pk=attachment_id, contribution=contribution_id, removed_at__isnull=True)
        .first()
    )
    if found is None:
        return
    if Enclosure.objects.filter(attachment=found).exists():
        Attachment.objects.filter(pk=found.pk).update(removed_at=at)
    else:
        Attachment.objects.filter(pk=found.pk).delete()
    record("attachment.removed", f"attachment:{found.pk}", by=by, at=at)


def plain_name(name: str) -> str:
    """A file's name without folders and control characters, at most 200 characters with its ending kept."""
    last = PurePosixPath(name.replace("\\", "/")).name
    clean = "".join(sign for sign in last if sign.isprintable()).strip(" .") or "fil"
    stem, dot, ending = clean.rpartition(".")
    if not dot or len(ending) > 10:
        return clean[:200]
    return f"{stem[: 199 - len(ending)]}.{ending}"
