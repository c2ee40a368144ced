"""Figures that move while they are looked at.

A page of the desk asks for itself again under ``/live`` and puts in what is new (static/web/js/live.js). While nothing has happened
it gets a 304, for one statement beside those of the sign-in; else the very page that a reload would show, so nothing is
drawn in two ways. The addresses are apart so that an operator can let other processes answer them: `serve --only live`.
"""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.utils.translation import get_language
from django.views.decorators.http import etag, require_safe

from stormoede import __version__
from stormoede.accounts.guards import MayOpen, staff_only
from stormoede.accounts.permissions import Permission
from stormoede.lib import clock
from stormoede.mail import tide
from stormoede.web.desk import calls, meetings
from stormoede.web.desk.letters import deliveries
from stormoede.web.desk.municipalities import page as municipalities
from stormoede.web.desk.overview import page as overview
from stormoede.web.desk.talks import requests

HOME = "/live"

type View = Callable[..., HttpResponseBase]


def live(view: View) -> View:
    """``view`` for those who may open it, at its address under ``/live``."""
    may_open: MayOpen = view.may_open  # type: ignore[attr-defined]
    bare: View = view.__wrapped__  # type: ignore[attr-defined]

    @wraps(bare)
    def again(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        request.path = request.path.removeprefix(HOME)
        # What the desk is told once waits for the page itself.
        if hasattr(request, "_messages"):
            del request._messages
        return bare(request, *args, **kwargs)

    return staff_only(may_open.permission or Permission.READ)(require_safe(etag(state)(again)))


def state(request: HttpRequest, *_args: object, **_kwargs: object) -> str:
    """Another text whenever the page could look otherwise: by what happens, the round's minute, the reader, the program."""
    told = (
        tide.now(),
        clock.round_now().strftime("%Y-%m-%dT%H:%M"),
        __version__,
        get_language(),
        getattr(request.user, "role", ""),
        request.user.pk,
        request.get_full_path(),
    )
    return f'"{hashlib.sha256(repr(told).encode()).hexdigest()[:32]}"'


_HERE = "live/desk/rounds/<slug:key>/"

urlpatterns: list[URLPattern] = [
    path(_HERE, live(overview.overview), name="live-overview"),
    path(f"{_HERE}municipalities/", live(municipalities.municipalities), name="live-municipalities"),
    path(f"{_HERE}meetings/<slug:track>/", live(meetings.one), name="live-meeting"),
    path(f"{_HERE}letters/<slug:letter>/", live(deliveries.progress), name="live-letter"),
    path(f"{_HERE}calls/<slug:track>/", live(calls.progress), name="live-call"),
    path(f"{_HERE}talks/<slug:track>/", live(requests.listing), name="live-tour"),
]
