"""The discussion on the page of a council or regional council: its day, who sees to it, and the kit.

``/raad/<handle>/sag/<track>/``; a regional council's own first page is ``/kkr/<handle>/``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from stormoede.accounts.guards import members_only
from stormoede.accounts.models import Link
from stormoede.deliberations import kits, queries
from stormoede.deliberations.actions import deliberations
from stormoede.deliberations.actions.deliberations import Said
from stormoede.deliberations.forms import SaidForm
from stormoede.deliberations.models import Matter
from stormoede.deliberations.queries import Line
from stormoede.deliberations.refusals import AddressRefused
from stormoede.documents.files import FORMS
from stormoede.lib import clock, seen
from stormoede.lib.refusal import Refusal
from stormoede.members.models import Body
from stormoede.members.refusals import EditedMeanwhile
from stormoede.rounds.models import Round
from stormoede.web import conflicts
from stormoede.web.council import bodies
from stormoede.web.council.talks import cards as talk_cards
from stormoede.web.input.here import all_places
from stormoede.web.input.lines import standing_of


@dataclass(frozen=True, slots=True)
class Card:
    """A matter as the body's page tells of it."""

    matter: Matter
    line: Line


def cards(round: Round, body: Body, at: datetime) -> list[Card]:
    """The matters ``body`` is asked to take up in ``round``, in the order of its tracks."""
    found = [matter for matter in queries.of_round(round) if matter.bodies == body.kind]
    return [Card(matter, queries.line(matter, body, at=at)) for matter in found]


@members_only(Link.Purpose.PAGE)
@require_safe
def regional(request: HttpRequest, handle: str) -> HttpResponse:
    """A regional council's page: its discussion, and how far its councils are with theirs."""
    who, body, round = bodies.of(request, handle)
    if body.kind != Body.Kind.REGIONAL_COUNCIL:
        raise Http404
    at = clock.round_now()
    values = {
        "visit": who,
        "round": round,
        "body": body,
        "cards": cards(round, body, at),
        "talk_cards": talk_cards(round, body, at),
        "councils": _councils(round, body, at),
        "lines": standing_of(all_places(who, at), handle),
        "now": at,
    }
    return render(request, "web/council/regional.html", values)


@members_only(Link.Purpose.PAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def discussion(request: HttpRequest, handle: str, track: str) -> HttpResponseBase:
    """One discussion: say when it is and who sees to it, and take the kit."""
    who, body, round = bodies.of(request, handle)
    matter, at = _matter(round, body, track), clock.round_now()
    line = queries.line(matter, body, at=at)
    form, more = SaidForm(request.POST or None, initial=beginning(line)), conflicts.mark(request, mark(line))
    if form.is_valid():
        try:
            deliberations.plan(matter, body, form.said(), mark=str(more["seen"]), by=who.actor, at=at)
        except EditedMeanwhile as no:
            more = conflicts.told(no, more, (form, form.initial))
        except Refusal as no:
            refuse(form, no)
        else:
            messages.success(request, _("It has been saved."))
            return redirect("council-discussion", handle=handle, track=track)
    values = {"visit": who, "round": round, "body": body, "card": Card(matter, line), "form": form, "endings": FORMS}
    return render(
        request, "web/council/discussion.html", {**values, **more}, status=conflicts.status(more, form.errors)
    )


@members_only(Link.Purpose.PAGE)
@require_safe
def kit(request: HttpRequest, handle: str, track: str, ending: str) -> HttpResponse:
    """The kit as a file."""
    _who, body, round = bodies.of(request, handle)
    return kit_of(_matter(round, body, track), body, ending)


def kit_of(matter: Matter, body: Body, ending: str) -> HttpResponse:
    """The kit of ``body`` as it is now, in the form its ending names. Http404 when there is no such form."""
    form = FORMS.get(ending)
    if form is None:
        raise Http404
    response = HttpResponse(form.write(kits.document(matter, body, at=clock.round_now())), content_type=form.type)
    response["Content-Disposition"] = f'attachment; filename="{kits.file_name(matter, body, ending)}"'
    return response


def beginning(line: Line) -> dict[str, object]:
    """The form's beginning for a discussion as it stands."""
    return {
        "planned_on": line.planned_on,
        "responsible": line.responsible,
        "responsible_email": line.responsible_email,
    }


def mark(line: Line) -> str:
    """What a discussion says, as a mark."""
    return seen.mark(Said(line.planned_on, line.responsible, line.responsible_email))


def refuse(form: SaidForm, no: Refusal) -> None:
    """Put the reason at the field it is about."""
    form.add_error("responsible_email" if isinstance(no, AddressRefused) else "planned_on", str(no))


def _matter(round: Round, body: Body, track: str) -> Matter:
    for matter in queries.of_round(round):
        if matter.track.key == track and matter.bodies == body.kind:
            return matter
    raise Http404


def _councils(round: Round, body: Body, at: datetime) -> Sequence[tuple[Matter, Sequence[Line]]]:
    """Each matter of the councils in this part of the country, with how far they are."""
    region = body.group.code if body.group else ""
    found = [matter for matter in queries.of_round(round) if matter.bodies == Body.Kind.COUNCIL]
    return [(matter, [line for line in queries.lines(matter, at=at) if line.region == region]) for matter in found]


urlpatterns: list[URLPattern] = [
    path("kkr/<str:handle>/", regional, name="regional-council"),
    path("raad/<str:handle>/sag/<slug:track>/", discussion, name="council-discussion"),
    path("raad/<str:handle>/sag/<slug:track>/<slug:ending>/", kit, name="council-kit"),
]
