"""Changing what a text or a passage counts as: with a person, a time and a reason."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.passages.actions.texts import subject
from stormoede.passages.core.kinds import Basis, Kind
from stormoede.passages.models import Passage, Ruling, Text
from stormoede.passages.refusals import ReasonMissing


@transaction.atomic
def set_basis(text_ids: Iterable[int], basis: Basis, reason: str, *, by: Actor, at: datetime) -> int:
    """Let texts be for others than before. Returns how many were changed. Raises ReasonMissing."""
    why = _reason(reason)
    texts = list(Text.objects.select_for_update(no_key=True).filter(pk__in=list(text_ids)).exclude(basis=basis.value))
    Ruling.objects.bulk_create(
        Ruling(text=text, was=text.basis, now=basis.value, reason=why, at=at, by=str(by)) for text in texts
    )
    Text.objects.filter(pk__in=[text.pk for text in texts]).update(basis=basis.value)
    for text in texts:
        record("text.basis_changed", subject(text), by=by, at=at, data={"basis": basis.value})
    return len(texts)


@transaction.atomic
def set_kind(passage_id: int, kind: Kind, reason: str, *, by: Actor, at: datetime) -> Passage:
    """Say whether a passage is a fact, a position, or both; saying what was proposed settles it. Raises ReasonMissing."""
    passage = Passage.objects.select_for_update(no_key=True, of=("self",)).select_related("text").get(pk=passage_id)
    why = reason.strip() if kind.value == passage.kind else _reason(reason)
    Ruling.objects.create(
        text=passage.text, start=passage.start, end=passage.end, was=passage.kind, now=kind.value, reason=why, at=at,
        by=str(by),
    )  # fmt: skip
    passage.kind, passage.settled = kind.value, True
    passage.save(update_fields=["kind", "settled"])
    data = {"start": passage.start, "kind": kind.value}
    record("text.kind_changed", subject(passage.text), by=by, at=at, data=data)
    return passage


def _reason(told: str) -> str:
    if not told.strip():
        raise ReasonMissing
    return told.strip()[:500]
