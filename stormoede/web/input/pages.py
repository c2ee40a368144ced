"""The overview of an answer, handing it in, and reading what was handed in."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stormoede.accounts import visits
from stormoede.accounts.addresses import page_of
from stormoede.accounts.guards import members_only
from stormoede.accounts.visits import Level
from stormoede.contributions.actions import drafts, handing_in, invitations
from stormoede.contributions.models import Aside, DraftField, Version
from stormoede.contributions.queries import drafts as queries
from stormoede.contributions.queries import versions
from stormoede.contributions.refusals import NotReady
from stormoede.lib import clock, language
from stormoede.lib.refusal import Refusal
from stormoede.members.models import Person
from stormoede.members.queries import people
from stormoede.passages.core.kinds import Basis
from stormoede.web import where
from stormoede.web.input import boxes, here
from stormoede.web.input.drafting import read
from stormoede.web.input.here import DRAFT, PAGE, Here
from stormoede.web.input.lines import standing_of


@members_only(PAGE)
@require_safe
def index(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Every answer the one at the page has to do with, and where each stands."""
    who = visits.visit(request, handle, PAGE)
    at = clock.asked_at(request.META)
    lines = standing_of(here.all_places(who, at), handle)
    if not lines:
        raise Http404
    round = lines[0].place.questionnaire.track.round
    language.prefer(request, who.person.language, round.language)
    where.here(round.time_zone)
    context = {
        "visit": who,
        "round": round,
        "lines": standing_of([line.place for line in lines], handle),
        "back": page_of(who.link),
        "now": at,
    }
    return render(request, "web/input/index.html", context)


