"""Taking a quote from a text."""

from datetime import datetime

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.passages.actions.texts import subject
from stormoede.passages.models import Quote, Text
from stormoede.passages.refusals import Erased, NotInTheText


@transaction.atomic
def make(text_id: int, start: int, end: int, *, by: Actor, at: datetime) -> Quote:
    """Quote what stands from ``start`` up to ``end``. Raises Erased, NotInTheText."""
    text = Text.objects.select_for_update(no_key=True).get(pk=text_id)
    if text.erased_at is not None:
        raise Erased
    if not 0 <= start < end <= len(text.words):
        raise NotInTheText
    quote = Quote.objects.create(
        text=text, start=start, end=end, words=text.words[start:end], made_at=at, made_by=str(by)
    )
    record("text.quoted", subject(text), by=by, at=at, data={"quote": quote.pk})
    return quote
