"""The desk corrects a text, or erases one that should not have been there: with a person, a time and a reason."""

from datetime import datetime

from django.db import transaction

from stormoede.events.actor import Actor
from stormoede.passages.actions import texts
from stormoede.passages.core.kinds import Fate
from stormoede.passages.models import Ruling, Text
from stormoede.passages.refusals import NothingChanged, ReasonMissing


@transaction.atomic
def correct(text_id: int, words: str, reason: str, *, by: Actor, at: datetime) -> Ruling:
    """Let the text say ``words``. What was quoted from it and stands there no more is struck out with the reason.

    Raises ReasonMissing, NothingChanged, Erased.
    """
    why, before = _reason(reason), Text.objects.values_list("words", flat=True).get(pk=text_id)
    if not words.strip():
        raise NothingChanged
    text = texts.edit(text_id, words.strip(), by=by, at=at)
    if text.words == before:
        raise NothingChanged
    return _rule(text, Fate.CORRECTED, why, by, at)


@transaction.atomic
def erase(text_id: int, reason: str, *, older: bool = False, by: Actor, at: datetime) -> list[Ruling]:
    """Take the words away; with ``older`` also those of the versions this text took the place of. Raises ReasonMissing."""
    why, ids = _reason(reason), [text_id]
    for pk in ids:
        if older:
            ids += Text.objects.filter(replaced_by=pk).values_list("pk", flat=True)
    waiting = Text.objects.filter(pk__in=ids, erased_at__isnull=True).order_by("-pk")
    return [_rule(texts.erase(text.pk, by=by, at=at), Fate.ERASED, why, by, at) for text in list(waiting)]


def _rule(text: Text, fate: Fate, why: str, by: Actor, at: datetime) -> Ruling:
    return Ruling.objects.create(text=text, now=fate.value, reason=why, at=at, by=str(by))


def _reason(told: str) -> str:
    if not told.strip():
        raise ReasonMissing
    return told.strip()[:500]
