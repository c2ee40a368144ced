"""The questionnaire at the desk: whom it asks and until when, and its questions one by one."""

from collections.abc import Mapping
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.contributions.actions import questionnaires
from stormoede.contributions.forms import GroupDeadlineForm, NewQuestionnaireForm, PlanForm, QuestionForm
from stormoede.contributions.kinds import KIND
from stormoede.contributions.models import Questionnaire
from stormoede.contributions.queries import questionnaires as queries
from stormoede.lib import clock, seen
from stormoede.lib.refusal import Refusal
from stormoede.members.models import Group
from stormoede.members.refusals import EditedMeanwhile
from stormoede.rounds.actions import tracks
from stormoede.rounds.core.names import key_of
from stormoede.rounds.models import Round
from stormoede.web import conflicts
from stormoede.web.desk.by import by
from stormoede.web.desk.contributions import finding
from stormoede.web.desk.finding import round_of


@staff_only(Permission.CONTRIBUTIONS)
def new(request: HttpRequest, key: str) -> HttpResponseBase:
    """A new track with a questionnaire and its first question."""
    round = round_of(key)
    form = NewQuestionnaireForm(request.POST or None, zone=round.time_zone)
    if form.is_valid():
        told, at = form.cleaned_data, clock.round_now()
        try:
            with transaction.atomic():
                name = key_of(told["title"], taken=tracks.keys(round))
                made = tracks.append(
                    round, key=name, kind=KIND, title=told["title"], text=told["text"], by=by(request), at=at
                )
                questionnaires.make(made, form.plan(), [form.first()], {}, by=by(request), at=at)
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("The questionnaire has been made. Add the other questions."))
            return redirect("questionnaire", key=key, track=name)
    return _form(request, round, form, _("A questionnaire"), "contributions")


@staff_only(Permission.CONTRIBUTIONS)
def questionnaire(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """The questions, and whom they are put to."""
    found = finding.questionnaire(key, track)
    round = found.track.round
    own, differs, status = _own(found), [], 422
    before = conflicts.seen(request, queries.mark(found))
    form = PlanForm(request.POST or None, zone=round.time_zone, plan=queries.plan_of(found))
    regions = GroupDeadlineForm(request.POST or None, zone=round.time_zone, groups=_groups(), own=own)
    if form.is_valid() & regions.is_valid():
        try:
            questionnaires.edit(
                found.pk, form.plan(), regions.deadlines(), mark=before, by=by(request), at=clock.round_now()
            )
        except EditedMeanwhile as no:
            form.add_error(None, str(no))
            differs, status = _differences(found, form, regions), conflicts.CONFLICT
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("The questionnaire has been saved."))
            return redirect("questionnaire", key=key, track=track)
    values = {
        "round": round,
        "track": found.track,
        "form": form,
        "regions": regions,
        "questions": queries.questions(found),
        "seen": before,
        "differences": differs,
    }
    return render(
        request, "web/desk/questionnaire.html", values, status=status if form.errors or regions.errors else 200
    )


def _differences(found: Questionnaire, form: PlanForm, regions: GroupDeadlineForm) -> list[tuple[str, str]]:
    zone = found.track.round.time_zone
    own = GroupDeadlineForm.values(_own(found), _groups(), zone)
    plan = PlanForm.values(queries.plan_of(found), zone)
    return conflicts.differences(form, plan) + conflicts.differences(regions, own)


@staff_only(Permission.CONTRIBUTIONS)
def question_new(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """One more question."""
    found = finding.questionnaire(key, track)
    form = QuestionForm(request.POST or None)
    if form.is_valid():
        name = key_of(
            form.cleaned_data["title"], taken={row.key for row in found.questions.all()} | {"decision", "minority"}
        )
        try:
            questionnaires.add_question(found.pk, form.asks(name), by=by(request), at=clock.round_now())
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            return redirect("questionnaire", key=key, track=track)
    return _question(request, found, form, _("A question"))


@staff_only(Permission.CONTRIBUTIONS)
def question(request: HttpRequest, key: str, track: str, question: str) -> HttpResponseBase:
    """Word a question otherwise."""
    row = finding.question(key, track, question)
    found = finding.questionnaire(key, track)
    now, more = queries.asks(row), {}
    form, before = QuestionForm(request.POST or None, asks=now), conflicts.seen(request, seen.mark(now))
    if form.is_valid():
        try:
            questionnaires.edit_question(row.pk, form.asks(row.key), mark=before, by=by(request), at=clock.round_now())
        except EditedMeanwhile as no:
            form.add_error(None, str(no))
            more = {"differences": conflicts.differences(form, QuestionForm.values(now))}
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            return redirect("questionnaire", key=key, track=track)
    return _question(request, found, form, row.title, {"seen": before, **more})


@staff_only(Permission.CONTRIBUTIONS)
@require_POST
def question_act(request: HttpRequest, key: str, track: str, question: str) -> HttpResponseBase:
    """Move a question up or down, or take it away."""
    row, act, at = finding.question(key, track, question), request.POST.get("act"), clock.round_now()
    try:
        if act in {"up", "down"}:
            questionnaires.move_question(row.pk, up=act == "up", by=by(request), at=at)
        elif act == "remove":
            questionnaires.remove_question(row.pk, by=by(request), at=at)
    except Refusal as no:
        messages.error(request, str(no))
    return redirect("questionnaire", key=key, track=track)


def _groups() -> list[Group]:
    return list(Group.objects.filter(kind=Group.Kind.REGIONAL_COUNCIL).order_by("sort_key"))


def _own(found: Questionnaire) -> dict[int, datetime]:
    return {one.group_id: one.deadline for one in found.deadlines.all()}


def _question(
    request: HttpRequest,
    found: Questionnaire,
    form: QuestionForm,
    heading: str,
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    values = {"round": found.track.round, "track": found.track, "form": form, "heading": heading, **(more or {})}
    status = conflicts.CONFLICT if "differences" in values else 422 if form.errors else 200
    return render(request, "web/desk/question.html", values, status=status)


def _form(request: HttpRequest, round: Round, form: PlanForm, heading: str, back: str) -> HttpResponse:
    values = {"round": round, "form": form, "heading": heading, "back": back}
    return render(request, "web/desk/questionnaire_new.html", values, status=422 if form.errors else 200)
