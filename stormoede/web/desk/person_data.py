"""``/desk/members/…/data/``: what is kept about a person, their copy, and their erasure. For administrators."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.lib import clock
from stormoede.lib.privacy import Somebody
from stormoede.lib.refusal import Refusal
from stormoede.protection import packing
from stormoede.protection.actions import copies, erasures
from stormoede.protection.forms import EraseForm
from stormoede.protection.queries import finding, mentions, plans
from stormoede.web.desk.by import by


def _who(person_id: UUID) -> Somebody:
    try:
        return finding.somebody(str(person_id))
    except Refusal as no:
        raise Http404 from no


@staff_only(Permission.PROTECTION, reads="person:{person_id}")
@require_safe
def look(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """What an erasure would do, class by class."""
    return _page(request, _who(person_id), EraseForm())


def _page(request: HttpRequest, who: Somebody, form: EraseForm) -> HttpResponse:
    plan = plans.plan(who)
    lines = [line for line in plan.lines if line.any]
    return render(request, "web/desk/member_data.html", {"who": who, "plan": plan, "lines": lines, "form": form})


@staff_only(Permission.PROTECTION, reads="person:{person_id}")
@require_POST
def copy(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Everything that is kept about the person, as one file."""
    who, at = _who(person_id), clock.round_now()
    content = packing.as_zip(copies.give(str(who.id), by=by(request), at=at), at)
    response = HttpResponse(content, content_type="application/zip")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"person-{who.id}.zip") or "attachment"
    return response


@staff_only(Permission.PROTECTION)
@require_POST
def erase(request: HttpRequest, person_id: UUID) -> HttpResponseBase:
    """Erase the person, when somebody has said yes; what others wrote is told of."""
    who = _who(person_id)
    form = EraseForm(request.POST)
    if not form.is_valid():
        return _page(request, who, form)
    try:
        erasures.erase(str(who.id), words=form.cleaned_data["words"], by=by(request), at=clock.round_now())
    except Refusal as no:
        form.add_error(None, str(no))
        return _page(request, who, form)
    messages.success(request, _("%(name)s has been erased.") % {"name": who.name})
    if left := mentions.of(who):
        told = _("The name or the address still stands in what others wrote: %(places)s.")
        messages.warning(request, told % {"places": ", ".join(map(str, left[:10]))})
    return redirect("protection")


urlpatterns = [
    path("desk/members/<uuid:person_id>/data/", look, name="member-data"),
    path("desk/members/<uuid:person_id>/data/copy", copy, name="member-copy"),
    path("desk/members/<uuid:person_id>/data/erase", erase, name="member-erase"),
]
