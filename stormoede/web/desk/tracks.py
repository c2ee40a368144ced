"""The tracks of a round on its edit page: notices made and edited, tracks moved and taken away."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.calls import queries as calls
from stormoede.contributions.kinds import KIND as CONTRIBUTIONS
from stormoede.deliberations.actions import matters
from stormoede.lib import clock, words
from stormoede.lib.refusal import Refusal
from stormoede.rounds import kinds, queries
from stormoede.rounds.actions import notices, tracks
from stormoede.rounds.forms import ActForm, NoticeForm, TrackForm
from stormoede.rounds.models import Round, Track
from stormoede.talks.queries import tours as talks
from stormoede.web.desk.by import by
from stormoede.web.desk.finding import round_of


@dataclass(frozen=True, slots=True)
class Row:
    """One track as the edit page lists it. ``dates`` is the address of the page for its dates, if it has one."""

    key: str
    title: str
    kind: str
    when: str
    dates: str


def rows(round: Round) -> list[Row]:
    """The tracks of ``round``, in order."""
    return [_row(round, track) for track in round.tracks.select_related("notice")]


@staff_only(Permission.ROUNDS)
def new(request: HttpRequest, key: str) -> HttpResponseBase:
    """Add a track that the letter tells of."""
    round = round_of(key)
    form = NoticeForm(request.POST or None, initial={"edit_number": round.edit_number})
    if form.is_valid():
        try:
            notices.add(round, **form.cleaned_data, by=by(request), at=clock.round_now())
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("The track has been added."))
            return redirect("round-edit", key=key)
    return _form(request, round, form, _("A track told in the letter"))


@staff_only(Permission.ROUNDS)
def edit(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """Edit a track's title and text, and of a notice also when it happens."""
    found = _track(key, track)
    form = _form_of(request, found)
    if form.is_valid():
        write = notices.edit if isinstance(form, NoticeForm) else tracks.edit
        try:
            write(found, **form.cleaned_data, by=by(request), at=clock.round_now())
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("The track has been saved."))
            return redirect("round-edit", key=key)
    return _form(request, found.round, form, found.title)


@staff_only(Permission.ROUNDS)
@require_POST
def move(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """Let a track change places with its neighbour: POST ``way`` is up or down."""
    found, form = _track(key, track), ActForm(request.POST)
    if form.is_valid():
        up = request.POST.get("way") == "up"
        try:
            tracks.move(found, up=up, **form.cleaned_data, by=by(request), at=clock.round_now())
        except Refusal as no:
            messages.error(request, str(no))
    return redirect(reverse("round-edit", kwargs={"key": key}) + "#tracks")


@staff_only(Permission.ROUNDS)
def remove(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """Ask, and on POST take a track away that nobody has answered."""
    found = _track(key, track)
    form = ActForm(request.POST or None, initial={"edit_number": found.round.edit_number})
    if form.is_valid():
        try:
            tracks.remove(found, **form.cleaned_data, by=by(request), at=clock.round_now())
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            messages.success(request, _("%(track)s has been taken out of the round.") % {"track": found.title})
            return redirect("round-edit", key=key)
    return render(request, "web/desk/track_remove.html", {"round": found.round, "track": found, "form": form})


def _track(key: str, track: str) -> Track:
    return get_object_or_404(Track.objects.select_related("round"), round__key=key, key=track)


def _form_of(request: HttpRequest, track: Track) -> TrackForm:
    initial = {"edit_number": track.round.edit_number, "title": track.title, "text": track.text}
    if track.kind != notices.KIND:
        return TrackForm(request.POST or None, initial=initial)
    return NoticeForm(request.POST or None, initial=initial | {"when": track.notice.when})


def _form(request: HttpRequest, round: Round, form: TrackForm, heading: str) -> HttpResponse:
    return render(request, "web/desk/track_edit.html", {"round": round, "form": form, "heading": heading})


def _row(round: Round, track: Track) -> Row:
    if track.kind == notices.KIND:
        return Row(track.key, track.title, _("Told in the letter, answered elsewhere"), track.notice.when, "")
    if track.kind == CONTRIBUTIONS:
        page = reverse("questionnaire", kwargs={"key": round.key, "track": track.key})
        return Row(track.key, track.title, _("A questionnaire"), "", page)
    if track.kind == matters.KIND:
        page = reverse("matter", kwargs={"key": round.key, "track": track.key})
        return Row(track.key, track.title, _("Councils take a matter up"), queries.when(track), page)
    if track.kind == talks.KIND:
        page = reverse("tour", kwargs={"key": round.key, "track": track.key})
        return Row(track.key, track.title, _("Speakers go out to councils"), queries.when(track), page)
    days = [words.local_day(date.starts, round.time_zone) for date in kinds.of(track).facts(track, "en").occasions]
    told = words.listing([words.plain_day(day, get_language() or "en") for day in days], get_language() or "en")
    if track.kind == calls.KIND:
        page = reverse("call", kwargs={"key": round.key, "track": track.key})
        return Row(track.key, track.title, _("A meeting at short notice"), "", page)
    page = reverse("meeting", kwargs={"key": round.key, "track": track.key})
    return Row(track.key, track.title, _("The same meeting on several dates"), told, page)


urlpatterns: list[URLPattern] = [
    path("desk/rounds/<slug:key>/tracks/new/", new, name="track-new"),
    path("desk/rounds/<slug:key>/tracks/<slug:track>/", edit, name="track-edit"),
    path("desk/rounds/<slug:key>/tracks/<slug:track>/move/", move, name="track-move"),
    path("desk/rounds/<slug:key>/tracks/<slug:track>/remove/", remove, name="track-remove"),
]
