"""Questionnaires with their questions as values, and who has which deadline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from stormoede.contributions.core.decisions import Asked
from stormoede.contributions.core.plans import Late, Plan
from stormoede.contributions.core.questions import Kind
from stormoede.contributions.core.questions import Question as Asks
from stormoede.contributions.models import Contribution, DraftField, GroupDeadline, Question, Questionnaire
from stormoede.lib import seen
from stormoede.lib.prepared import preparing
from stormoede.members.models import Body, GroupMembership
from stormoede.members.queries.audiences import valid
from stormoede.rounds.models import Round


def of_round(round: Round) -> QuerySet[Questionnaire]:
    """The round's questionnaires, in the order of its tracks, with track, round, questions and deadlines by region."""
    return whole(Questionnaire.objects.filter(track__round=round)).order_by("track__position")


def whole(found: QuerySet[Questionnaire]) -> QuerySet[Questionnaire]:
    """With track, round, questions and deadlines by region. Three statements."""
    deadlines = GroupDeadline.objects.select_related("group").order_by("group__sort_key")
    return found.select_related("track__round").prefetch_related("questions", Prefetch("deadlines", deadlines))


def plan_of(found: Questionnaire) -> Plan:
    """The questionnaire as it stands, without its questions."""
    return Plan(found.deadline, tuple(found.bodies), found.own_views, Asked(found.decision), Late(found.late))


def mark(found: Questionnaire) -> str:
    """What the questionnaire says, without its questions: whom it asks, and every deadline."""
    own = sorted((one.group_id, one.deadline) for one in found.deadlines.all())
    return seen.mark(plan_of(found), own)


def asks(row: Question) -> Asks:
    """A question as a value."""
    spec: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.spec.items()
    }
    return Asks(row.key, row.title, Kind(row.kind), row.help, row.required, row.own, **spec)


def questions(found: Questionnaire) -> list[tuple[Question, Asks]]:
    """Its questions as rows and as values, in order."""
    return [(row, asks(row)) for row in found.questions.all()]


@dataclass(frozen=True, slots=True)
class Deadlines:
    """When a body's answer is due: its region's deadline where there is one, else the questionnaire's."""

    common: datetime
    by_group: Mapping[int, datetime]
    groups: Mapping[int, Sequence[int]]

    def of(self, body: Body | None) -> datetime:
        """A body's deadline; without a body, a member's own."""
        if body is None:
            return self.common
        own = [body.group_id] if body.group_id else self.groups.get(body.organisation_id or 0, ())
        found = [self.by_group[group] for group in own if group in self.by_group]
        return min(found, default=self.common)


def deadlines(found: Questionnaire, on: date) -> Deadlines:
    """Every body's deadline, by the regions as they are on ``on``. One statement, none where all have the same."""
    by_group = {row.group_id: row.deadline for row in found.deadlines.all()}
    groups: dict[int, list[int]] = {}
    if by_group:
        rows = GroupMembership.objects.filter(valid(on), group__in=by_group)
        for organisation, group in rows.values_list("organisation_id", "group_id"):
            groups.setdefault(organisation, []).append(group)
    return Deadlines(found.deadline, by_group, groups)


def titles(round_key: str) -> tuple[str, ...]:
    """What the round asks for in writing, in order. One statement: it stands on a page that thousands open."""
    with preparing() as cursor:
        cursor.execute(_TITLES, [round_key])
        return tuple(title for (title,) in cursor.fetchall())


_TITLES = """
SELECT t.title FROM contributions_questionnaire q JOIN rounds_track t ON t.id = q.track_id JOIN rounds_round r ON r.id = t.round_id
WHERE r.key = %s ORDER BY t.position
"""


def in_use(question: Question) -> bool:
    """Has anybody written an answer to it, or attached a file?"""
    fields = DraftField.objects.filter(contribution__questionnaire=question.questionnaire_id).exclude(value="")
    typed = any(name.split(".")[0] == question.key for name in fields.values_list("name", flat=True).distinct())
    return typed or Contribution.objects.filter(attachments__question=question).exists()
