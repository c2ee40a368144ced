"""Those who were passed a member's link and have asked for their own: the secretary says who they are, or that they are nobody."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stormoede.accounts import queries as accounts
from stormoede.accounts.actions import proposals
from stormoede.accounts.guards import members_only
from stormoede.accounts.refusals import ProposalDecided
from stormoede.accounts.visits import Level
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.members.models import Person
from stormoede.web.council import scope
from stormoede.web.council.scope import Scope


@members_only(scope.PAGE, level=Level.L2)
@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Who asks, and which member it is."""
    here = scope.of(request, handle)
    if request.method == "POST":
        try:
            messages.success(request, _decided(request, here))
        except Refusal as no:
            messages.error(request, str(no))
        return redirect("council-requests", handle=handle)
    context = {
        "visit": here.visit,
        "round": here.round,
        "organisation": here.organisation,
        "asking": list(accounts.asked_for_links(here.organisation)),
        "members": [person for person, _title in here.members.values()],
    }
    return render(request, "web/council/requests.html", context)


def _decided(request: HttpRequest, here: Scope) -> str:
    waiting = {str(one.pk): one for one in accounts.asked_for_links(here.organisation)}
    proposal = waiting.get(request.POST.get("proposal", ""))
    by, at = here.visit.actor, clock.round_now()
    if proposal is None:
        raise ProposalDecided
    if request.POST.get("choice") == "nobody":
        proposals.turn_down(proposal.pk, by=by, at=at)
        return _("Nobody gets a link for that.")
    person = _member(here, request.POST.get("choice", ""))
    proposals.take(proposal.pk, person, by=by, at=at)
    return _("The link is on its way.")


def _member(here: Scope, text: str) -> Person | None:
    known = {str(pk): person for pk, (person, _title) in here.members.items()}
    return known.get(text)
