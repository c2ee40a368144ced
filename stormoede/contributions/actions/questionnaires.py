"""Making a questionnaire, changing whom it asks and until when, and its questions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from stormoede.contributions.core import plans
from stormoede.contributions.core.plans import Plan
from stormoede.contributions.core.questions import Question as Asks
from stormoede.contributions.models import GroupDeadline, Question, Questionnaire
from stormoede.contributions.queries import questionnaires as queries
from stormoede.contributions.refusals import KeyTaken, PlanRefused, QuestionInUse
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.lib import seen
from stormoede.members.refusals import EditedMeanwhile
from stormoede.rounds.models import Track

# Positions are unique, so that two who change places meet outside the list for a moment.
_ASIDE = 30_000


@transaction.atomic
def make(
    track: Track, plan: Plan, questions: Sequence[Asks], deadlines: Mapping[int, datetime], *, by: Actor, at: datetime
) -> Questionnaire:
    """Make the questionnaire of a track; ``deadlines`` are those of single groups, by id. Raises PlanRefused."""
    _check(plans.faults(plan, questions))
    made = Questionnaire.objects.create(track=track, **_columns(plan))
    _set_deadlines(made, deadlines)
    Question.objects.bulk_create(
        Question(questionnaire=made, position=position, **_question(question))
        for position, question in enumerate(questions)
    )
    record("questionnaire.made", subject(made), by=by, at=at, data={"track": track.pk})
    return made


@transaction.atomic
def edit(
    questionnaire_id: int, plan: Plan, deadlines: Mapping[int, datetime], *, mark: str = "", by: Actor, at: datetime
) -> Questionnaire:
    """Change whom it asks and until when. Raises PlanRefused, and EditedMeanwhile when it says something else than ``mark``."""
    found = _held(questionnaire_id)
    if mark and mark != queries.mark(found):
        raise EditedMeanwhile
    _check(plans.faults(plan, [asks for _, asks in queries.questions(found)]))
    for name, value in _columns(plan).items():
        setattr(found, name, value)
    found.save()
    found.deadlines.all().delete()
    _set_deadlines(found, deadlines)
    record("questionnaire.edited", subject(found), by=by, at=at)
    return found


@transaction.atomic
def add_question(questionnaire_id: int, question: Asks, *, by: Actor, at: datetime) -> Question:
    """One more question, at the end. Raises PlanRefused, KeyTaken."""
    found = _held(questionnaire_id)
    _check(plans.question_faults(question))
    if found.questions.filter(key=question.key).exists():
        raise KeyTaken
    last = found.questions.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    made = Question.objects.create(questionnaire=found, position=position, **_question(question))
    record("question.added", f"question:{made.pk}", by=by, at=at)
    return made


@transaction.atomic
def edit_question(question_id: int, question: Asks, *, mark: str = "", by: Actor, at: datetime) -> Question:
    """Word a question otherwise; what kind it is only while nobody has answered.

    Raises PlanRefused, QuestionInUse, and EditedMeanwhile when it says something else than ``mark``.
    """
    row = Question.objects.select_for_update(of=("self",)).select_related("questionnaire").get(pk=question_id)
    if mark and mark != seen.mark(queries.asks(row)):
        raise EditedMeanwhile
    _check(plans.question_faults(question))
    before, columns = queries.asks(row), _question(question)
    narrower = question.kind is not before.kind or question.top < before.top
    if narrower and queries.in_use(row):
        raise QuestionInUse
    for name, value in columns.items():
        setattr(row, name, row.key if name == "key" else value)
    row.save()
    record("question.edited", f"question:{row.pk}", by=by, at=at)
    return row


@transaction.atomic
def move_question(question_id: int, *, up: bool, by: Actor, at: datetime) -> None:
    """Let a question change places with the one before it, or after; at the end of the list it stays."""
    row = Question.objects.select_related("questionnaire").get(pk=question_id)
    _held(row.questionnaire_id)
    near = row.questionnaire.questions.filter(**{f"position__{'lt' if up else 'gt'}": row.position})
    other = near.order_by("-position" if up else "position").first()
    if other is None:
        return
    here, there = row.position, other.position
    Question.objects.filter(pk=other.pk).update(position=_ASIDE)
    Question.objects.filter(pk=row.pk).update(position=there)
    Question.objects.filter(pk=other.pk).update(position=here)
    record("question.moved", f"question:{row.pk}", by=by, at=at, data={"position": there})


@transaction.atomic
def remove_question(question_id: int, *, by: Actor, at: datetime) -> None:
    """Take a question away that nobody has begun to answer. Raises QuestionInUse, PlanRefused."""
    row = Question.objects.select_for_update(of=("self",)).select_related("questionnaire").get(pk=question_id)
    if queries.in_use(row):
        raise QuestionInUse
    if row.questionnaire.questions.count() == 1:
        raise PlanRefused([plans.Fault("questions", plans.Problem.NO_QUESTIONS)])
    record("question.removed", f"question:{row.pk}", by=by, at=at)
    row.delete()


def subject(found: Questionnaire) -> str:
    """The questionnaire as events name it."""
    return f"questionnaire:{found.pk}"


def _held(questionnaire_id: int) -> Questionnaire:
    return Questionnaire.objects.select_for_update(of=("self",)).select_related("track__round").get(pk=questionnaire_id)


def _check(faults: Sequence[plans.Fault]) -> None:
    if faults:
        raise PlanRefused(faults)


def _columns(plan: Plan) -> dict[str, Any]:
    return {
        "deadline": plan.deadline,
        "bodies": list(plan.bodies),
        "own_views": plan.own_views,
        "decision": plan.decision.value,
        "late": plan.late.value,
    }


def _question(question: Asks) -> dict[str, Any]:
    return {
        "key": question.key,
        "title": question.title,
        "help": question.help,
        "kind": question.kind.value,
        "required": question.required,
        "own": question.own,
        "spec": plans.spec(question),
    }


def _set_deadlines(found: Questionnaire, deadlines: Mapping[int, datetime]) -> None:
    GroupDeadline.objects.bulk_create(
        GroupDeadline(questionnaire=found, group_id=group, deadline=deadline) for group, deadline in deadlines.items()
    )
