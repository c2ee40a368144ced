"""A speaker for the council: asked for, changed, withdrawn, and what has become of it.

``/raad/<handle>/oplaeg/<track>/``, for councils and regional councils alike. What is only proposed, or offered to a speaker who
has not said yes, is nobody's yet and is not shown here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.db.models import QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stormoede.accounts import addresses
from stormoede.accounts.guards import members_only
from stormoede.accounts.models import Link
from stormoede.accounts.visits import Visit
from stormoede.lib import clock, seen
from stormoede.lib.refusal import Refusal
from stormoede.members.models import Body, Organisation
from stormoede.members.refusals import EditedMeanwhile
from stormoede.rounds.models import Round
from stormoede.talks.actions import requests
from stormoede.talks.forms.asking import AskForm
from stormoede.talks.forms.fields import refuse
from stormoede.talks.models import SpeakerRequest, Talk, Tour
from stormoede.talks.queries import entries, marks
from stormoede.web import conflicts
from stormoede.web.council import bodies
from stormoede.web.talk_words import over

PAGE = Link.Purpose.PAGE
_OURS = (Talk.State.ACCEPTED, Talk.State.HELD)


@dataclass(frozen=True, slots=True)
class Card:
    """A tour as the body's page tells of it. ``coming`` and ``held`` are talks that were agreed; ``off`` is one that was
    agreed and is not to be, while nothing has come in its place."""

    tour: Tour
    request: SpeakerRequest | None
    coming: Talk | None
    held: Talk | None
    off: Talk | None
    open: bool


def cards(round: Round, body: Body, at: datetime) -> list[Card]:
    """The tours of ``round``, in the order of its tracks. Three statements, one where there is none."""
    tours = list(Tour.objects.filter(track__round=round).select_related("track").order_by("track__position"))
    if not tours:
        return []
    rows = SpeakerRequest.objects.filter(tour__in=tours, body=body, withdrawn_at=None).select_related("site")
    asked = {one.tour_id: one for one in rows}
    talks = Talk.objects.filter(request__in=asked.values()).select_related("speaker__person")
    told: dict[int, list[Talk]] = {}
    for talk in talks.filter(entries__speaks=False).distinct():
        told.setdefault(talk.request_id, []).append(talk)
    return [_card(tour, asked.get(tour.pk), told, at) for tour in tours]


def _card(tour: Tour, request: SpeakerRequest | None, told: dict[int, list[Talk]], at: datetime) -> Card:
    talks = told.get(request.pk, []) if request else []
    agreed = next((talk for talk in talks if talk.state in _OURS), None)
    held = agreed if agreed and agreed.ends <= at else None
    off = max(
        (talk for talk in talks if talk.state not in _OURS), key=lambda talk: (talk.state_at, talk.pk), default=None
    )
    return Card(tour, request, None if held else agreed, held, None if agreed else off, at <= tour.ask_by)


@members_only(PAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def talk(request: HttpRequest, handle: str, track: str) -> HttpResponseBase:
    """Ask for a speaker, or change what was asked; and what has become of it."""
    who, body, round = bodies.of(request, handle)
    at = clock.round_now()
    card = _find(round, body, track, at)
    form = _form(request, card, body, who)
    more: Mapping[str, object] = conflicts.mark(request, _mark(card))
    if form is not None and form.is_valid():
        try:
            _ask(card, body, form, str(more["seen"]), who, at)
        except EditedMeanwhile as no:
            more = _told(no, card, form, more)
        except Refusal as no:
            refuse(form, no)
        else:
            messages.success(request, _("We have your request."))
            return redirect("council-talk", handle=handle, track=track)
    values = {
        "visit": who,
        "round": round,
        "body": body,
        "one": card,
        "form": form,
        "off_why": over(card.off) if card.off else "",
        "may_withdraw": card.request is not None and card.held is None,
        "back": addresses.page_of(who.link),
        **more,
    }
    return render(request, "web/council/talk.html", values, status=conflicts.status(more, form and form.errors))


@members_only(PAGE)
@require_POST
def withdraw(request: HttpRequest, handle: str, track: str) -> HttpResponseBase:
    """They need no speaker after all. It takes a mark as well as a press."""
    who, body, round = bodies.of(request, handle)
    at = clock.round_now()
    card = _find(round, body, track, at)
    if card.request is None:
        raise Http404
    if not request.POST.get("sure"):
        messages.error(request, _("Put a mark in the box first"))
        return redirect("council-talk", handle=handle, track=track)
    try:
        requests.withdraw(card.request, by=who.actor, at=at)
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("Your request has been withdrawn."))
    return redirect("council-talk", handle=handle, track=track)


@members_only(PAGE)
@require_safe
def calendar(request: HttpRequest, handle: str, track: str) -> HttpResponse:
    """The appointment as a file for the calendar."""
    _who, body, round = bodies.of(request, handle)
    card = _find(round, body, track, clock.round_now())
    agreed = card.coming or card.held
    if agreed is None:
        raise Http404
    return entry_of(agreed, speaks=False)


def entry_of(talk: Talk, *, speaks: bool) -> HttpResponse:
    """A talk as a file for the calendar: the speaker's, or that of those who asked. Http404 when it is in nobody's."""
    entry = entries.living(talk, speaks=speaks)
    if entry is None:
        raise Http404
    file = entries.file(entry, at=clock.round_now())
    response = HttpResponse(file, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="oplaeg.ics"'
    return response


def _form(request: HttpRequest, card: Card, body: Body, who: Visit) -> AskForm | None:
    """What to ask with; once it is agreed who comes, only the rest. None when it is too late."""
    if card.held or not (card.open or card.coming):
        return None
    sites = of_region(body) if body.group else None
    start = {"contact_name": who.person.name, "contact_email": who.person.email}
    return AskForm(
        request.POST or None,
        minutes=card.tour.minutes,
        sites=sites,
        asked=card.request,
        agreed=card.coming is not None,
        initial=start,
    )


def of_region(body: Body) -> QuerySet[Organisation]:
    """The municipalities of a regional council."""
    return Organisation.objects.filter(group_memberships__group=body.group).distinct().order_by("sort_key", "pk")


def _mark(card: Card) -> str:
    """What the body asks for as the page tells it, and whether it is agreed who comes: then less of it is a question."""
    asked = marks.of_request(card.request) if card.request else ""
    return seen.mark(asked, card.coming is not None)


def _ask(card: Card, body: Body, form: AskForm, mark: str, who: Visit, at: datetime) -> None:
    """Ask, or ask for something else. Raises EditedMeanwhile when it says something else than ``mark``."""
    if mark != _mark(card):
        raise EditedMeanwhile
    if card.request is None:
        requests.ask(card.tour, body, form.asked, by=who.actor, at=at)
    else:
        requests.change(card.request, form.asked, mark=marks.of_request(card.request), by=who.actor, at=at)


def _told(no: EditedMeanwhile, card: Card, form: AskForm, more: Mapping[str, object]) -> Mapping[str, object]:
    """What the second of two secretaries is told. Where the first withdrew the request, what was typed can be asked for anew."""
    if card.request is not None:
        return conflicts.told(no, more, (form, form.initial))
    form.add_error(None, _("Your request was withdrawn after you opened the page. Press once more to ask anew."))
    return {"seen": _mark(card)}


def _find(round: Round, body: Body, track: str, at: datetime) -> Card:
    """The card of a tour, the request with its wishes. Http404 when the round has no such."""
    for card in cards(round, body, at):
        if card.tour.track.key == track:
            prefetch_related_objects([card.request] if card.request else [], "wishes")
            return card
    raise Http404


urlpatterns: list[URLPattern] = [
    path("raad/<str:handle>/oplaeg/<slug:track>/", talk, name="council-talk"),
    path("raad/<str:handle>/oplaeg/<slug:track>/tilbage", withdraw, name="council-talk-withdraw"),
    path("raad/<str:handle>/oplaeg/<slug:track>/kalender.ics", calendar, name="council-talk-calendar"),
]
