"""What was done with a personal link can be undone, and a link that came into wrong hands is changed for another.

Both take a choice and a press: a mail scanner presses buttons, but it does not choose.
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from stormoede.accounts import visits
from stormoede.accounts.actions import links
from stormoede.accounts.guards import members_only
from stormoede.lib import clock, language
from stormoede.lib.refusal import Refusal
from stormoede.meetings import queries, sheets
from stormoede.meetings.actions import registrations
from stormoede.web.member import happened, onward, page

_ACTS_SHOWN = 20


@members_only("p")
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, handle: str) -> HttpResponseBase:
    """What has happened here, with the last act to undo for a day, and "that was not me"."""
    at = clock.asked_at(request.META)
    who = visits.visit(request, handle, "p")
    if request.method != "POST":
        return _show(request, handle)
    choice = request.POST.get("choice", "")
    if choice == "not-me":
        links.not_me(who.link, by=who.actor, at=at)
        response = render(request, "web/member/new_link.html", {"person": who.person})
        visits.leave(request, response, handle)
        return response
    if choice != "undo":
        return _show(request, handle, asked=True)
    try:
        mine = _sheet(request, handle).mine
        if mine is None:
            raise Http404
        registrations.undo(mine.id, by=who.actor, at=at)
    except Refusal as refusal:
        return _show(request, handle, str(refusal))
    return onward.to("member-page", handle)


def _sheet(request: HttpRequest, handle: str) -> sheets.Sheet:
    """The meeting last answered, else the one asked about."""
    who = visits.visit(request, handle, "p")
    kind, key = who.subject
    found = sheets.sheets(key, who.person.pk) if kind == "round" else []
    given = [(sheet.mine.answered_at, sheet) for sheet in found if sheet.mine]
    sheet = max(given, key=lambda pair: pair[0])[1] if given else page.chosen(found, clock.round_now())
    if sheet is None:
        raise Http404
    return sheet


def _show(request: HttpRequest, handle: str, problem: str = "", *, asked: bool = False) -> HttpResponse:
    who = visits.visit(request, handle, "p")
    sheet, at = _sheet(request, handle), clock.round_now()
    language.prefer(request, who.person.language, sheet.round.language)
    events = queries.acts(sheet.mine.id, _ACTS_SHOWN) if sheet.mine else []
    last = events[0] if events else None
    context = {
        "visit": who,
        "person": who.person,
        "round": sheet.round,
        "acts": happened.acts(sheet, events),
        "undoable": sheet.mine is not None and registrations.undoable(last, sheet.mine.sequence, at),
        "last": happened.act(sheet, last) if last else "",
        "problem": problem,
        "asked": asked,
    }
    return render(request, "web/member/undo.html", context, status=422 if problem or asked else 200)
