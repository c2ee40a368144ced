"""Keeping texts, correcting them, erasing them, and saying that a newer one took their place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.passages.core import cutting, kinds
from stormoede.passages.core.kinds import Basis, Kind
from stormoede.passages.models import Passage, Quote, Text
from stormoede.passages.refusals import Erased


@dataclass(frozen=True, slots=True)
class NewText:
    """A text to keep: where it is from, and its words."""

    source: str
    words: str
    body: int | None = None
    person: UUID | None = None


def keep(round_id: int, new: Sequence[NewText], *, basis: Basis, at: datetime) -> list[Text]:
    """Keep texts whole and cut them, as part of an act that leaves its own event. Three statements, however many."""
    texts = [
        Text(
            round_id=round_id,
            source=one.source,
            body_id=one.body,
            person_id=one.person,
            at=at,
            words=cutting.clean(one.words),
            basis=basis.value,
        )
        for one in new
    ]
    Text.objects.bulk_create(texts)
    Passage.objects.bulk_create(passage for text in texts for passage in _cut(text, {}))
    return texts


def replace(newer: Mapping[int, int | None], *, at: datetime) -> None:
    """Say of each text (by id) which one took its place, as part of an act that leaves its own event; None: it was left out."""
    for old, new in newer.items():
        Text.objects.filter(pk=old, replaced_at__isnull=True).update(replaced_at=at, replaced_by=new)


def stand_again(ids: Iterable[int]) -> None:
    """What took the place of these texts is gone, so they stand, as part of an act that leaves its own event."""
    Text.objects.filter(pk__in=list(ids)).update(replaced_at=None, replaced_by=None)


@transaction.atomic
def edit(text_id: int, words: str, *, by: Actor, at: datetime) -> Text:
    """Correct a text. It is cut anew; a passage whose words stand as before keeps its kind. Raises Erased."""
    text = _held(text_id)
    if text.erased_at is not None:
        raise Erased
    known = {one.of(text.words): (kind, settled) for one, kind, settled in _spans(text)}
    text.words, text.edited_at = cutting.clean(words), at
    text.save(update_fields=["words", "edited_at"])
    text.passages.all().delete()
    Passage.objects.bulk_create(_cut(text, known))
    record("text.edited", subject(text), by=by, at=at)
    return text


@transaction.atomic
def erase(text_id: int, *, by: Actor, at: datetime) -> Text:
    """Take the words away, those quoted from them too. The row stays, so that what pointed at it can say why it no longer does."""
    text = _held(text_id)
    if text.erased_at is None:
        text.words, text.erased_at = "", at
        text.save(update_fields=["words", "erased_at"])
        text.passages.all().delete()
        Quote.objects.filter(text=text).update(words="")
        record("text.erased", subject(text), by=by, at=at)
    return text


def subject(text: Text) -> str:
    """The text as events name it."""
    return f"text:{text.pk}"


def _held(text_id: int) -> Text:
    return Text.objects.select_for_update(no_key=True).get(pk=text_id)


def _spans(text: Text) -> Iterable[tuple[cutting.Span, str, bool]]:
    for one in text.passages.all():
        yield cutting.Span(one.start, one.end), one.kind, one.settled


def _cut(text: Text, known: Mapping[str, tuple[str, bool]]) -> list[Passage]:
    found = []
    for position, span in enumerate(cutting.cut(text.words)):
        words = span.of(text.words)
        kind, settled = known.get(words) or (kinds.propose(words).value, False)
        found.append(
            Passage(
                text=text, position=position, start=span.start, end=span.end, kind=Kind(kind).value, settled=settled
            )
        )
    return found
