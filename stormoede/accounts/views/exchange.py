"""A personal link is opened: the secret in the address becomes a cookie, and the browser goes on to an address without it.

Nothing is written in the database. A link that is not genuine costs no statement.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from stormoede.accounts import addresses, alarms, bursts, guards, network, passes, visits
from stormoede.accounts.actions import reminders
from stormoede.accounts.guards import anyone
from stormoede.accounts.models import Link
from stormoede.events.actor import Actor, ActorKind
from stormoede.lib import clock
from stormoede.lib.hidden import ENVIRON_KEY, Hidden


def secret_of(request: HttpRequest) -> str:
    hidden = request.META.get(ENVIRON_KEY)
    return hidden.reveal() if isinstance(hidden, Hidden) else ""


def find(request: HttpRequest, purpose: str) -> Link:
    """The living link the request's secret stands for: at most one statement. Raises visits.NoVisit."""
    reading = addresses.read(secret_of(request), purpose)
    if reading is None:
        alarms.bad_link(request, purpose)
        raise visits.NoVisit
    link = Link.objects.filter(pk=reading.handle, purpose=purpose).first()
    if link is None:
        alarms.sound("gone_link", request, link=reading.handle)
        raise visits.NoVisit
    if link.generation != reading.generation or not visits.lives(link, clock.round_now()):
        alarms.sound("ended_link", request, link=link.handle)
        raise visits.NoVisit(ended=True)
    return link


def too_many(request: HttpRequest) -> HttpResponse | None:
    """The answer to a network that has sent 30 bad links this minute: its links are not read."""
    if bursts.over(bursts.BAD_LINKS, network.prefix_of(request)):
        return alarms.too_fast(request, "too_many_links")
    return None


def exchange(request: HttpRequest, purpose: str) -> HttpResponseBase:
    """Cookie, then on to the page of ``purpose``."""
    if refusal := too_many(request):
        return guards.personal(refusal)
    try:
        link = find(request, purpose)
    except visits.NoVisit as absent:
        return guards.no_visit(request, absent, pressed=True)
    at = clock.wall()
    response = HttpResponseRedirect(addresses.page_of(link))
    response.status_code = 303
    passes.give(response, passes.of_or_new(request, at).opening(link.handle, link.generation, at))
    return guards.personal(response)


@anyone
@require_safe
def page(request: HttpRequest) -> HttpResponseBase:
    return exchange(request, Link.Purpose.PAGE)


@anyone
@require_safe
def sheet(request: HttpRequest) -> HttpResponseBase:
    """From a printed sheet: the same page as by mail."""
    return exchange(request, Link.Purpose.SHEET)


@anyone
@require_safe
def door(request: HttpRequest) -> HttpResponseBase:
    return exchange(request, Link.Purpose.DOOR)


@anyone
@require_safe
def deputy(request: HttpRequest) -> HttpResponseBase:
    return exchange(request, Link.Purpose.DEPUTY)


@anyone
@require_safe
def draft(request: HttpRequest) -> HttpResponseBase:
    return exchange(request, Link.Purpose.DRAFT)


@anyone
@require_safe
def speaker(request: HttpRequest) -> HttpResponseBase:
    return exchange(request, Link.Purpose.SPEAKER)


@csrf_exempt
@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def reminders_off(request: HttpRequest) -> HttpResponseBase:
    """A page by GET. By POST only what a mail program sends for its reader (RFC 8058): it has no cookie and no form of ours."""
    if request.method != "POST":
        return exchange(request, Link.Purpose.REMINDERS_OFF)
    if refusal := too_many(request):
        return guards.personal(refusal)
    if request.POST.get("List-Unsubscribe") != "One-Click":
        return guards.personal(HttpResponseBadRequest())
    try:
        link = find(request, Link.Purpose.REMINDERS_OFF)
    except visits.NoVisit as absent:
        return guards.no_visit(request, absent)
    by = Actor(ActorKind.PERSON, str(link.person_id))
    reminders.stop(link.person_id, link.subject, by=by, at=clock.round_now())
    return guards.personal(HttpResponse(status=204))
