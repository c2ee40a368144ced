"""A request entered, changed or withdrawn at the desk, on a council's behalf."""

from collections.abc import Mapping

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.contributions.queries.standing import name_of
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.members.models import Body, Organisation
from stormoede.members.refusals import EditedMeanwhile
from stormoede.talks.actions import requests
from stormoede.talks.forms.asking import AskForm, DeskAskForm
from stormoede.talks.forms.fields import refuse
from stormoede.talks.models import Tour
from stormoede.talks.queries import marks
from stormoede.web import conflicts
from stormoede.web.desk.by import by
from stormoede.web.desk.talks.finding import about, done, marked, request_of, tour_of


@staff_only(Permission.TALKS)
def new(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """Enter a request that came by mail or telephone."""
    tour = tour_of(key, track)
    form = DeskAskForm(request.POST or None, _bodies(tour), sites=_sites(), minutes=tour.minutes)
    if form.is_valid():
        body = form.cleaned_data["body"]
        try:
            made = requests.ask(tour, body, form.asked, by=by(request), at=clock.round_now())
        except Refusal as no:
            refuse(form, no)
        else:
            messages.success(request, _("The request has been entered."))
            return redirect("request", key=key, track=track, pk=made.pk)
    return _form(request, tour, form, _("Enter a request for a council"), reverse("tour", args=[key, track]))


@staff_only(Permission.TALKS)
def edit(request: HttpRequest, key: str, track: str, pk: int) -> HttpResponseBase:
    """Change what was asked."""
    tour = tour_of(key, track)
    asked = request_of(tour, pk)
    more = conflicts.mark(request, marks.of_request(asked))
    form = AskForm(request.POST or None, sites=_sites(), minutes=tour.minutes, asked=asked)
    if form.is_valid():
        try:
            requests.change(asked, form.asked, mark=str(more["seen"]), by=by(request), at=clock.round_now())
        except EditedMeanwhile as no:
            more = conflicts.told(no, more, (form, form.initial))
        except Refusal as no:
            refuse(form, no)
        else:
            messages.success(request, _("The request has been changed."))
            return redirect("request", key=key, track=track, pk=pk)
    return _form(request, tour, form, name_of(asked.body), reverse("request", args=[key, track, pk]), more)


@staff_only(Permission.TALKS)
@require_POST
def withdraw(request: HttpRequest, key: str, track: str, pk: int) -> HttpResponseBase:
    """They need no speaker after all. It takes a mark as well as a press."""
    asked = request_of(tour_of(key, track), pk)
    back, told = redirect("request", key=key, track=track, pk=pk), _("The request has been withdrawn.")
    if not marked(request):
        return back
    return done(request, lambda: requests.withdraw(asked, by=by(request), at=clock.round_now()), told, back)


def _bodies(tour: Tour) -> QuerySet[Body]:
    """The councils and regional councils that have no open request."""
    kinds = (Body.Kind.COUNCIL, Body.Kind.REGIONAL_COUNCIL)
    asking = tour.requests.filter(withdrawn_at=None).values("body")
    found = Body.objects.filter(kind__in=kinds).exclude(pk__in=asking).select_related("organisation", "group")
    return found.order_by("kind", "organisation__sort_key", "group__sort_key", "pk")


def _sites() -> QuerySet[Organisation]:
    return Organisation.objects.order_by("sort_key", "pk")


def _form(
    request: HttpRequest, tour: Tour, form: AskForm, heading: str, back: str, more: Mapping[str, object] | None = None
) -> HttpResponse:
    own = {"form": form, "heading": heading, "back": back, "press": _("Save the request"), **(more or {})}
    status = conflicts.status(own, form.errors)
    return render(request, "web/desk/talks/form.html", {**about(request, tour), **own}, status=status)
