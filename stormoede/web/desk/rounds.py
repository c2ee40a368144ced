"""``/desk/rounds/``: the list of rounds, a round made from scratch or from a file, edited, written back, deleted."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from stormoede.accounts.guards import staff_only
from stormoede.accounts.models import Staff
from stormoede.accounts.permissions import Permission, may
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.rounds import files, queries
from stormoede.rounds.actions import rounds
from stormoede.rounds.forms import ActForm, EditRoundForm, FileForm, NewRoundForm
from stormoede.rounds.models import Round
from stormoede.rounds.refusals import DatesDisordered, EditedMeanwhile, FileRefused, Reason, RoundExists
from stormoede.web.desk import tracks
from stormoede.web.desk.by import by
from stormoede.web.desk.finding import round_of
from stormoede.web.desk.lists import Column, Listed, Narrow

CONFLICT = 409
_BEGINNING = {"language": "da", "time_zone": "Europe/Copenhagen", "two_people_release": True}


@staff_only(Permission.READ)
def listing(request: HttpRequest) -> HttpResponse:
    """Every round, newest first."""
    form, listed = Narrow(request.GET, _("Find a round")), Listed(request, _columns())
    rows = listed.rows(one for one in queries.all_rounds() if form.fits(one.short, one.title))
    file = listed.file(_("Rounds"), lambda: rows)
    if file is not None:
        return file
    values = {"rounds": rows, "form": form, "list": listed, "narrowed": form.narrowed}
    return render(request, "web/desk/rounds.html", {**values, "may_edit": _may_edit(request)})


def _columns() -> list[Column[Round]]:
    return [
        Column("round", _("Round"), lambda one: one.short),
        Column("title", _("Title"), lambda one: one.title, opt=None),
        Column("from", _("From"), lambda one: one.starts_on, opt="opt"),
        Column("to", _("To"), lambda one: one.ends_on, opt="opt"),
        Column("tracks", _("Tracks"), lambda one: int(getattr(one, "track_count", 0)), opt="num opt"),
    ]


@staff_only(Permission.ROUNDS)
def new(request: HttpRequest) -> HttpResponseBase:
    """Make a round from scratch."""
    form = NewRoundForm(request.POST or None, initial=_BEGINNING)
    if form.is_valid():
        try:
            made = rounds.make(form.cleaned_data["key"], form.told, by=by(request), at=clock.round_now())
        except RoundExists as no:
            form.add_error("key", str(no))
        else:
            messages.success(request, _("%(round)s has been made. Add its tracks.") % {"round": made.short})
            return redirect("round-edit", key=made.key)
    return _new(request, form)


@staff_only(Permission.ROUNDS)
def upload(request: HttpRequest) -> HttpResponseBase:
    """Make a round from its file. Every fault in the file is told, with its line."""
    if request.method != "POST":
        return redirect("round-new")
    reasons: tuple[Reason, ...] = ()
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            made = files.load(form.cleaned_data["file"], by=by(request), at=clock.round_now())
        except FileRefused as no:
            form.add_error("file", _("The file cannot be used as it is. Nothing of it has been kept."))
            reasons = no.reasons
        except RoundExists as no:
            form.add_error("file", str(no))
        else:
            messages.success(request, _("%(round)s has been made from the file.") % {"round": made.short})
            return redirect("overview", key=made.key)
    return _new(request, form, reasons)


@staff_only(Permission.ROUNDS)
def edit(request: HttpRequest, key: str) -> HttpResponseBase:
    """Edit a round's facts; its tracks stand below."""
    round = round_of(key)
    facts = queries.facts(round)
    form = EditRoundForm(request.POST or None, initial=EditRoundForm.values_of(facts, round.edit_number))
    differences, status = [], 200
    if form.is_valid():
        number = form.cleaned_data["edit_number"]
        try:
            rounds.edit(round, form.told, edit_number=number, by=by(request), at=clock.round_now())
        except DatesDisordered as no:
            form.add_error("ends_on", list(no.sentences))
        except EditedMeanwhile as no:
            form.add_error(None, str(no))
            status = CONFLICT
            differences = form.differences(queries.facts(Round.objects.get(pk=round.pk)))
        else:
            messages.success(request, _("The round has been saved."))
            return redirect("round-edit", key=key)
    shown = Round.objects.get(pk=round.pk)
    values = {"round": shown, "form": form, "differences": differences, "tracks": tracks.rows(shown)}
    return render(request, "web/desk/round_edit.html", values, status=status)


@staff_only(Permission.READ)
def file(request: HttpRequest, key: str) -> HttpResponse:
    """The round as a file, to keep or to make the next one from."""
    round = round_of(key)
    response = HttpResponse(files.dump(round), content_type="application/toml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{round.key}.toml"'
    return response


@staff_only(Permission.ROUNDS)
def delete(request: HttpRequest, key: str) -> HttpResponseBase:
    """Ask, and on POST delete a round that nothing has happened in."""
    round = round_of(key)
    form = ActForm(request.POST or None, initial={"edit_number": round.edit_number})
    if form.is_valid():
        try:
            rounds.delete(round, edit_number=form.cleaned_data["edit_number"], by=by(request), at=clock.round_now())
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("%(round)s has been deleted.") % {"round": round.short})
            return redirect("rounds")
    return render(request, "web/desk/round_delete.html", {"round": round, "form": form})


def _may_edit(request: HttpRequest) -> bool:
    return isinstance(request.user, Staff) and may(request.user, Permission.ROUNDS)


def _new(request: HttpRequest, form: forms.Form, reasons: tuple[Reason, ...] = ()) -> HttpResponse:
    """The page with both ways; ``form`` is the one that was used, which the errors on top are of."""
    values = {
        "form": form,
        "file_form": form if isinstance(form, FileForm) else FileForm(),
        "round_form": form if isinstance(form, NewRoundForm) else NewRoundForm(initial=_BEGINNING),
        "reasons": reasons,
    }
    return render(request, "web/desk/round_new.html", values)


urlpatterns: list[URLPattern] = [
    path("desk/rounds/", listing, name="rounds"),
    path("desk/rounds/new/", new, name="round-new"),
    path("desk/rounds/upload/", upload, name="round-upload"),
    path("desk/rounds/<slug:key>/edit/", edit, name="round-edit"),
    path("desk/rounds/<slug:key>/file/", file, name="round-file"),
    path("desk/rounds/<slug:key>/delete/", delete, name="round-delete"),
]
