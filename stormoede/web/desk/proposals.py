"""``/desk/proposals/``: what councils' secretaries propose, and who has asked for a link of their own. Yes or no to each."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stormoede.accounts import queries
from stormoede.accounts.actions import proposals
from stormoede.accounts.guards import staff_only
from stormoede.accounts.models import Proposal, Staff
from stormoede.accounts.permissions import Permission, may
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.members.models import Person
from stormoede.web.desk.by import by
from stormoede.web.desk.lists import Column, Listed, Narrow, moment


@dataclass(frozen=True, slots=True)
class Row:
    """One proposal. ``people`` are those it may be about, when that is asked."""

    proposal: Proposal
    people: Sequence[Person]


@staff_only(Permission.ADDRESSES)
def listing(request: HttpRequest) -> HttpResponse:
    """Everything that waits for a yes or a no, or those of one kind. Two statements."""
    form = Narrow(request.GET, _("Name or municipality"), kind=(_("What it is"), _kinds().items()))
    listed = Listed(request, _columns(), start="came")
    waiting = listed.rows(one for one in queries.proposals() if _wanted(one, form))
    file = listed.file(_("Proposals"), lambda: waiting)
    if file is not None:
        return file
    places = {one.organisation_id for one in waiting if one.kind == Proposal.Kind.LINK}
    people: dict[int | None, list[Person]] = {}
    for person in Person.objects.filter(organisation__in=places, erased_at=None).order_by("sort_key", "pk"):
        people.setdefault(person.organisation_id, []).append(person)
    rows = [Row(one, people.get(one.organisation_id, []) if one.kind == Proposal.Kind.LINK else ()) for one in waiting]
    may_decide = isinstance(request.user, Staff) and may(request.user, Permission.MEMBERS)
    values = {"rows": rows, "form": form, "list": listed, "narrowed": form.narrowed, "may_decide": may_decide}
    return render(request, "web/desk/proposals.html", values)


def _kinds() -> dict[str, str]:
    return {
        Proposal.Kind.ADDRESS: _("Another address"),
        Proposal.Kind.STAND_IN: _("A stand-in"),
        Proposal.Kind.LINK: _("A link of their own"),
    }


def _columns() -> list[Column[Proposal]]:
    kinds = _kinds()
    return [
        Column("kind", _("What it is"), lambda one: kinds[Proposal.Kind(one.kind)]),
        Column("name", _("Name"), lambda one: one.person.name if one.person else one.name),
        Column("organisation", _("Municipality"), lambda one: one.organisation.name if one.organisation else ""),
        Column("stand_in", _("Stand-in"), lambda one: one.name if one.kind == Proposal.Kind.STAND_IN else "", opt=None),
        Column("email", _("Mail address"), lambda one: one.email, opt=None),
        Column("first", _("From"), lambda one: one.first, opt=None),
        Column("last", _("To"), lambda one: one.last, opt=None),
        Column("came", _("Came in"), lambda one: moment(one.proposed_at)),
    ]


def _wanted(one: Proposal, form: Narrow) -> bool:
    place = one.organisation.name if one.organisation else ""
    fits = form.fits(one.person.name if one.person else "", one.name, place)
    return fits and form.value("kind") in ("", one.kind)


@staff_only(Permission.MEMBERS)
@require_POST
def decide(request: HttpRequest, proposal_id: UUID) -> HttpResponseBase:
    """Yes or no to one."""
    at, actor = clock.round_now(), by(request)
    try:
        if request.POST.get("choice") == "no":
            proposals.turn_down(proposal_id, by=actor, at=at)
            messages.success(request, _("Nothing has been changed."))
        else:
            proposals.take(proposal_id, _person(request.POST.get("person", "")), by=actor, at=at)
            messages.success(request, _("It holds from now on."))
    except Refusal as no:
        messages.error(request, str(no))
    return redirect("proposals")


def _person(text: str) -> Person | None:
    try:
        return Person.objects.filter(pk=UUID(text), erased_at=None).first()
    except ValueError:
        return None


urlpatterns: list[URLPattern] = [
    path("desk/proposals/", listing, name="proposals"),
    path("desk/proposals/<uuid:proposal_id>/", decide, name="proposal"),
]
