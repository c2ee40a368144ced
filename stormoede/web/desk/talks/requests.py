"""``…/talks/<track>/``: every request with its wishes, its talk and who could take it; and the buttons that place and send."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.events.models import Event
from stormoede.lib import clock
from stormoede.talks import wording
from stormoede.talks.actions import plans, talks
from stormoede.talks.models import Tour
from stormoede.talks.queries.tours import tour_subject
from stormoede.web.desk.by import by
from stormoede.web.desk.lists import Listed, Narrow
from stormoede.web.desk.talks import lists, reading
from stormoede.web.desk.talks.finding import about, done, tour_of
from stormoede.web.desk.talks.reading import Line
from stormoede.web.talk_words import STATES, outcome, states

CLASH = "clash"


@staff_only(Permission.READ)
@require_safe
def listing(request: HttpRequest, key: str, track: str) -> HttpResponse:
    """Requests against speakers, clashes marked."""
    tour, at = tour_of(key, track), clock.round_now()
    told = reading.told(tour, at)
    found = told.lines
    offered = [*states().items(), (CLASH, _("Clashes"))]
    choices = {"region": (_("Regional council"), told.regions.items()), "state": (_("How far"), offered)}
    form = Narrow(request.GET, _("Municipality, speaker or topic"), **choices)
    listed = Listed(request, lists.requests(tour.track.round.time_zone))
    rows = listed.rows(_narrowed(found, form))
    file = listed.file(tour.track.title, lambda: rows)
    if file is not None:
        return file
    values = {
        **about(request, tour, "requests"),
        "rows": rows,
        "form": form,
        "list": listed,
        "narrowed": form.narrowed,
        "figures": _figures(found),
        "query": f"?{request.GET.urlencode()}" if request.GET else "",
        "open": sum(_open(line) and line.wished(at) for line in found),
        "sendable": sum(_sendable(line, at) for line in found),
        "clashing": sum(bool(line.clashes) for line in found),
        "silent": told.silent,
        "outcome": _outcome(tour),
        "how_far": wording.how_far(),
    }
    return render(request, "web/desk/talks/tour.html", values)


@staff_only(Permission.TALKS)
@require_POST
def propose(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """Place all open requests at once."""
    tour = tour_of(key, track)
    told = _("All open requests have been placed as well as they can be. See below how.")
    back = redirect("tour", key=key, track=track)
    return done(request, lambda: plans.propose(tour, by=by(request), at=clock.round_now()), told, back)


@staff_only(Permission.TALKS)
@require_POST
def offer(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """Send every proposal to its speaker."""
    tour = tour_of(key, track)

    def told(sent: int) -> str:
        return ngettext("One offer has been sent.", "%(n)s offers have been sent.", sent) % {"n": sent}

    back = redirect("tour", key=key, track=track)
    return done(request, lambda: talks.offer_all(tour, by=by(request), at=clock.round_now()), told, back)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the last proposal for all of a tour came to, and when it was made."""

    words: str
    at: datetime


def _outcome(tour: Tour) -> Outcome | None:
    found = Event.objects.filter(subject=tour_subject(tour), act="tour.proposed").order_by("-id")
    last = next((one for one in found.iterator(20) if one.data.get("all", True)), None)
    return Outcome(outcome(last.data), last.at) if last else None


def _open(line: Line) -> bool:
    """Whether proposing anew may place it, or place it otherwise."""
    return line.state == "open" or (line.state == "proposed" and line.talk is not None and not line.talk.fixed)


def _sendable(line: Line, at: datetime) -> bool:
    """Whether it is an offer to send: a talk that has begun is none any more."""
    return line.state == "proposed" and line.talk is not None and line.talk.starts > at


def _figures(found: Sequence[Line]) -> list[tuple[str, str, int]]:
    """Each state with its words, and how many stand there."""
    words = states()
    return [(state, words[state], sum(line.state == state for line in found)) for state in STATES]


def _narrowed(found: Iterable[Line], form: Narrow) -> Iterable[Line]:
    region, state = form.value("region"), form.value("state")
    for line in found:
        speaker = line.talk.speaker.person.name if line.talk else ""
        fits = form.fits(line.name, speaker, line.request.topic) and (not region or line.region == region)
        if fits and (state in ("", line.state) or (state == CLASH and line.clashes)):
            yield line
