"""``/desk/imports/``: a member list uploaded, looked through with its questions answered, carried out, and what came of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.mail import uploads
from stormoede.members.actions import imports
from stormoede.members.forms import AnswersForm, UploadForm
from stormoede.members.models import Import
from stormoede.members.queries import history
from stormoede.members.queries import imports as queries
from stormoede.members.refusals import ImportGone, PreviewOutdated, QuestionsLeft
from stormoede.web.desk import previews
from stormoede.web.desk.by import by
from stormoede.web.desk.lists import Column, Listed, moment
from stormoede.web.desk.members import today
from stormoede.web.desk.previews import Done

_WHOLE = 10_000


@staff_only(Permission.IMPORTS)
def start(request: HttpRequest) -> HttpResponseBase:
    """Upload a list; lists that wait; the last ten that were carried out. A file has them all."""
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            content = file.read()
            uploads.look(content, "a member list")
            kept = imports.receive(file.name or "", content, by=by(request), at=clock.round_now())
        except Refusal as no:
            form.add_error("file", str(no))
        else:
            return redirect("import", import_id=kept.pk)
    waiting = Listed(request, _waiting(), start="-uploaded", name="waiting")
    done, left = Listed(request, _done(), start="-at", name="done"), queries.waiting()
    file = waiting.file(_("Lists that wait for you"), lambda: waiting.rows(left)) or done.file(
        _("Lists that have been brought in"), lambda: done.rows(previews.carried_out(history.imports(_WHOLE)))
    )
    if file is not None:
        return file
    values = {
        "form": form,
        "waiting": waiting.rows(left),
        "waiting_list": waiting,
        "done": done.rows(previews.carried_out(history.imports())),
        "done_list": done,
    }
    return render(request, "web/desk/imports.html", values)


def _waiting() -> list[Column[Import]]:
    return [
        Column("list", _("List"), lambda kept: kept.file_name),
        Column("uploaded", _("Uploaded"), lambda kept: moment(kept.uploaded_at)),
    ]


def _done() -> list[Column[Done]]:
    return [
        Column("at", _("When"), lambda one: moment(one.at)),
        Column("new", _("New"), lambda one: one.new, opt="num"),
        Column("changed", _("Changed"), lambda one: one.changed, opt="num"),
        Column("unchanged", _("As before"), lambda one: one.unchanged, opt=None),
        Column("ended", _("Seats ended"), lambda one: one.ended, opt="num opt"),
        Column("refused", _("Refused"), lambda one: one.refused, opt="num opt"),
    ]


@staff_only(Permission.IMPORTS)
def preview(request: HttpRequest, import_id: UUID) -> HttpResponseBase:
    """What the list would change, with its questions; on POST, carry it out."""
    kept = _kept(import_id)
    if kept is None:
        return redirect("import-done", import_id=import_id)
    complete = _complete(request)
    if request.method == "POST":
        return _carry_out(request, kept, complete)
    plan = queries.plan(bytes(kept.content), on=today(), complete=complete)
    return _shown(request, kept, complete, AnswersForm(plan.questions), plan.mark(), {})


@staff_only(Permission.IMPORTS)
def discard(request: HttpRequest, import_id: UUID) -> HttpResponseBase:
    """Throw a list away that nobody wants to carry out."""
    if request.method == "POST":
        try:
            imports.discard(import_id, by=by(request), at=clock.round_now())
        except ImportGone as no:
            messages.warning(request, str(no))
        else:
            messages.success(request, _("The list has been thrown away. Nothing was changed."))
    return redirect("imports")


@staff_only(Permission.IMPORTS)
def done(request: HttpRequest, import_id: UUID) -> HttpResponseBase:
    """What an import did; one that waits is looked through first."""
    event = history.of_import(str(import_id))
    if event is None and history.waits(str(import_id)) is not None:
        return redirect("import", import_id=import_id)
    if event is None:
        raise Http404
    return render(request, "web/desk/import_done.html", {"done": previews.carried_out([event])[0]})


def _carry_out(request: HttpRequest, kept: Import, complete: tuple[str, ...]) -> HttpResponseBase:
    answers, form = _answered(request, kept, complete)
    seen = request.POST.get("seen", "")
    if not form.is_valid():
        return _shown(request, kept, complete, form, seen, answers)
    try:
        imports.apply(kept.pk, answers, complete, seen=seen, by=by(request), at=clock.round_now())
    except PreviewOutdated as no:
        form.add_error(None, str(no))
        fresh = queries.plan(bytes(kept.content), on=today(), complete=complete).mark()
        return _shown(request, kept, complete, form, fresh, answers)
    except QuestionsLeft:
        # An answer may raise a new question: it is shown beside those already answered.
        answers, form = _answered(request, kept, complete)
        return _shown(request, kept, complete, form, seen, answers)
    except ImportGone as no:
        messages.warning(request, str(no))
        return redirect("imports")
    messages.success(request, _("The list has been brought in."))
    return redirect("import-done", import_id=kept.pk)


def _answered(request: HttpRequest, kept: Import, complete: tuple[str, ...]) -> tuple[dict[str, str], AnswersForm]:
    """The answers, and the form with every question they leave or raise."""
    posted = {name: str(value) for name, value in request.POST.items()}
    plan = queries.plan(bytes(kept.content), on=today(), answers=posted, complete=complete)
    form = AnswersForm(sorted([*plan.answered, *plan.questions], key=lambda question: question.row), request.POST)
    return form.answers(), form


def _shown(
    request: HttpRequest,
    kept: Import,
    complete: tuple[str, ...],
    form: AnswersForm,
    seen: str,
    answers: dict[str, str],
) -> HttpResponse:
    plan = queries.plan(bytes(kept.content), on=today(), answers=answers, complete=complete)
    values: dict[str, Any] = {
        "kept": kept,
        "form": form,
        "seen": seen,
        "complete": ",".join(complete),
        "preview": previews.of(plan, get_language() or "en"),
    }
    return render(request, "web/desk/import.html", values)


def _complete(request: HttpRequest) -> tuple[str, ...]:
    """What the list is said to be whole for: nothing, "all", or codes."""
    asked = request.POST if request.method == "POST" else request.GET
    said = asked.get("complete", "")
    words = (asked.get("codes", "") if said == "some" else said).replace(",", " ").split()[:100]
    return ("all",) if "all" in words else tuple(word.zfill(4) if word.isdigit() else word for word in words)


def _kept(import_id: UUID) -> Import | None:
    kept = history.waits(str(import_id))
    if kept is None and history.of_import(str(import_id)) is None:
        raise Http404
    return kept


urlpatterns: list[URLPattern] = [
    path("desk/imports/", start, name="imports"),
    path("desk/imports/<uuid:import_id>/", preview, name="import"),
    path("desk/imports/<uuid:import_id>/discard/", discard, name="import-discard"),
    path("desk/imports/<uuid:import_id>/done/", done, name="import-done"),
]
