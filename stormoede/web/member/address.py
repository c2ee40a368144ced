"""A member's own new mail address: a code to the old one first, then the new one, and both are told."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from stormoede.accounts import network, passes, queries, senders, visits
from stormoede.accounts.actions import addresses, codes
from stormoede.accounts.forms import CodeForm, NewAddressForm
from stormoede.accounts.guards import members_only
from stormoede.accounts.models import Link
from stormoede.accounts.visits import Level, Visit
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.members.core.addresses import hint

PAGE = Link.Purpose.PAGE


def _nonce(request: HttpRequest) -> str:
    return passes.of_or_new(request, clock.wall()).nonce


@members_only(PAGE)
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def address(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Three steps on one page: ask for a code, type it, give the new address twice.

    Asking takes a mark as well as a press: a mail scanner presses buttons, but it chooses nothing.
    """
    who = visits.visit(request, handle, PAGE)
    visits.prefer_language(request, who)
    step = {"ask": _ask, "code": _code, "change": _change}.get(request.POST.get("act", ""))
    if step is None and request.method == "POST":
        return _page(request, who, fault=_("Put a mark in the box first"))
    return step(request, who) if step else _page(request, who)


def _page(request: HttpRequest, who: Visit, form: forms.Form | None = None, fault: str = "") -> HttpResponse:
    raised = who.level >= Level.L2
    sent = not raised and queries.code_is_out(who.person, _nonce(request), clock.wall())
    context = {
        "person": who.person,
        "handle": who.handle,
        "hint": hint(who.person.email),
        "raised": raised,
        "sent": sent,
        "form": form or (NewAddressForm() if raised else CodeForm()),
        "fault": fault,
        "sender": senders.of(who.link.subject),
    }
    return render(request, "web/member/address.html", context, status=422 if fault else 200)


def _ask(request: HttpRequest, who: Visit) -> HttpResponseBase:
    at, here = clock.wall(), network.prefix_of(request)
    try:
        codes.ask(who.person, nonce=_nonce(request), by=who.actor, at=at, dated=clock.round_now(), network=here)
    except Refusal as no:
        return _page(request, who, fault=str(no))
    return redirect("address", handle=who.handle)


def _code(request: HttpRequest, who: Visit) -> HttpResponseBase:
    form = CodeForm(request.POST)
    if form.is_valid():
        typed, here = form.cleaned_data["code"], network.prefix_of(request)
        if codes.check(who.person, typed, nonce=_nonce(request), at=clock.wall(), network=here):
            response = redirect("address", handle=who.handle)
            visits.raise_level(request, response, who)
            return response
        form.add_error("code", _("That is not the code, or its time is over. Look in the newest mail."))
    return _page(request, who, form)


def _change(request: HttpRequest, who: Visit) -> HttpResponseBase:
    if who.level < Level.L2:
        return _page(request, who)
    form = NewAddressForm(request.POST)
    if not form.is_valid():
        return _page(request, who, form)
    try:
        addresses.change(who.person, form.cleaned_data["email"], by=who.actor, at=clock.round_now())
    except Refusal as no:
        form.add_error("email", str(no))
        return _page(request, who, form)
    messages.success(request, _("From now on we write to %(address)s.") % {"address": hint(who.person.email)})
    return redirect("address", handle=who.handle)
