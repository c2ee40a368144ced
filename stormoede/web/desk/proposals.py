"""``/desk/proposals/``: what councils' secretaries propose, and who has asked for a link of their own. Yes or no to each."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stormoede.accounts import queries
from stormoede.accounts.actions import proposals
from stormoede.accounts.guards import staff_only
from stormoede.accounts.models import Proposal, Staff
from stormoede.accounts.permissions import Permission, may
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.members.models import Person
from stormoede.web.desk.by import by


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal. ``people`` are those it may be about, when that is asked."""

    proposal: Proposal
    people: Sequence[Person]


@staff_only(Permission.ADDRESSES)
def listing(request: HttpRequest) -> HttpResponse:
    """Everything that waits for a yes or a no. Two statements."""
    waiting = list(queries.proposals())
    places = {one.organisation_id for one in waiting if one.kind == Proposal.Kind.LINK}
    people: dict[int | None, list[Person]] = {}
    for person in Person.objects.filter(organisation__in=places, erased_at=None).order_by("sort_key", "pk"):
        people.setdefault(person.organisation_id, []).append(person)
    rows = [Row(one, people.get(one.organisation_id, []) if one.kind == Proposal.Kind.LINK else ()) for one in waiting]
    may_decide = isinstance(request.user, Staff) and may(request.user, Permission.MEMBERS)
    return render(request, "web/desk/proposals.html", {"rows": rows, "may_decide": may_decide})


@staff_only(Permission.MEMBERS)
@require_POST
def decide(request: HttpRequest, proposal_id: UUID) -> HttpResponseBase:
    """Yes or no to one."""
    at, actor = clock.round_now(), by(request)
    try:
        if request.POST.get("choice") == "no":
            proposals.turn_down(proposal_id, by=actor, at=at)
            messages.success(request, _("Nothing has been changed."))
        else:
            proposals.take(proposal_id, _person(request.POST.get("person", "")), by=actor, at=at)
            messages.success(request, _("It holds from now on."))
    except Refusal as no:
        messages.error(request, str(no))
    return redirect("proposals")


def _person(text: str) -> Person | None:
    try:
        return Person.objects.filter(pk=UUID(text), erased_at=None).first()
    except ValueError:
        return None


urlpatterns: list[URLPattern] = [
    path("desk/proposals/", listing, name="proposals"),
    path("desk/proposals/<uuid:proposal_id>/", decide, name="proposal"),
]
