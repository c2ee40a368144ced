"""``/desk/rounds/<key>/contributions/document``: all input of the round in one document, as it is this minute."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from stormoede.accounts.guards import staff_only
from stormoede.accounts.models import Staff
from stormoede.accounts.permissions import Permission
from stormoede.contributions import paper, tables
from stormoede.contributions.actions import gathering
from stormoede.contributions.paper import By, Copy
from stormoede.contributions.queries import gathered
from stormoede.documents.files import FORMS
from stormoede.lib import clock, spreadsheets, words
from stormoede.lib.danish import slug
from stormoede.rounds.models import Round
from stormoede.web.desk.by import by
from stormoede.web.desk.finding import round_of

_MAKES = {"docx", "pdf", "xlsx"}
_NAME = 120


@staff_only(Permission.READ, reads="input:{key}")
@require_http_methods(["GET", "HEAD", "POST"])
def whole(request: HttpRequest, key: str) -> HttpResponseBase:
    """Choose what to take; taking it is noted, so the file is the answer to a POST."""
    round = round_of(key)
    assert isinstance(request.user, Staff)
    if request.method == "POST":
        return _file(request, round, request.user.name)
    told = gathered.gather(round, words.local_day(clock.round_now(), round.time_zone))
    lines = [line for part in told.parts for line in part.lines]
    figures = {"asked": len(lines), "answered": sum(line.received is not None for line in lines)}
    own = sum(source.own for part in told.parts for source in part.input.sources)
    values = {
        "round": round,
        "figures": figures,
        "own": own,
        "pieces": len(told.pieces) + sum(len(sent.pieces) for sent in told.mails) + len(told.heard),
        "name": request.user.name,
    }
    return render(request, "web/desk/input_document.html", values)


def _file(request: HttpRequest, round: Round, name: str) -> HttpResponse:
    form, order = request.POST.get("form", ""), request.POST.get("order", "")
    if form not in _MAKES or order not in set(By):
        raise Http404
    at, public = clock.round_now(), request.POST.get("edition") == "public"
    told = gathered.gather(round, words.local_day(at, round.time_zone), public=public)
    number = gathering.made(round, form, public=public, by=by(request), at=at)
    recipient = " ".join(request.POST.get("recipient", "").split())[:_NAME] or name
    # Footnotes on paper cost seconds to place: there the source is a line of its own.
    copy = Copy(number, recipient, at, By(order), notes=form == "docx")
    if form == "xlsx":
        kind, file = spreadsheets.XLSX, tables.book(told, copy)
    else:
        kind, file = FORMS[form].type, FORMS[form].write(paper.document(told, copy))
    response = HttpResponse(file, content_type=kind)
    called = f"{slug(round.short)}-input{'-public' if public else ''}-{number}.{form}"
    response["Content-Disposition"] = content_disposition_header(True, called) or "attachment"
    response["Content-Security-Policy"] = "sandbox"
    return response