@members_only(DRAFT)
@require_safe
def invited(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Where the link of somebody who was asked by mail leads: on to the one draft it is for."""
    return here.asked_for(request, handle)


@members_only(PAGE, also=DRAFT)
@require_safe
def overview(request: HttpRequest, handle: str, track: str, whose: str) -> HttpResponseBase:
    """Where the answer stands: draft, receipt, versions, who writes it and who can see it."""
    at_hand = here.find(request, handle, track, whose)
    known = at_hand.place.contribution
    handed = versions.of(known) if known else []
    typed = (
        DraftField.objects.filter(contribution=known).order_by("-saved_at").first()
        if known and at_hand.place.writes
        else None
    )
    context = at_hand.context() | {
        "versions": handed,
        "newest": handed[0] if handed else None,
        "typed": typed.saved_at if typed else None,
        "newer": bool(handed and typed and typed.saved_at > handed[0].handed_in_at),
        "writers": queries.writers(known) if known and at_hand.place.writes else [],
        "can_help": _can_help(at_hand),
        "by_mail": queries.by_mail(known) if known and at_hand.place.writes else frozenset(),
        "paragraphs": [part for part in at_hand.place.questionnaire.track.text.split("\n\n") if part.strip()],
    }
    return render(request, "web/input/overview.html", context)


@members_only(PAGE, Level.L2)
@require_POST
def writers(request: HttpRequest, handle: str, track: str, whose: str) -> HttpResponseBase:
    """Ask somebody to write along, or let them no more."""
    at_hand = here.writing(request, handle, track, whose)
    act, person = request.POST.get("act"), _person(request.POST.get("person", ""))
    who, at = at_hand.visit.actor, at_hand.at
    try:
        if act == "end" and person:
            drafts.uninvite(at_hand.place, person, by=who, at=at)
            messages.success(request, _("They can open the draft no more. What they wrote stands."))
        elif act == "mail":
            name, email = request.POST.get("name", ""), request.POST.get("email", "")
            made = invitations.invite(at_hand.place, name, email, by=who, at=at)
            messages.success(
                request,
                _("%(name)s has been sent a link to the draft, and to nothing else.") % {"name": made.person.name},
            )
        elif found := next((one for one in _can_help(at_hand) if one.pk == person), None):
            drafts.invite(at_hand.place, found, by=who, at=at)
            messages.success(
                request, _("%(name)s has been asked, and can write from their own page.") % {"name": found.name}
            )
        else:
            messages.error(request, _("Choose somebody from the list."))
    except Refusal as no:
        messages.error(request, str(no))
    return at_hand.to("contribution", "#writers")


@members_only(PAGE, Level.L2)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, handle: str, track: str, whose: str) -> HttpResponseBase:
    """Look it through, say who may read it, and hand it in: a mark and a press."""
    at_hand = here.writing(request, handle, track, whose)
    if request.method != "POST":
        return _look(request, at_hand)
    told = request.POST.get("basis", "")
    if told not in set(Basis) or request.POST.get("sure") != "yes":
        return _look(request, at_hand, _("Say who may read it, and put the mark, before you hand in."))
    try:
        handing_in.hand_in(at_hand.place, at_hand.visit.person, Basis(told), by=at_hand.visit.actor, at=at_hand.at)
    except Refusal as no:
        return _look(request, at_hand, str(no), no.faults if isinstance(no, NotReady) else {})
    return at_hand.to("contribution")


@members_only(PAGE, Level.L2)
@require_safe
def version(request: HttpRequest, handle: str, track: str, whose: str, number: int) -> HttpResponseBase:
    """A version as it was handed in, for those whose answer it is."""
    at_hand, found = _version(request, handle, track, whose, number)
    context = at_hand.context() | {"told": versions.read(found), "version": found, "newest": _is_newest(found)}
    return render(request, "web/input/version.html", context)


@members_only(PAGE, Level.L2)
@require_POST
def basis(request: HttpRequest, handle: str, track: str, whose: str, number: int) -> HttpResponseBase:
    """Say anew who may read a version, with a reason."""
    at_hand, found = _version(request, handle, track, whose, number)
    told = request.POST.get("basis", "")
    if not at_hand.place.hands_in or told not in set(Basis):
        raise Http404
    try:
        handing_in.set_basis(found, Basis(told), request.POST.get("reason", ""), by=at_hand.visit.actor, at=at_hand.at)
    except Refusal as no:
        messages.error(request, str(no))
    return at_hand.to("contribution")


def _look(request: HttpRequest, at_hand: Here, problem: str = "", faults: dict[str, str] | None = None) -> HttpResponse:
    """The draft to be read before it is handed in, with what is missing."""
    found = read(at_hand)
    body = at_hand.place.body
    seats = body.organisation.seats if body and body.organisation else None
    wrong = faults or found.faults(at_hand.visitor.on, seats)
    others = Aside.objects.filter(contribution=at_hand.contribution).exclude(person=at_hand.visit.person)
    context = at_hand.context() | {
        "questions": boxes.questions_of(found, wrong),
        "decision": boxes.decision_of(found, wrong),
        "loose": [one for one in found.files if one.question_id is None],
        "faults": [(name.replace(".", "-"), sentence) for name, sentence in wrong.items()],
        "two": bool(found.asides),
        "others": list(others.select_related("person")),
        "written": found.written,
        "problem": problem,
    }
    return render(request, "web/input/hand_in.html", context, status=422 if problem else 200)


def _version(request: HttpRequest, handle: str, track: str, whose: str, number: int) -> tuple[Here, Version]:
    at_hand = here.find(request, handle, track, whose)
    found = (
        Version.objects.filter(contribution=at_hand.contribution, number=number).select_related("handed_in_by").first()
    )
    if found is None:
        raise Http404
    return at_hand, found


def _is_newest(found: Version) -> bool:
    return not Version.objects.filter(contribution=found.contribution_id, number__gt=found.number).exists()


def _can_help(at_hand: Here) -> list[Person]:
    """Those who can be asked to write along: the body's own people and their administration, who do not write yet.

    Without a mail address nobody gets the mail, nor the code that the draft is behind.
    """
    body, known = at_hand.place.body, at_hand.place.contribution
    if not at_hand.place.hands_in or body is None or known is None:
        return []
    on = at_hand.visitor.on
    found = {one.pk: one for one in people.of_body(body, on)}
    if body.organisation:
        for other in body.organisation.bodies.filter(kind="administration"):
            found |= {one.pk: one for one in people.of_body(other, on)}
    known_ones = {one.person_id for one in queries.writers(known)} | {at_hand.visit.person.pk}
    return [one for one in found.values() if one.email and one.pk not in known_ones]


def _person(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
