"""``/desk/rounds/<key>/talks/``: the tours of a round, made and edited; a single one is shown at once."""

from collections.abc import Mapping

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.members.refusals import EditedMeanwhile
from stormoede.rounds.models import Round
from stormoede.talks.actions import tours
from stormoede.talks.forms.fields import refuse
from stormoede.talks.forms.tours import TourForm
from stormoede.talks.models import Tour
from stormoede.talks.queries import marks
from stormoede.web import conflicts
from stormoede.web.desk.by import by
from stormoede.web.desk.finding import round_of
from stormoede.web.desk.lists import Listed
from stormoede.web.desk.members import allowed
from stormoede.web.desk.talks import lists
from stormoede.web.desk.talks.finding import tour_of


@staff_only(Permission.READ)
@require_safe
def listing(request: HttpRequest, key: str) -> HttpResponseBase:
    """The round's tours in figures."""
    round = round_of(key)
    open_ones = Count("requests", filter=Q(requests__withdrawn_at=None), distinct=True)
    accepted = Count("requests__talks", filter=Q(requests__talks__state__in=("accepted", "held")), distinct=True)
    rows = Tour.objects.filter(track__round=round).select_related("track").order_by("track__position")
    found = list(rows.annotate(asked=open_ones, said_yes=accepted))
    if len(found) == 1 and "as" not in request.GET:
        return redirect("tour", key=key, track=found[0].track.key)
    listed = Listed(request, lists.tours(round.time_zone))
    shown = listed.rows(lists.Counted(one, one.asked, one.said_yes) for one in found)
    file = listed.file(f"{round.short} {_('Speakers')}", lambda: shown)
    if file is not None:
        return file
    values = {"round": round, "rows": shown, "list": listed, "may_edit": allowed(request, Permission.TALKS)}
    return render(request, "web/desk/talks/tours.html", values)


@staff_only(Permission.TALKS)
def new(request: HttpRequest, key: str) -> HttpResponseBase:
    """Offer councils a speaker."""
    round = round_of(key)
    form = TourForm(request.POST or None, initial={"minutes": 45})
    if form.is_valid():
        try:
            made = tours.begin(round, form.plan, by=by(request), at=clock.round_now())
        except Refusal as no:
            refuse(form, no)
        else:
            messages.success(request, _("The tour has been made. Add the speakers next."))
            return redirect("tour", key=key, track=made.track.key)
    return _form(request, round, form, _("Offer councils a speaker"), reverse("tours", kwargs={"key": key}))


@staff_only(Permission.TALKS)
def edit(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """Change its days, until when one may ask, and its text."""
    tour = tour_of(key, track)
    now, more = TourForm.beginning(tour), conflicts.mark(request, marks.of_tour(tour))
    form = TourForm(request.POST or None, initial=now)
    if form.is_valid():
        try:
            tours.edit(tour, form.plan, mark=str(more["seen"]), by=by(request), at=clock.round_now())
        except EditedMeanwhile as no:
            more = conflicts.told(no, more, (form, now))
        except Refusal as no:
            refuse(form, no)
        else:
            messages.success(request, _("The tour has been saved."))
            return redirect("tour", key=key, track=track)
    back = reverse("tour", kwargs={"key": key, "track": track})
    return _form(request, tour.track.round, form, tour.track.title, back, more)


def _form(
    request: HttpRequest,
    round: Round,
    form: TourForm,
    heading: str,
    back: str,
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    values = {"round": round, "form": form, "heading": heading, "back": back, "press": _("Save"), **(more or {})}
    return render(request, "web/desk/talks/form.html", values, status=conflicts.status(values, form.errors))
