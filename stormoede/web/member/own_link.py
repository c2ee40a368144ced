"""``/mig/<handle>/eget-link``: whoever was passed somebody else's mail asks here for a link of their own."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from stormoede.accounts import alarms, network, visits
from stormoede.accounts.actions import proposals
from stormoede.accounts.forms import OwnLinkForm
from stormoede.accounts.guards import members_only
from stormoede.accounts.models import Link
from stormoede.accounts.refusals import TooFast
from stormoede.events.actor import system
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal

PAGE = Link.Purpose.PAGE


@members_only(PAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Name and address, please. The answer is the same whether we know them or not, and the page's owner stays untouched."""
    who = visits.visit(request, handle, PAGE)
    visits.prefer_language(request, who)
    form = OwnLinkForm(request.POST or None)
    if form.is_valid():
        try:
            proposals.ask_for_link(
                who.link,
                form.cleaned_data["name"],
                form.cleaned_data["email"],
                network=network.prefix_of(request),
                by=system("own-link"),
                at=clock.wall(),
                dated=clock.round_now(),
            )
        except Refusal as no:
            if isinstance(no, TooFast):
                alarms.sound("too_many_asked", request, link=who.handle)
            form.add_error("email", str(no))
        else:
            return redirect("own-link-asked", handle=handle)
    context = {"visit": who, "person": who.person, "form": form}
    return render(request, "web/member/own_link.html", context, status=422 if form.is_bound else 200)


@members_only(PAGE)
@require_http_methods(["GET", "HEAD"])
def asked(request: HttpRequest, handle: str) -> HttpResponseBase:
    """It has been noted."""
    who = visits.visit(request, handle, PAGE)
    visits.prefer_language(request, who)
    return render(request, "web/member/own_link.html", {"visit": who, "person": who.person, "asked": True})
