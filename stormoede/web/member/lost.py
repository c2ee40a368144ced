"""``/link/``: the mail is lost. What is answered, and how fast, does not tell whether the address is known."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from stormoede.accounts import alarms, network
from stormoede.accounts.actions import lost
from stormoede.accounts.forms import AddressForm
from stormoede.accounts.guards import anyone, personal
from stormoede.accounts.refusals import TooFast
from stormoede.events.actor import system
from stormoede.lib import clock


@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponseBase:
    """The address we wrote to, please."""
    form = AddressForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return personal(render(request, "web/member/lost.html", {"form": form}, status=422 if form.is_bound else 200))
    try:
        lost.ask(
            form.cleaned_data["email"],
            network=network.prefix_of(request),
            by=system("lost-mail"),
            at=clock.wall(),
            dated=clock.round_now(),
        )
    except TooFast:
        return personal(alarms.too_fast(request, "too_many_asked"))
    return redirect("link-asked")


@anyone
@require_safe
def asked(request: HttpRequest) -> HttpResponseBase:
    """If the address is one of ours, a mail is on its way."""
    return personal(render(request, "web/member/lost_asked.html"))
