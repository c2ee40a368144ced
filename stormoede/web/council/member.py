"""One member of the council: sign up or off for them, propose another address, propose who stands in.

Acting for others takes a fresh code: the council's page may have been passed on.
"""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from stormoede.accounts import queries as accounts
from stormoede.accounts.actions import proposals
from stormoede.accounts.guards import members_only
from stormoede.accounts.visits import Level
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.meetings import sheets
from stormoede.meetings.actions import registrations
from stormoede.members.leave_forms import ProposedAddressForm, ProposedStandInForm
from stormoede.members.models import Person
from stormoede.web.council import scope
from stormoede.web.council.scope import Scope
from stormoede.web.member import telling

CANNOT = "cannot"


@members_only(scope.PAGE, level=Level.L2)
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, handle: str, person_id: UUID) -> HttpResponseBase:
    """The member as the secretary sees them. Each act is a form of its own; without a choice nothing happens."""
    here = scope.of(request, handle)
    person, title = scope.member(here, person_id)
    what = request.POST.get("what", "")
    act = {"answer": _answer, "address": _address, "stand-in": _stand_in}.get(what)
    forms_ = {
        "address": ProposedAddressForm(request.POST if what == "address" else None),
        "stand-in": ProposedStandInForm(request.POST if what == "stand-in" else None),
    }
    form = forms_.get(what)
    problem = ""
    if act is not None and (form is None or form.is_valid()):
        try:
            messages.success(request, act(request, here, person, form))
        except Refusal as no:
            problem = str(no)
        else:
            return redirect("council-member", handle=handle, person_id=person_id)
    return _page(request, here, person, title, forms_, form, problem)


def _page(
    request: HttpRequest,
    here: Scope,
    person: Person,
    title: str,
    all_forms: dict[str, forms.Form],
    form: forms.Form | None,
    problem: str,
) -> HttpResponse:
    at = clock.round_now()
    found = sheets.sheets(here.round.key, person.pk)
    told = [
        (sheet, telling.cards(sheet, at, without=sheet.standing.seat), telling.rule(sheet, at), _said(sheet))
        for sheet in found
        if not sheet.is_over(at)
    ]
    context = {
        "visit": here.visit,
        "round": here.round,
        "organisation": here.organisation,
        "person": person,
        "title": title,
        "told": told,
        "proposed": accounts.proposed([person.pk]).get(person.pk, []),
        "address": all_forms["address"],
        "stand_in": all_forms["stand-in"],
        "form": form,
        "problem": problem,
    }
    wrong = problem or (form is not None and form.errors)
    return render(request, "web/council/member.html", context, status=422 if wrong else 200)


def _said(sheet: sheets.Sheet) -> str:
    seat, wish = sheet.date(sheet.standing.seat), sheet.date(sheet.standing.wish)
    if sheet.standing.cannot:
        return _("Cannot come")
    if wish:
        return _("Waits for %(day)s") % {"day": telling.day_of(sheet, wish)}
    return _("Has a seat %(day)s") % {"day": telling.day_of(sheet, seat)} if seat else _("No answer yet")


def _answer(request: HttpRequest, here: Scope, person: Person, form: forms.Form | None) -> str:
    choice, meeting = request.POST.get("choice", ""), request.POST.get("meeting", "")
    known = {str(sheet.meeting.id): sheet for sheet in sheets.sheets(here.round.key, person.pk)}
    sheet = known.get(meeting)
    dates = {str(date.id): date.id for date in sheet.dates} if sheet else {}
    if sheet is None or (choice != CANNOT and choice not in dates):
        raise NoChoice
    at = clock.asked_at(request.META)
    registrations.answer(sheet.meeting.id, person.pk, dates.get(choice), by=here.visit.actor, at=at)
    if not person.email:
        return _("The answer is written down. %(name)s has no mail address: tell them yourself.") % {
            "name": person.name
        }
    return _("The answer is written down, and %(name)s gets a mail about it.") % {"name": person.name}


def _address(request: HttpRequest, here: Scope, person: Person, form: forms.Form | None) -> str:
    assert form is not None
    email = form.cleaned_data["email"]
    proposals.propose_address(person, email, here.organisation, here.subject, by=here.visit.actor, at=clock.round_now())
    return _thanks(here)


def _stand_in(request: HttpRequest, here: Scope, person: Person, form: forms.Form | None) -> str:
    assert form is not None
    said = form.cleaned_data
    proposals.propose_stand_in(
        person,
        said["name"],
        said["email"],
        (said["first"], said["last"]),
        here.organisation,
        here.subject,
        by=here.visit.actor,
        at=clock.round_now(),
    )
    return _thanks(here)


def _thanks(here: Scope) -> str:
    return _("Thank you. %(sender)s looks at it first; it holds when they have said yes.") % {
        "sender": here.round.sender_name
    }


class NoChoice(Refusal):
    """Nothing was chosen."""

    def __init__(self) -> None:
        super().__init__(_("Choose what to answer for the member."))
