"""``/desk/protection/``: what is kept and for how long, what goes when, and the papers the law asks for. For administrators."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.lib import clock
from stormoede.protection import papers
from stormoede.protection.actions import periods as acts
from stormoede.protection.forms import PeriodsForm
from stormoede.protection.models import Erasure
from stormoede.protection.queries import periods
from stormoede.web.desk.by import by


@staff_only(Permission.PROTECTION)
@require_http_methods(["GET", "HEAD", "POST"])
def overview(request: HttpRequest) -> HttpResponseBase:
    """Every term with its days and what it will take; saving sets the association's own."""
    at = clock.round_now()
    terms = periods.ahead(at)
    form = PeriodsForm(request.POST if request.method == "POST" else None, terms)
    if form.is_valid():
        changed = acts.choose(form.cleaned_data, by=by(request), at=at)
        told = ngettext("%(number)s period has been changed.", "%(number)s periods have been changed.", changed)
        messages.success(request, told % {"number": changed} if changed else _("Nothing was changed."))
        return redirect("protection")
    values = {
        "form": form,
        "rows": [(one, form[one.term.key]) for one in terms],
        "soon": at + periods.SOON,
        "erased": Erasure.objects.count(),
        "papers": papers.PAPERS,
    }
    return render(request, "web/desk/protection.html", values)


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


urlpatterns = [
    path("desk/protection/", overview, name="protection"),
    path("desk/protection/<slug:paper>.<slug:language>.md", paper, name="protection-paper"),
]
