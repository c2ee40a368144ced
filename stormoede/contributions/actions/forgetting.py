"""What came by mail loses who sent it, when the round is long over. Its words stay with what was made of them."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from stormoede.contributions.models import Reading, Submission
from stormoede.events.actor import Actor
from stormoede.rounds import endings

_LEFT = Q(incoming__isnull=False) | Q(person__isnull=False) | Q(sender__gt="")


def waiting(before: datetime) -> int:
    """How many mails of rounds that ended before ``before`` still say who sent them."""
    return _left().filter(endings.ended(before, "round")).count()


def first() -> datetime | None:
    """When the first round with such mails ended."""
    return endings.first(_left(), "round")


def _left() -> QuerySet[Submission]:
    return Submission.objects.filter(_LEFT)


@transaction.atomic
def forget(before: datetime, *, by: Actor, at: datetime) -> int:
    """Senders, names of files and covering words of the oldest such round go. Returns how many mails."""
    for round in endings.held(before):
        found = list(_left().filter(round=round).values_list("pk", flat=True))
        if found:
            own = Reading.objects.filter(submission__in=found)
            own.update(name="", sender="", within=[])
            own.filter(taken=False).update(words="", blocks=[], count=0)
            Submission.objects.filter(pk__in=found).update(
                incoming=None, person=None, sender="", subject="", correction=""
            )
            return len(found)
    return 0
