"""What an audience can be made of: those whose body has no day yet, has one, has discussed the matter, has sent in."""

from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import translation

from stormoede.deliberations import queries
from stormoede.deliberations.core.standings import Standing
from stormoede.deliberations.models import Matter
from stormoede.members.models import Person
from stormoede.rounds.kinds import Choice
from stormoede.rounds.models import Track


def choices(language: str) -> Sequence[Choice]:
    """Every standing there is."""
    with translation.override(language):
        return [Choice(standing.value, str(queries.TITLES[standing])) for standing in Standing]


def who(track: Track, key: str, on: date) -> QuerySet[Person]:
    """Those with a seat in the bodies that stand so on ``on``, and the secretaries of their municipalities."""
    matter = Matter.objects.filter(track=track).select_related("track__round").first()
    if matter is None or key not in list(Standing):
        return Person.objects.none()
    noon = datetime.combine(on, time(12), ZoneInfo(track.round.time_zone))
    return queries.people(matter, queries.standing_at(matter, [Standing(key)], at=noon), on=on)
