"""One answer at the desk: its versions, who may read it, what its passages are, quotes, and giving it outside."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.contributions.actions import handing_in, sharing
from stormoede.contributions.models import Attachment, Contribution, Sharing
from stormoede.contributions.queries import versions
from stormoede.contributions.queries.standing import name_of
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.passages import queries as passages
from stormoede.passages.actions import quotes, rulings
from stormoede.passages.core.kinds import Basis, Kind
from stormoede.passages.models import Passage, Quote
from stormoede.web.desk.by import by
from stormoede.web.desk.contributions import copies, finding
from stormoede.web.desk.members import allowed
from stormoede.web.input.files import given


@staff_only(Permission.READ, reads="contribution:{pk}")
@require_safe
def one(request: HttpRequest, key: str, track: str, pk: UUID) -> HttpResponseBase:
    """What was handed in, version by version, passage by passage."""
    found = finding.contribution(key, track, pk)
    wanted = request.GET.get("version", "")
    version = finding.version(found, int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 5 else None)
    told = versions.read(version)
    quoted = Quote.objects.filter(text__in=told.texts)
    values = {
        "round": found.questionnaire.track.round,
        "track": found.questionnaire.track,
        "contribution": found,
        "whose": whose(found),
        "version": version,
        "versions": versions.of(found),
        "told": told,
        "quotes": passages.shown(quoted),
        "kinds": [(kind.value, kind_word(kind)) for kind in Kind],
        "may": allowed(request, Permission.CONTRIBUTIONS),
    }
    return render(request, "web/desk/contribution.html", values)


@staff_only(Permission.CONTRIBUTIONS)
@require_POST
def basis(request: HttpRequest, key: str, track: str, pk: UUID, number: int) -> HttpResponseBase:
    """Say who may read a version, with a reason."""
    found = finding.contribution(key, track, pk)
    told = request.POST.get("basis", "")
    if told not in set(Basis):
        raise Http404
    try:
        handing_in.set_basis(
            finding.version(found, number), Basis(told), request.POST.get("reason", ""), by=by(request), at=clock.round_now()
        )  # fmt: skip
    except Refusal as no:
        messages.error(request, str(no))
    return redirect("contribution-one", key=key, track=track, pk=pk)


@staff_only(Permission.CONTRIBUTIONS)
@require_POST
def kind(request: HttpRequest, key: str, track: str, pk: UUID, passage: int) -> HttpResponseBase:
    """Say whether a passage is a fact, a position, or both."""
    found = _passage(finding.contribution(key, track, pk), passage)
    told = request.POST.get("kind", "")
    if told not in set(Kind):
        raise Http404
    try:
        rulings.set_kind(found.pk, Kind(told), request.POST.get("reason", ""), by=by(request), at=clock.round_now())
    except Refusal as no:
        messages.error(request, str(no))
    return redirect_to(key, track, pk, passage)


@staff_only(Permission.CONTRIBUTIONS)
@require_POST
def quote(request: HttpRequest, key: str, track: str, pk: UUID, passage: int) -> HttpResponseBase:
    """Keep a passage as a quote."""
    found = _passage(finding.contribution(key, track, pk), passage)
    try:
        quotes.make(found.text_id, found.start, found.end, by=by(request), at=clock.round_now())
    except Refusal as no:
        messages.error(request, str(no))
    return redirect_to(key, track, pk, passage)


@staff_only(Permission.READ, reads="contribution:{pk}")
@require_safe
def file(request: HttpRequest, key: str, track: str, pk: UUID, file: UUID) -> HttpResponseBase:
    """An attachment that was handed in, as it came."""
    found = get_object_or_404(Attachment, pk=file, contribution=finding.contribution(key, track, pk))
    if not versions.held(found):
        raise Http404
    return given(request, found)


@staff_only(Permission.CONTRIBUTIONS)
@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, key: str, track: str, pk: UUID, number: int) -> HttpResponseBase:
    """Give a version outside: first it is said who of them stand outside, then it is noted and made."""
    found = finding.contribution(key, track, pk)
    version = finding.version(found, number)
    told, problem = request.POST, ""
    to: list[sharing.Recipient] = []
    if request.method == "POST":
        try:
            to = sharing.recipients(told.get("recipients", ""))
            if told.get("sure") == "yes" and told.get("what") in {"whole", "facts"}:
                made = sharing.share(
                    version, to, whole=told["what"] == "whole", reason=told.get("reason", ""), by=by(request), at=clock.round_now()
                )  # fmt: skip
                return redirect("contribution-copy", key=key, track=track, pk=pk, number=number, copy=made.copy)
            if told.get("sure") == "yes" or told.get("again"):
                problem = _("Choose what to give, write why, and put the mark.")
        except Refusal as no:
            problem = str(no)
    values = {
        "round": found.questionnaire.track.round, "track": found.questionnaire.track, "contribution": found,
        "whose": whose(found), "version": version, "to": to, "outside": [one.address for one in to if one.outside],
        "told": told, "problem": problem,
    }  # fmt: skip
    return render(request, "web/desk/contribution_share.html", values, status=422 if problem else 200)


@staff_only(Permission.CONTRIBUTIONS, reads="contribution:{pk}")
@require_safe
def copy(request: HttpRequest, key: str, track: str, pk: UUID, number: int, copy: int) -> HttpResponseBase:
    """The copy that was noted, as a text to send on: with its basis, its number and who it is for."""
    found = finding.contribution(key, track, pk)
    version = finding.version(found, number)
    made = get_object_or_404(Sharing, version=version, copy=copy)
    text = copies.text(versions.read(version), made, whose(found), found.questionnaire.track, get_language() or "da")
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    name = f"{found.questionnaire.track.round.key}-{whose(found)}-{copy}.txt"
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def whose(found: Contribution) -> str:
    """Whose it is, in words."""
    if found.body:
        return name_of(found.body)
    person = found.person
    name = person.name if person and person.erased_at is None else _("A member")
    return f"{name}, {person.organisation.name}" if person and person.organisation else name


def kind_word(kind: Kind) -> str:
    return {Kind.FACT: _("Fact"), Kind.POSITION: _("Position"), Kind.MIXED: _("Mixed")}[kind]


def redirect_to(key: str, track: str, pk: UUID, passage: int) -> HttpResponseBase:
    response = redirect("contribution-one", key=key, track=track, pk=pk)
    response["Location"] += f"#p{passage}"
    return response


def _passage(found: Contribution, pk: int) -> Passage:
    ids = [text for version in found.versions.all() for text in handing_in.text_ids(version)]
    return get_object_or_404(Passage, pk=pk, text__in=ids)
