"""The one look: a mail is accepted as what a council sent in, or refused with a reason; its words become texts, or stand no more."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from stormoede.contributions.actions import submissions
from stormoede.contributions.models import Reading, Submission
from stormoede.contributions.refusals import AlreadyLooked, NobodyBehind, NothingTaken, ReasonMissing, StillUnread
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.mail.actions import incoming
from stormoede.passages.actions import rulings, texts
from stormoede.passages.actions.texts import NewText
from stormoede.passages.core.kinds import Basis
from stormoede.passages.models import Text

State = Submission.State


@dataclass(frozen=True, slots=True)
class Accepted:
    """What somebody saw: from which bodies (several: together), which readings count, and what it takes the place of."""

    bodies: Sequence[int]
    readings: Collection[int]
    basis: Basis = Basis.INTERNAL
    newer_than: int | None = None


@transaction.atomic
def accept(pk: int, told: Accepted, *, by: Actor, at: datetime) -> Submission:
    """Let it count. Raises StillUnread, AlreadyLooked, NobodyBehind, NothingTaken."""
    found = _waiting(pk)
    if not told.bodies:
        raise NobodyBehind
    readings = [one for one in found.readings.all() if one.pk in told.readings and one.words]
    if not readings:
        raise NothingTaken
    submissions.back(found, list(dict.fromkeys(told.bodies)))
    kept = _keep(found, readings, told)
    older = _older(found, told.newer_than)
    if older is not None:
        _replace(older, found, kept, at)
    found.state, found.decided_at, found.decided_by, found.reason = State.ACCEPTED, at, str(by), ""
    found.basis, found.newer_than = told.basis.value, older
    found.save()
    record("submission.accepted", submissions.of(found), by=by, at=at, data={"readings": len(readings)})
    return found


@transaction.atomic
def refuse(pk: int, reason: str, *, by: Actor, at: datetime) -> Submission:
    """It is none, or must not count; it is kept. Raises StillUnread, AlreadyLooked, ReasonMissing."""
    found = _waiting(pk)
    if not reason.strip():
        raise ReasonMissing
    found.state, found.decided_at, found.decided_by, found.reason = State.REFUSED, at, str(by), reason.strip()[:500]
    found.save()
    record("submission.refused", submissions.of(found), by=by, at=at)
    return found


@transaction.atomic
def to_inbox(pk: int, reason: str, *, by: Actor, at: datetime) -> Submission:
    """It is an ordinary mail: refused here, it waits in the inbox. Raises as ``refuse``."""
    found = refuse(pk, reason, by=by, at=at)
    if found.incoming_id is not None:
        incoming.open_again(found.incoming_id, by=by, at=at)
    return found


@transaction.atomic
def open_again(pk: int, *, by: Actor, at: datetime) -> Submission:
    """Let it wait for another look. Texts that were accepted stand no more; what they took the place of is put back."""
    found = Submission.objects.select_for_update(no_key=True, of=("self",)).get(pk=pk)
    if found.state not in {State.ACCEPTED, State.REFUSED, State.COPY}:
        return found
    own = [one for one in found.readings.select_related("text") if one.text_id is not None]
    texts.replace({one.text_id: None for one in own if one.text_id is not None}, at=at)
    found.readings.update(text=None)
    for older in Submission.objects.filter(replaced_by=found):
        older.replaced_by = None
        older.save(update_fields=["replaced_by"])
        texts.stand_again([one.text_id for one in older.readings.all() if one.text_id is not None])
    found.state, found.decided_at, found.decided_by, found.reason = State.WAITING, None, "", ""
    found.save()
    record("submission.opened_again", submissions.of(found), by=by, at=at)
    return found


@transaction.atomic
def set_basis(pk: int, basis: Basis, reason: str, *, by: Actor, at: datetime) -> None:
    """Let it be for others than before. Raises passages' ReasonMissing."""
    found = Submission.objects.select_for_update(no_key=True).get(pk=pk)
    rulings.set_basis(text_ids(found), basis, reason, by=by, at=at)
    found.basis = basis.value
    found.save(update_fields=["basis"])
    record("submission.basis_changed", submissions.of(found), by=by, at=at, data={"basis": basis.value})


def text_ids(found: Submission) -> list[int]:
    """The texts that were made of it."""
    ids = found.readings.filter(text__isnull=False).values_list("text_id", flat=True)
    return [pk for pk in ids if pk is not None]


def _waiting(pk: int) -> Submission:
    found = Submission.objects.select_for_update(no_key=True, of=("self",)).select_related("round").get(pk=pk)
    if found.state == State.UNREAD:
        raise StillUnread
    if found.state != State.WAITING:
        raise AlreadyLooked
    return found


def _keep(found: Submission, readings: Sequence[Reading], told: Accepted) -> list[Text]:
    """Its words as texts. A text has one body: of those who send in together the first; all of them stand in Backer."""
    turn = found.readings.filter(text__isnull=False).count() + Text.objects.filter(
        source__startswith=f"submission:{found.pk}:"
    ).count()  # fmt: skip
    new = [
        NewText(f"submission:{found.pk}:{one.position}.{turn}", one.words, told.bodies[0], found.person_id)
        for one in readings
    ]
    kept = texts.keep(found.round_id, new, basis=told.basis, at=found.arrived_at)
    found.readings.update(taken=False, text=None)
    for one, text in zip(readings, kept, strict=True):
        one.taken, one.text = True, text
    Reading.objects.bulk_update(readings, ["taken", "text"])
    return kept


def _older(found: Submission, pk: int | None) -> Submission | None:
    """What it takes the place of: another accepted one of the same round."""
    if pk is None:
        return None
    rows = Submission.objects.select_for_update(no_key=True).filter(round=found.round_id, pk=pk)
    return rows.exclude(pk=found.pk).first()


def _replace(older: Submission, found: Submission, kept: Sequence[Text], at: datetime) -> None:
    """The newer one stands: a text of the old one is held against the new one's that has its place."""
    old = text_ids(older)
    texts.replace({pk: kept[min(n, len(kept) - 1)].pk for n, pk in enumerate(old)}, at=at)
    older.replaced_by = found
    older.save(update_fields=["replaced_by"])
