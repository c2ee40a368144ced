"""A page that takes a fresh code: the guard asks for it in the page's own place, and goes on to the page once it is given.

What was typed meanwhile is carried along in the form, so that nobody loses a text because half an hour has passed.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from stormoede.accounts import network, passes, queries, senders, visits
from stormoede.accounts.actions import codes
from stormoede.accounts.forms import CodeForm
from stormoede.accounts.visits import Level, Visit
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.members.core import addresses

ACT = "code-act"
_OURS = ("csrfmiddlewaretoken", "handle", "code", ACT)

type GoOn = Callable[[], HttpResponseBase]


def answer(request: HttpRequest, who: Visit, go_on: GoOn) -> HttpResponseBase | None:
    """The step ``who`` is at: ask for a code, type it, or on to the page. None when the page itself may answer.

    Asking takes a mark as well as a press.
    """
    step = request.POST.get(ACT)
    if who.level >= Level.L2:
        return _again(request) if step is not None and not _carried(request) else None
    if step == "ask":
        return _ask(request, who)
    if step == "check":
        return _check(request, who, go_on)
    return _page(request, who, fault=_("Put a mark in the box first") if step is not None else "")


def _ask(request: HttpRequest, who: Visit) -> HttpResponseBase:
    here = network.prefix_of(request)
    try:
        codes.ask(
            who.person, nonce=_nonce(request), by=who.actor, at=clock.wall(), dated=clock.round_now(), network=here
        )
    except Refusal as no:
        return _page(request, who, fault=str(no))
    return _page(request, who) if _carried(request) else _again(request)


def _check(request: HttpRequest, who: Visit, go_on: GoOn) -> HttpResponseBase:
    form = CodeForm(request.POST)
    if form.is_valid():
        typed, here = form.cleaned_data["code"], network.prefix_of(request)
        if codes.check(who.person, typed, nonce=_nonce(request), at=clock.wall(), network=here):
            visits.count_as_raised(request, who)
            response = go_on() if _carried(request) else _again(request)
            visits.raise_level(request, response, who)
            return response
        form.add_error("code", _("That is not the code, or its time is over. Look in the newest mail."))
    return _page(request, who, form)


def _page(request: HttpRequest, who: Visit, form: CodeForm | None = None, fault: str = "") -> HttpResponse:
    context = {
        "person": who.person,
        "handle": who.handle,
        "hint": addresses.hint(who.person.email),
        "sent": queries.code_is_out(who.person, _nonce(request), clock.wall()),
        "form": form or CodeForm(),
        "fault": fault,
        "carried": _carried(request),
        "files": bool(request.FILES),
        "sender": senders.of(who.link.subject),
    }
    return render(request, "accounts/fresh_code.html", context, status=422 if fault or form else 200)


def _carried(request: HttpRequest) -> list[tuple[str, str]]:
    """What the form holds that is not this page's own."""
    return [(name, str(value)) for name, values in request.POST.lists() if name not in _OURS for value in values]


def _again(request: HttpRequest) -> HttpResponseRedirect:
    response = HttpResponseRedirect(request.get_full_path())
    response.status_code = 303
    return response


def _nonce(request: HttpRequest) -> str:
    return passes.of_or_new(request, clock.wall()).nonce
