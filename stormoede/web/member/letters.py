"""The letter as a page and as a file, for those it was sent to: ``/mig/<handle>/brev/<key>/`` and ``.pdf``."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.http import content_disposition_header
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from stormoede.accounts import visits
from stormoede.accounts.guards import members_only
from stormoede.accounts.models import Link
from stormoede.accounts.visits import Visit
from stormoede.letters import paper, recipes
from stormoede.letters.models import Delivery, Letter
from stormoede.letters.queries import files, previews
from stormoede.letters.queries.previews import Preview
from stormoede.lib import language
from stormoede.web import withheld

_PURPOSE = Link.Purpose.PAGE


def _delivery(who: Visit, **more: str) -> Delivery | None:
    """The letter of the link's round that this person was sent: the one asked for, or the newest that is no reminder."""
    kind, key = who.subject
    if kind != "round":
        return None
    sent = Delivery.objects.filter(person=who.person, letter__round__key=key, **more)
    newest = sent.select_related("letter__round").order_by("-letter__sent_at", "-pk")
    return newest.exclude(letter__nature=Letter.Nature.REMINDER).first() or newest.first()


def _preview(request: HttpRequest, handle: str, letter: str) -> tuple[Visit, Delivery, Preview]:
    who = visits.visit(request, handle, _PURPOSE)
    sent = _delivery(who, letter__key=letter)
    if sent is None:
        raise Http404
    language.prefer(request, who.person.language, sent.letter.round.language)
    preview = previews.of_version(sent.version_id, who.person)
    # The reader is on their own pages already: a button in the letter goes to the first of them.
    return who, sent, replace(preview, reader=replace(preview.reader, page=f"/mig/{handle}/"))


@members_only(_PURPOSE)
@require_safe
def newest(request: HttpRequest, handle: str) -> HttpResponseBase:
    """The newest letter of the round; before there is one, when it can be read."""
    who = visits.visit(request, handle, _PURPOSE)
    sent = _delivery(who)
    if sent is None:
        visits.prefer_language(request, who)
        return render(request, "web/member/no_letter.html", {"visit": who})
    return redirect("member-letter", handle=handle, letter=sent.letter.key)


@members_only(_PURPOSE)
@require_safe
def page(request: HttpRequest, handle: str, letter: str) -> HttpResponse:
    """The letter as it was sent, on a sheet."""
    who, sent, preview = _preview(request, handle, letter)
    context = {"visit": who, "round": sent.letter.round, "letter": sent.letter, "preview": preview}
    return render(request, "web/member/letter.html", context)


@members_only(_PURPOSE)
@require_safe
def pdf(request: HttpRequest, handle: str, letter: str) -> HttpResponse:
    """The same as a PDF: the bytes that were attached."""
    _who, sent, preview = _preview(request, handle, letter)
    try:
        made = preview.pdf
    except paper.PaperFault as fault:
        raise Http404 from fault
    if made is None:
        raise Http404
    response = HttpResponse(made, content_type="application/pdf")
    name = recipes.file_name_of(sent.letter.key, sent.letter.round.key)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@members_only(_PURPOSE)
@require_safe
@csp_override({"default-src": ["'none'"], "sandbox": [""]})
def file(request: HttpRequest, handle: str, letter: str, number: int) -> HttpResponse:
    """A file the letter carried, counted from 0: to be kept, and shown by nobody here."""
    carried = _preview(request, handle, letter)[2].frozen.content.enclosures
    if number >= len(carried):
        raise Http404
    one = carried[number]
    if kept := withheld.answer(request, one.digest):
        return kept
    response = HttpResponse(files.content(one.digest), content_type=one.type)
    response.headers["Content-Disposition"] = content_disposition_header(True, one.name) or "attachment"
    return response


urlpatterns: list[URLPattern] = [
    path("mig/<str:handle>/brev/", newest, name="member-letters"),
    path("mig/<str:handle>/brev/<slug:letter>/", page, name="member-letter"),
    path("mig/<str:handle>/brev/<slug:letter>.pdf", pdf, name="member-letter-pdf"),
    path("mig/<str:handle>/brev/<slug:letter>/<int:number>/", file, name="member-letter-file"),
]
