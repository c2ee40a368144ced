"""Words of rounds long over: they go, and that something was said stays."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from stormoede.events.actor import Actor
from stormoede.lib.privacy import Somebody
from stormoede.passages.actions import texts
from stormoede.passages.models import Passage, Quote, Text
from stormoede.rounds import endings

_AT_ONCE = 500


def erase_words(who: Somebody, *, words: bool, by: Actor, at: datetime) -> None:
    """With ``words``, what the person said for themselves goes. What a council said is the council's, and stays."""
    for pk in own(who.id).values_list("pk", flat=True) if words else ():
        texts.erase(pk, by=by, at=at)


def own(person: UUID) -> QuerySet[Text]:
    """What a person has said for themselves, and that still stands."""
    return Text.objects.filter(person=person, body__isnull=True, erased_at__isnull=True).order_by("pk")


def _standing() -> QuerySet[Text]:
    return Text.objects.filter(erased_at__isnull=True)


def waiting(before: datetime) -> int:
    """How many texts of rounds that ended before ``before`` have their words."""
    return _standing().filter(endings.ended(before, "round")).count()


def first() -> datetime | None:
    """When the first round with words ended."""
    return endings.first(_standing(), "round")


@transaction.atomic
def forget(before: datetime, *, by: Actor, at: datetime) -> int:
    """Take words and names away, so many at a time. Returns how many texts."""
    old = _standing().filter(endings.ended(before, "round")).order_by("pk")
    found = list(old.values_list("pk", flat=True)[:_AT_ONCE])
    Passage.objects.filter(text__in=found).delete()
    Quote.objects.filter(text__in=found).update(words="")
    Text.objects.filter(pk__in=found).update(words="", person=None, erased_at=at)
    return len(found)
