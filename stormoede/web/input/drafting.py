"""The draft: shown after a fresh code, saved field by field as it is typed, or all of it with a button."""

from uuid import UUID

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from stormoede.accounts import visits
from stormoede.accounts.guards import members_only
from stormoede.accounts.visits import Level, Visit
from stormoede.contributions.actions import drafts
from stormoede.contributions.actions.drafts import Conflict, Saved, Typed
from stormoede.contributions.core.questions import TEXT_LIMIT
from stormoede.contributions.queries import drafts as queries
from stormoede.contributions.queries import places
from stormoede.contributions.queries.drafts import Draft
from stormoede.contributions.queries.places import Sitting, Visitor
from stormoede.lib import clock, words
from stormoede.members.models import Person
from stormoede.web.input import boxes, here
from stormoede.web.input.here import DRAFT, PAGE, Here

# A page that was shown after a code may go on saving for a working day, whatever became of the code meanwhile.
GRANT_SECONDS = 12 * 3600
SAVES_A_MINUTE = 240
SALT = "stormoede.draft"


@members_only(PAGE)
@require_POST
def begin(request: HttpRequest, handle: str, track: str, whose: str) -> HttpResponseBase:
    """Begin the draft, and go to it."""
    at_hand = here.find(request, handle, track, whose)
    if not at_hand.place.writes:
        raise Http404
    who = at_hand.visit
    drafts.begin(at_hand.place.questionnaire, at_hand.place.body, who.person, by=who.actor, at=at_hand.at)
    return at_hand.to("draft")


@members_only(PAGE, Level.L2, also=DRAFT)
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, handle: str, track: str, whose: str) -> HttpResponseBase:
    """Everything typed so far, to go on with. POST saves what was changed, and chooses between two texts."""
    at_hand = here.find(request, handle, track, whose)
    if at_hand.place.writes and at_hand.place.contribution is None:
        return at_hand.to("contribution")
    at_hand = here.writing(request, handle, track, whose)
    if request.method != "POST":
        return show(request, at_hand)
    sitting = _sitting(at_hand)
    met = _save_all(request, at_hand, sitting)
    if choice := request.POST.get("choose", ""):
        _choose(sitting, choice, request, at_hand)
        return at_hand.to("draft", f"#f-{choice.partition(':')[2].replace('.', '-')}")
    if met:
        return at_hand.to("draft", f"#f-{met[0].replace('.', '-')}")
    return at_hand.to("contribution-hand-in" if request.POST.get("next") else "draft")


@members_only(PAGE, also=DRAFT, acts=SAVES_A_MINUTE)
@require_POST
def field(request: HttpRequest, handle: str, track: str, whose: str) -> HttpResponseBase:
    """Save one field as it is typed. 200 says the new revision, 409 what somebody else wrote meanwhile.

    No code is asked for here: the page that was shown after one carries a grant, and a text must not be lost to half an hour.
    """
    who = visits.visit(request, handle, PAGE)
    contribution = _granted(request, who)
    at = clock.asked_at(request.META)
    _key, code = here.subject(who)
    sitting = places.sitting(contribution, Visitor(who.person, at.date(), code), at) if contribution else None
    typed = _typed(request)
    if sitting is None or typed is None:
        return JsonResponse({}, status=403)
    if choice := request.POST.get("choose"):
        mine = choice == "mine"
        came = drafts.choose(sitting, typed.name, mine=mine, revision=typed.revision, by=who.actor, at=at)
    else:
        came = drafts.save(sitting, typed, by=who.actor, at=at)
    return _answer(came, typed.name)


def show(request: HttpRequest, at_hand: Here, *, status: int = 200) -> HttpResponse:
    """The draft's page."""
    found = queries.read(at_hand.place.questionnaire, at_hand.contribution, at_hand.visit.person.pk)
    context = at_hand.context() | {
        "questions": boxes.questions_of(found, {}),
        "decision": boxes.decision_of(found, {}),
        "loose": [one for one in found.files if one.question_id is None],
        "grant": signing.dumps([at_hand.visit.handle, str(at_hand.contribution.pk)], salt=SALT, compress=False),
        "last": max((row.saved_at for row in found.fields.values()), default=None),
        "two": bool(found.asides),
    }
    return render(request, "web/input/draft.html", context, status=status)


def read(at_hand: Here) -> Draft:
    """The draft with the reader's own texts that were laid aside."""
    return queries.read(at_hand.place.questionnaire, at_hand.contribution, at_hand.visit.person.pk)


def _sitting(at_hand: Here) -> Sitting:
    found = places.sitting(at_hand.contribution.pk, at_hand.visitor, at_hand.at)
    if found is None:
        raise Http404
    return found


def _save_all(request: HttpRequest, at_hand: Here, sitting: Sitting) -> list[str]:
    """Save every field of the form that was changed; the names of those somebody else has written in meanwhile."""
    met = []
    found = read(at_hand)
    for name in found.names():
        told = request.POST.get(name)
        value = boxes.plain(told)[: found.limit(name)] if told is not None else None
        if value is None or boxes.summed(value) == request.POST.get(f"was:{name}"):
            continue
        typed = Typed(name, value, _number(request.POST.get(f"revision:{name}", "0")))
        if isinstance(drafts.save(sitting, typed, by=at_hand.visit.actor, at=at_hand.at), Conflict):
            met.append(name)
    return met


def _choose(sitting: Sitting, choice: str, request: HttpRequest, at_hand: Here) -> None:
    which, _colon, name = choice.partition(":")
    revision = _number(request.POST.get(f"revision:{name}", "0"))
    drafts.choose(sitting, name, mine=which == "mine", revision=revision, by=at_hand.visit.actor, at=at_hand.at)


def _granted(request: HttpRequest, who: Visit) -> UUID | None:
    """The contribution that the page's grant is for; None when it is no grant of this link, or too old."""
    try:
        handle, contribution = signing.loads(request.POST.get("grant", ""), salt=SALT, max_age=GRANT_SECONDS)
    except (signing.BadSignature, ValueError):
        return None
    return UUID(contribution) if handle == who.handle else None


def _typed(request: HttpRequest) -> Typed | None:
    form = request.POST
    name, mark = form.get("name", ""), form.get("mark", "")
    value = boxes.plain(form.get("value", ""))
    if not name or len(name) > 60 or len(mark) > 32 or len(value) > TEXT_LIMIT:
        return None
    return Typed(name, value, _number(form.get("revision", "0")), mark, _number(form.get("step", "0")))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _answer(came: Saved | Conflict, name: str) -> JsonResponse:
    if isinstance(came, Saved):
        return JsonResponse({"revision": came.revision})
    by = (
        Person.objects.filter(pk=came.by, erased_at__isnull=True).values_list("name", flat=True).first()
        if came.by
        else None
    )
    moment = words.clock(came.at, "Europe/Copenhagen", get_language() or "da")
    told = _("%(name)s wrote this %(moment)s") % {"name": by or _("Somebody else"), "moment": moment}
    return JsonResponse({"name": name, "value": came.value, "revision": came.revision, "told": told}, status=409)
