"""``…/talks/<track>/``: every request with its wishes, its talk and who could take it; and the buttons that place and send."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.events.models import Event
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.talks import wording
from stormoede.talks.actions import plans, talks
from stormoede.talks.models import Tour
from stormoede.talks.queries.tours import tour_subject
from stormoede.web.desk.by import by
from stormoede.web.desk.lists import Listed, Narrow
from stormoede.web.desk.talks import lists, reading
from stormoede.web.desk.talks.finding import about, tour_of
from stormoede.web.desk.talks.reading import STATES, Line
from stormoede.web.talk_words import outcome, states

CLASH = "clash"


@staff_only(Permission.READ)
@require_safe
def listing(request: HttpRequest, key: str, track: str) -> HttpResponse:
    """Requests against speakers, clashes marked."""
    tour, at = tour_of(key, track), clock.round_now()
    here = reading.whole(tour)
    found = reading.lines(here, at)
    offered = [*states().items(), (CLASH, _("Clashes"))]
    choices = {"region": (_("Regional council"), here.regions.items()), "state": (_("How far"), offered)}
    form = Narrow(request.GET, _("Find"), **choices)
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
        "open": sum(line.state == "open" or (line.state == "proposed" and not _fixed(line)) for line in found),
        "sendable": sum(line.state == "proposed" for line in found),
        "clashing": sum(bool(line.clashes) for line in found),
        "silent": sum(one.told_at is None and one.left_at is None for one in here.speakers),
        "outcome": _outcome(tour),
        "how_far": wording.how_far(),
    }
    return render(request, "web/desk/talks/tour.html", values)


@staff_only(Permission.TALKS)
@require_POST
def propose(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """Place all open requests at once."""
    tour = tour_of(key, track)
    try:
        plans.propose(tour, by=by(request), at=clock.round_now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("All open requests have been placed as well as they can be. See below how."))
    return redirect("tour", key=key, track=track)


@staff_only(Permission.TALKS)
@require_POST
def offer(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """Send every proposal to its speaker."""
    tour = tour_of(key, track)
    try:
        sent = talks.offer_all(tour, by=by(request), at=clock.round_now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        told = ngettext("One offer has been sent.", "%(n)s offers have been sent.", sent)
        messages.success(request, told % {"n": sent})
    return redirect("tour", key=key, track=track)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the last proposal for all of a tour came to, and when it was made."""

    words: str
    at: datetime


def _outcome(tour: Tour) -> Outcome | None:
    found = Event.objects.filter(subject=tour_subject(tour), act="tour.proposed").order_by("-id")
    last = next((one for one in found.iterator(20) if one.data.get("all", True)), None)
    return Outcome(outcome(last.data), last.at) if last else None


def _fixed(line: Line) -> bool:
    return line.talk is not None and line.talk.fixed


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
