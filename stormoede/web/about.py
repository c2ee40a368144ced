"""Pages for strangers: the front door, what is kept about people, and who can use the pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from stormoede.accounts.guards import anyone
from stormoede.api.queries import keys
from stormoede.lib import clock
from stormoede.protection import declared
from stormoede.protection.queries import periods
from stormoede.rounds.models import Round


@anyone
def start(request: HttpRequest) -> HttpResponse:
    """Whoever comes without a link is told where the link is."""
    return render(request, "web/start.html")


@anyone
def accessibility(request: HttpRequest) -> HttpResponse:
    """Who can use the pages, what is known not to work, and whom to tell."""
    return render(request, "web/accessibility.html", {"round": _latest(), "statement": settings.WAS_URL})


@anyone
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, why, and for how long: what the rooms declare."""
    days = periods.days()
    kept = [periods.told(one.one, days) for one in declared.classes()]
    values = {"round": _latest(), "kept": kept, "officer": settings.DPO, "programs": keys.reading_people(clock.wall())}
    return render(request, "web/privacy.html", values)


@anyone
def statement(request: HttpRequest) -> HttpResponseBase:
    """``/was``, where Danish law lets people look: the registered statement where there is one, else our own page."""
    return redirect(settings.WAS_URL or "accessibility")


def _latest() -> Round | None:
    """The round whose sender answers for the site."""
    return Round.objects.order_by("-starts_on").first()
