"""Who came in whose place, when the round is long over: that goes, and the answers themselves stay as figures."""

from datetime import datetime

from django.db.models import QuerySet

from stormoede.calls.models import Deputy
from stormoede.events.actor import Actor
from stormoede.rounds import endings

_WAY = "call__meeting__track__round"


def _old(before: datetime) -> QuerySet[Deputy]:
    return Deputy.objects.filter(endings.ended(before, _WAY))


def waiting(before: datetime) -> int:
    """How many deputies of rounds that ended before ``before`` are known."""
    return _old(before).count()


def first() -> datetime | None:
    """When the first round with deputies ended."""
    return endings.first(Deputy.objects.all(), _WAY)


def forget(before: datetime, *, by: Actor, at: datetime) -> int:
    """Take it away. Returns how many."""
    return _old(before).delete()[0]
