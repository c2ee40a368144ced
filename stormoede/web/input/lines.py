"""Answers as a list shows them: whose, until when, and how far they have come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from stormoede.contributions.models import Version
from stormoede.contributions.queries import questionnaires
from stormoede.contributions.queries.places import Place
from stormoede.contributions.queries.standing import name_of
from stormoede.web.input import here


@dataclass(frozen=True, slots=True)
class Line:
    """One answer. ``version`` is what was handed in last; ``drafted`` says that something is being written."""

    place: Place
    title: str
    whose: str
    deadline: datetime
    address: str
    version: Version | None
    drafted: bool


def standing_of(places: Sequence[Place], handle: str) -> list[Line]:
    """The answers with where they stand. One statement, and one more a questionnaire with deadlines by region."""
    begun = [place.contribution.pk for place in places if place.contribution]
    rows = Version.objects.filter(contribution__in=begun).order_by("number")
    newest = {row.contribution_id: row for row in rows} if begun else {}
    return [_line(place, handle, newest.get(place.contribution.pk) if place.contribution else None) for place in places]


def _line(place: Place, handle: str, version: Version | None) -> Line:
    found = place.questionnaire
    on = here.today(found.track.round, found.deadline)
    return Line(
        place,
        found.track.title,
        name_of(place.body) if place.body else _("Your own view"),
        questionnaires.deadlines(found, on).of(place.body),
        reverse("contribution", kwargs={"handle": handle, "track": found.track.key, "whose": place.key}),
        version,
        place.writes and place.contribution is not None and place.contribution.written_at is not None,
    )
