"""One who is called to a meeting answers here: ``/indkaldt/<handle>/``. Three answers, and the last one counts."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stormoede.accounts import visits
from stormoede.accounts.guards import members_only
from stormoede.accounts.visits import Level, Visit
from stormoede.calls import queries, telling
from stormoede.calls.actions import answers
from stormoede.calls.forms import DeputyForm
from stormoede.calls.queries import Place
from stormoede.lib import clock, language
from stormoede.lib.refusal import Refusal
from stormoede.web import where
from stormoede.web.member import onward

COME, CANNOT, DEPUTY = "come", "cannot", "deputy"


@members_only("p")
@require_safe
def page(request: HttpRequest, handle: str) -> HttpResponseBase:
    """The question, and the answer that stands."""
    who, place = _here(request, handle)
    return _show(request, who, place)


@members_only("p")
@require_POST
def answer(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Take the answer. A deputy is named on the next page, where a code is asked for."""
    at = clock.asked_at(request.META)
    who, place = _here(request, handle)
    choice = request.POST.get("choice")
    if choice == DEPUTY:
        return onward.to("called-deputy", handle)
    if choice not in {COME, CANNOT}:
        return _show(request, who, place, asked=True)
    try:
        answers.answer(place.call.pk, who.person.pk, choice == COME, by=who.actor, at=at)
    except Refusal as no:
        return _show(request, who, place, str(no))
    return onward.to("called", handle)


@members_only("p", level=Level.L2)
@require_http_methods(["GET", "HEAD", "POST"])
def deputy(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Name the one who comes in one's place. They get a mail and a door of their own."""
    who, place = _here(request, handle)
    form = DeputyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            answers.send_deputy(
                place.call.pk, who.person.pk, told["name"], told["email"], by=who.actor, at=clock.asked_at(request.META)
            )
        except Refusal as no:
            form.add_error(None, str(no))
        else:
            return onward.to("called", handle)
    values = _context(who, place) | {"form": form}
    return render(request, "web/member/call_deputy.html", values, status=422 if form.errors else 200)


def _here(request: HttpRequest, handle: str) -> tuple[Visit, Place]:
    who = visits.visit(request, handle, "p")
    kind, key = who.subject
    number = key.partition(":")[0]
    place = queries.place(int(number), who.person.pk) if kind == "call" and number.isdigit() else None
    if place is None:
        raise Http404
    round = place.meeting.track.round
    language.prefer(request, who.person.language, round.language)
    where.here(round.time_zone)
    return who, place


def _show(request: HttpRequest, who: Visit, place: Place, problem: str = "", *, asked: bool = False) -> HttpResponse:
    values = _context(who, place) | {"problem": problem, "asked": asked}
    return render(request, "web/member/call.html", values, status=422 if problem or asked else 200)


def _context(who: Visit, place: Place) -> dict[str, object]:
    at: datetime = clock.round_now()
    round, date = place.meeting.track.round, place.session
    return {
        "visit": who,
        "person": who.person,
        "round": round,
        "track": place.meeting.track,
        "meeting": place.meeting,
        "date": date,
        "mine": place.registration,
        "deputy": place.deputy,
        "soon": telling.soon(date, at, round.time_zone),
        "lines": [line for line in place.meeting.track.text.splitlines() if line.strip()],
        "open": date.cancelled_at is None and at < date.ends,
        "over": at >= date.ends,
    }
