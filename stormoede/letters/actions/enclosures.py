"""Files a letter carries: added and taken off until it is released. Either counts as an edit, so the letter is tested anew."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import F, Sum

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.letters.actions.drafts import subject
from stormoede.letters.core import enclosures as core
from stormoede.letters.core.enclosures import NotTaken, Why
from stormoede.letters.models import Letter, LetterEnclosure, LetterFile
from stormoede.letters.refusals import AlreadyReleased, FileNotTaken


@transaction.atomic
def add(letter: Letter, name: str, content: bytes, *, by: Actor, at: datetime) -> LetterEnclosure:
    """Let the letter carry a file. FileNotTaken with the reason, AlreadyReleased when its words stand."""
    _edited(letter, by, at)
    told = core.name_of(name)
    try:
        kind = core.type_of(told, content)
        _fits(letter, told, len(content))
    except NotTaken as refused:
        raise FileNotTaken(refused.why, told) from refused
    digest = sha256(content).hexdigest()
    file, _ = LetterFile.objects.get_or_create(digest=digest, defaults={"content": content, "size": len(content)})
    made = LetterEnclosure.objects.create(letter=letter, file=file, name=told, type=kind)
    record("letter.file_added", subject(letter), by=by, at=at, data={"file": digest})
    return made


@transaction.atomic
def remove(letter: Letter, enclosure: int, *, by: Actor, at: datetime) -> None:
    """Take a file off. What a letter to oneself has carried stays kept, since that mail can still be shown."""
    _edited(letter, by, at)
    held = LetterEnclosure.objects.filter(letter=letter, pk=enclosure).first()
    if held is None:
        return
    held.delete()
    if not letter.versions.exists() and not LetterEnclosure.objects.filter(file=held.file_id).exists():
        LetterFile.objects.filter(digest=held.file_id).delete()
    record("letter.file_removed", subject(letter), by=by, at=at, data={"file": held.file_id})


def carry(letter: Letter, to: Letter) -> None:
    """Let ``to`` carry what ``letter`` does, as part of an act that leaves its own event."""
    LetterEnclosure.objects.bulk_create(
        LetterEnclosure(letter=to, file_id=one.file_id, name=one.name, type=one.type) for one in letter.enclosures.all()
    )


def _edited(letter: Letter, by: Actor, at: datetime) -> None:
    claimed = Letter.objects.filter(pk=letter.pk, released_at__isnull=True).update(
        edit_number=F("edit_number") + 1, edited_at=at, edited_by=str(by)
    )
    if not claimed:
        raise AlreadyReleased


def _fits(letter: Letter, name: str, size: int) -> None:
    held = LetterEnclosure.objects.filter(letter=letter)
    if held.filter(name=name).exists():
        raise NotTaken(Why.TWICE)
    if held.count() >= core.MOST:
        raise NotTaken(Why.MANY)
    if size + (held.aggregate(all=Sum("file__size"))["all"] or 0) > core.ALL:
        raise NotTaken(Why.TOGETHER)
