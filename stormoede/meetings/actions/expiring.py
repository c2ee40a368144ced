"""Meetings of rounds long over: who answered and who came gives way to people without names, so that every figure stands."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from stormoede.events.actor import Actor
from stormoede.meetings.models import Arrival, Registration
from stormoede.members.actions import erasures
from stormoede.rounds import endings
from stormoede.rounds.models import Round

_AT_ONCE = 1000
_ANSWERS, _ARRIVALS = "meeting__track__round", "session__meeting__track__round"


def _answers() -> QuerySet[Registration]:
    return Registration.objects.filter(person__erased_at__isnull=True)


def _arrivals() -> QuerySet[Arrival]:
    return Arrival.objects.filter(person__erased_at__isnull=True)


def waiting(before: datetime) -> int:
    """How many answers and arrivals of rounds that ended before ``before`` are still somebody's."""
    answers, arrivals = endings.ended(before, _ANSWERS), endings.ended(before, _ARRIVALS)
    return _answers().filter(answers).count() + _arrivals().filter(arrivals).count()


def first() -> datetime | None:
    """When the first round with answers that are somebody's ended."""
    found = (endings.first(_answers(), _ANSWERS), endings.first(_arrivals(), _ARRIVALS))
    return min((moment for moment in found if moment is not None), default=None)


@transaction.atomic
def unname(before: datetime, *, by: Actor, at: datetime) -> int:
    """The answers and arrivals of the oldest such round are nobody's from now on, in the record too. Returns how many."""
    for round in endings.held(before):
        answers = list(_answers().filter(**{_ANSWERS: round}).order_by("pk"))
        arrivals = list(_arrivals().filter(**{_ARRIVALS: round}).order_by("pk"))
        if answers or arrivals:
            people = {row.person_id for row in answers} | {row.person_id for row in arrivals}
            _unname(round, answers, arrivals, erasures.nobodies(people, at=at))
            return len(answers) + len(arrivals)
    return 0


def _unname(round: Round, answers: list[Registration], arrivals: list[Arrival], nobodies: Mapping[UUID, UUID]) -> None:
    subjects = [f"registration:{row.pk}" for row in answers]
    for answer in answers:
        answer.person_id = nobodies[answer.person_id]
        answer.answered_by = erasures.actor(answer.answered_by, nobodies)
    for arrival in arrivals:
        arrival.person_id = nobodies[arrival.person_id]
    Registration.objects.bulk_update(answers, ["person", "answered_by"], batch_size=_AT_ONCE)
    Arrival.objects.bulk_update(arrivals, ["person"], batch_size=_AT_ONCE)
    dates = Arrival.objects.filter(**{_ARRIVALS: round}).values_list("session_id", flat=True).distinct()
    erasures.retell([*subjects, *(f"session:{pk}" for pk in dates)], nobodies)
