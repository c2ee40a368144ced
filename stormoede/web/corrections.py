"""``/r/<secret>``: one who sent a mail sees what was understood of it, and says what is wrong. Nothing is changed by that: somebody looks."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stormoede.accounts import guards, handles
from stormoede.accounts.guards import anyone
from stormoede.contributions import corrections, wording
from stormoede.contributions.actions import submissions
from stormoede.contributions.models import Submission
from stormoede.contributions.queries import known
from stormoede.contributions.queries.standing import name_of
from stormoede.events.actor import Actor, ActorKind, system
from stormoede.lib import clock
from stormoede.web import where


@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest) -> HttpResponseBase:
    """What was understood, and a form to say otherwise. The words themselves are not shown: a link can be passed on."""
    if refusal := handles.too_many(request):
        return guards.personal(refusal)
    found = corrections.asked(request)
    if found is None:
        return guards.personal(render(request, "web/correction_none.html", status=404))
    where.here(found.round.time_zone)
    problem, done = "", False
    if request.method == "POST":
        told = _told(request)
        if told:
            by = Actor(ActorKind.PERSON, str(found.person_id)) if found.person_id else system("mail")
            submissions.correct(found.pk, told, by=by, at=clock.round_now())
            done = True
        else:
            problem = _("Say what is wrong.")
    return guards.personal(_page(request, found, problem, done))


def _told(request: HttpRequest) -> str:
    """What was chosen and typed, as lines for whoever looks."""
    council, kind = request.POST.get("council", "").strip()[:120], request.POST.get("kind", "")
    lines = [
        _("From: %(council)s") % {"council": council} if council else "",
        {
            "new": _("It stands beside what we sent before."),
            "newer": _("It takes the place of what we sent before."),
            "none": _("It is not input."),
        }.get(kind, ""),
        request.POST.get("words", "").strip()[:2000],
    ]
    return "\n".join(filter(None, lines))


def _page(request: HttpRequest, found: Submission, problem: str, done: bool) -> HttpResponse:
    shown = [one for one in found.readings.all() if one.state != "passed" and (one.words or one.part >= 0)]
    values = {
        "round": found.round, "found": found, "problem": problem, "done": done, "told": request.POST,
        "names": [name_of(one.body) for one in found.backers.select_related("body__organisation")],
        "files": [(wording.name(one), wording.state(one), wording.advice(one)) for one in shown],
        "councils": [place.name for place in known.organisations()],
    }  # fmt: skip
    return render(request, "web/correction.html", values, status=422 if problem else 200)
