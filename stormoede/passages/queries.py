"""Reading texts, passages and quotes. A quote is never shown but through ``shown``."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from stormoede.members.models import Body, Person
from stormoede.passages.core import quotes
from stormoede.passages.core.kinds import Basis, Fate, Kind
from stormoede.passages.core.quotes import Fault, Source
from stormoede.passages.models import Passage, Quote, Ruling, Text
from stormoede.passages.refusals import ruled
from stormoede.rounds.models import Round

_FATES = {Fault.CHANGED: Fate.CORRECTED.value, Fault.ERASED: Fate.ERASED.value}


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quote as it may be shown: with ``fault`` it is struck out, and ``why`` says the reason."""

    id: int
    words: str
    fault: Fault | None
    why: str
    body: Body | None
    person: Person | None
    at: datetime | None
    source: str


def shown(found: Iterable[int] | QuerySet[Quote]) -> list[ShownQuote]:
    """Quotes (or their ids) held against their sources now, in the order they were made. Two statements."""
    rows = found if isinstance(found, QuerySet) else Quote.objects.filter(pk__in=list(found))
    related = rows.select_related("text__replaced_by", "text__body__organisation", "text__person")
    told = list(related.order_by("pk"))
    reasons = {(one.text_id, one.now): one.reason for one in corrections(quote.text_id for quote in told)}
    return [_shown(quote, reasons) for quote in told]


def corrections(text_ids: Iterable[int | None]) -> list[Ruling]:
    """What the desk has corrected and erased in these texts, in the order it was done."""
    ids = {pk for pk in text_ids if pk}
    rows = Ruling.objects.filter(text__in=ids, now__in=[fate.value for fate in Fate])
    return list(rows.order_by("pk")) if ids else []


def _shown(quote: Quote, reasons: Mapping[tuple[int, str], str]) -> ShownQuote:
    text = quote.text
    fault = quotes.check(quote.words, quote.start, quote.end, _source(text))
    return ShownQuote(
        quote.pk,
        quote.words,
        fault,
        ruled(fault, reasons.get((quote.text_id or 0, _FATES.get(fault, "")), "")) if fault else "",
        text.body if text else None,
        text.person if text else None,
        text.at if text else None,
        text.source if text else "",
    )


def _source(text: Text | None) -> Source | None:
    if text is None:
        return None
    newer = text.replaced_by.words if text.replaced_by else None
    return Source(text.words, text.erased_at is not None, text.replaced_at is not None, newer)


def texts(ids: Iterable[int]) -> dict[int, Text]:
    """Texts with their passages, whoever gave them and on whose behalf, by id. Two statements."""
    ordered = Passage.objects.order_by("position")
    rows = Text.objects.filter(pk__in=list(ids)).select_related("body__organisation", "person")
    found = {text.pk: text for text in rows.prefetch_related(Prefetch("passages", ordered))}
    for text in found.values():
        for passage in text.passages.all():
            passage.text = text
    return found


def standing(round: Round) -> QuerySet[Text]:
    """The texts of a round that say what is meant now: not erased, and not replaced by a newer one."""
    return Text.objects.filter(round=round, erased_at__isnull=True, replaced_at__isnull=True)


def public(round: Round) -> QuerySet[Text]:
    """The public edition: what is allowed out, and nothing else. Everything that goes to strangers is made of this."""
    return standing(round).filter(basis=Basis.PUBLIC.value)


def facts(found: QuerySet[Text]) -> Sequence[Passage]:
    """The passages of ``found`` that are facts: what can be given out of internal texts too. In the order of the texts."""
    rows = Passage.objects.filter(text__in=found, kind=Kind.FACT.value).select_related("text")
    return list(rows.order_by("text_id", "position"))
