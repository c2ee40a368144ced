"""The rows that addresses of these pages name. Http404 when there are none."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from stormoede.contributions.models import Contribution, Question, Questionnaire, Version
from stormoede.contributions.queries import questionnaires
from stormoede.web.desk.finding import here


def questionnaire(key: str, track: str) -> Questionnaire:
    found = questionnaires.whole(Questionnaire.objects.filter(track__round__key=key, track__key=track)).first()
    if found is None:
        raise Http404
    here(found.track.round)
    return found


def contribution(key: str, track: str, pk: UUID) -> Contribution:
    """A contribution of which something was handed in: a draft alone is for those who write it."""
    rows = Contribution.objects.select_related(
        "body__organisation", "person__organisation", "questionnaire__track__round"
    )
    found = get_object_or_404(rows, pk=pk, questionnaire__track__key=track, questionnaire__track__round__key=key)
    if not found.versions.exists():
        raise Http404
    here(found.questionnaire.track.round)
    return found


def version(of: Contribution, number: int | None = None) -> Version:
    """The version of that number, or the newest."""
    rows: QuerySet[Version] = of.versions.select_related("handed_in_by").order_by("-number")
    found = rows.first() if number is None else rows.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def question(key: str, track: str, name: str) -> Question:
    rows = Question.objects.filter(questionnaire__track__key=track, questionnaire__track__round__key=key)
    return get_object_or_404(rows.select_related("questionnaire"), key=name)
