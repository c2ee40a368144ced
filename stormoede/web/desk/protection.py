"""``/desk/protection/``: what is kept and for how long, what goes when, and the papers the law asks for. For administrators."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from stormoede.accounts import access
from stormoede.accounts.guards import staff_only
from stormoede.accounts.models import Staff
from stormoede.accounts.permissions import Permission
from stormoede.api.models import ApiKey
from stormoede.lib import clock
from stormoede.members.models import Person
from stormoede.members.refusals import EditedMeanwhile
from stormoede.protection import papers
from stormoede.protection.actions import periods as acts
from stormoede.protection.forms import PeriodsForm
from stormoede.protection.models import Erasure
from stormoede.protection.queries import periods
from stormoede.web import conflicts
from stormoede.web.desk.by import by
from stormoede.web.desk.lists import Column, Listed, moment


@staff_only(Permission.PROTECTION)
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponseBase:
    """Every term with its days and what it will take; saving sets the association's own."""
    at = clock.round_now()
    terms = periods.ahead(at)
    form = PeriodsForm(request.POST if request.method == "POST" else None, terms)
    more: dict[str, object] = {"seen": conflicts.seen(request, acts.mark())}
    if form.is_valid():
        try:
            changed = acts.choose(form.cleaned_data, mark=str(more["seen"]), by=by(request), at=at)
        except EditedMeanwhile as no:
            form.add_error(None, str(no))
            more["differences"] = conflicts.differences(form, {one.term.key: one.days for one in terms})
        else:
            told = ngettext("%(number)s period has been changed.", "%(number)s periods have been changed.", changed)
            messages.success(request, told % {"number": changed} if changed else _("Nothing was changed."))
            return redirect("protection")
    values = {
        "form": form,
        "rows": [(one, form[one.term.key]) for one in terms],
        "soon": at + periods.SOON,
        "erased": Erasure.objects.count(),
        "papers": papers.PAPERS,
        **more,
    }
    return render(request, "web/desk/protection.html", values, status=conflicts.status(more))


@staff_only(Permission.PROTECTION)
@require_safe
def paper(request: HttpRequest, paper: str, language: str) -> HttpResponse:
    """The record of processing, or the agreement with whoever runs the machines, as a text to go on with."""
    if paper not in papers.PAPERS or language not in papers.LANGUAGES:
        raise Http404
    response = HttpResponse(papers.make(paper, language), content_type="text/markdown; charset=utf-8")
    name = f"{papers.name(paper, language)}.md"
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@dataclass(frozen=True, slots=True)
class Row:
    """One reading: when, by whom in which role, whether they took it along, of what, and the person it is about, if it is one."""

    at: datetime
    who: str
    role: str
    taken: bool
    what: str
    person: Person | None


@staff_only(Permission.PROTECTION)
@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """Who of the staff, and which program, has read what, the newest first; of one person when the address says so."""
    wanted = request.GET.get("person", "")
    found = access.latest(f"person:{wanted}" if wanted else "")
    people = {str(one.pk): one for one in Person.objects.filter(pk__in=_ids("person", found), erased_at__isnull=True)}
    programs = {one.staff for one in found if one.role == access.PROGRAM}
    staff = {str(pk): name for pk, name in ApiKey.objects.filter(pk__in=programs).values_list("pk", "name")}
    readers = {one.staff for one in found} - programs
    staff |= {str(one.pk): one.name for one in Staff.objects.filter(pk__in=readers)}
    rows = [
        Row(
            one.at,
            staff.get(one.staff, one.staff),
            one.role,
            one.act == access.EXPORTED,
            one.subject,
            people.get(one.subject.partition(":")[2]),
        )
        for one in found
    ]
    listed = Listed(request, _columns())
    file = listed.file(_("Who has read what"), lambda: listed.rows(rows))
    if file is not None:
        return file
    values = {"rows": listed.rows(rows), "list": listed, "person": people.get(wanted)}
    return render(request, "web/desk/readings.html", values)


def _columns() -> list[Column[Row]]:
    return [
        Column("when", _("When"), lambda row: moment(row.at)),
        Column("who", _("Who"), lambda row: row.who),
        Column("what", _("What"), lambda row: row.person.name if row.person else row.what),
        Column("taken", _("Taken along"), lambda row: _("taken along as a file") if row.taken else "", opt=None),
    ]


def _ids(kind: str, found: Sequence[access.Reading]) -> set[str]:
    return {one.subject.partition(":")[2] for one in found if one.subject.startswith(f"{kind}:")}


urlpatterns = [
    path("desk/protection/readings/", readings, name="readings"),
    path("desk/protection/", overview, name="protection"),
    path("desk/protection/<slug:paper>.<slug:language>.md", paper, name="protection-paper"),
]
