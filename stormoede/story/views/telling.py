"""The story's own pages: the cast, the phone, and the clock's buttons. They answer 404 outside a story."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stormoede.accounts import signins
from stormoede.accounts.guards import anyone
from stormoede.accounts.models import Staff
from stormoede.lib import bell, clock, words
from stormoede.story import parts, queries
from stormoede.story.actions import tellings
from stormoede.story.core.cast import STAFF
from stormoede.story.titles import TITLES

ZONE = "Europe/Copenhagen"


def told[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    """Only in a database made by the story."""

    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if clock.installed() is None:
            raise Http404
        return view(*args, **kwargs)

    return guarded


def _position() -> queries.Position:
    where = queries.position()
    if where is None:
        raise Http404
    return where


@anyone
@told
@require_safe
def cast(request: HttpRequest) -> HttpResponse:
    """Who one can be, and how the story goes."""
    where = _position()
    steps = [
        {
            "title": TITLES[step.key],
            "at": step.at,
            "told": step.at <= where.now,
            "now": where.following == step and not where.playing,
        }
        for step in queries.plot().steps
    ]
    return render(
        request,
        "story/cast.html",
        {"staff": parts.staff(), "members": parts.members(), "steps": steps, "plot": queries.plot()},
    )


@anyone
@told
@require_safe
def phone(request: HttpRequest) -> HttpResponse:
    """A member's page at a phone's width."""
    members = parts.members()
    if not members:
        raise Http404
    one = next((part for part in members if part.key in request.GET), members[0])
    return render(request, "story/phone.html", {"one": one, "members": members})


@anyone
@told
@require_safe
def state(request: HttpRequest) -> JsonResponse:
    """How far the story has come, for the page that waits."""
    where = _position()
    now = words.moment(where.now, ZONE, get_language() or "da")
    return JsonResponse({"playing": where.playing, "now": now})


@anyone
@told
@require_POST
def onward(request: HttpRequest) -> HttpResponse:
    """Move on to the next step. The worker plays it."""
    tellings.onward(_position().following)
    bell.ring()
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, None) else "story:cast")


@anyone
@told
@require_POST
def restart(request: HttpRequest) -> HttpResponse:
    """Begin again: everything that happened is forgotten."""
    tellings.start_over()
    return redirect("story:cast")


@anyone
@told
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, staff_id: UUID) -> HttpResponse:
    """Be one of the invented colleagues at the desk; looking at the page signs nobody in."""
    staff = get_object_or_404(Staff, pk=staff_id, email__in=[one.email for one in STAFF])
    if request.method != "POST":
        part = next(part for part in parts.staff() if part.id == str(staff_id))
        return render(request, "story/enter.html", {"one": part})
    signins.begin(request, staff, signins.Means.LINK, clock.wall())
    return redirect("/desk/")
