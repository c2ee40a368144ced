"""The round's tours, for the overview: how many requests for a speaker stand where."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, OuterRef, Subquery

from stormoede.rounds.models import Round
from stormoede.talks.models import SpeakerRequest, Talk
from stormoede.talks.queries.plans import LIVING

OPEN = "open"


@dataclass(frozen=True, slots=True)
class Standing:
    """One tour. ``states`` counts its requests by the state of their talk; those without one are open."""

    key: str
    title: str
    states: Counter[str] = field(default_factory=Counter)


def of_round(round: Round) -> list[Standing]:
    """The tours that anybody has asked for. One statement."""
    talk = Talk.objects.filter(request=OuterRef("pk"), state__in=LIVING).order_by().values("state")[:1]
    rows = SpeakerRequest.objects.filter(tour__track__round=round, withdrawn_at__isnull=True).order_by()
    told = rows.annotate(talk_state=Subquery(talk)).values_list("tour__track__key", "tour__track__title", "talk_state")
    found: dict[str, Standing] = {}
    for key, title, state, number in told.annotate(number=Count("pk")).order_by("tour__track__key"):
        found.setdefault(key, Standing(key, title)).states[state or OPEN] += number
    return list(found.values())
