"""Who saw to a council's discussion, when the round is long over: the name and the address go, the day stays."""

from datetime import datetime

from django.db.models import Q, QuerySet

from stormoede.deliberations.models import Deliberation
from stormoede.events.actor import Actor
from stormoede.rounds import endings

_WAY = "matter__track__round"


def _named() -> QuerySet[Deliberation]:
    return Deliberation.objects.exclude(Q(responsible="") & Q(responsible_email=""))


def waiting(before: datetime) -> int:
    """How many of rounds that ended before ``before`` name somebody."""
    return _named().filter(endings.ended(before, _WAY)).count()


def first() -> datetime | None:
    """When the first round whose discussions name somebody ended."""
    return endings.first(_named(), _WAY)


def forget(before: datetime, *, by: Actor, at: datetime) -> int:
    """Take the names away. Returns how many."""
    return _named().filter(endings.ended(before, _WAY)).update(responsible="", responsible_email="")
