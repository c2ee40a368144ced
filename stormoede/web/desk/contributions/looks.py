"""What the one look comes to: accepted, refused, passed on to the inbox, looked at once more; and what its passages are."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.contributions.actions import looking
from stormoede.contributions.actions.looking import Accepted
from stormoede.contributions.models import Submission
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.members.models import Body
from stormoede.passages.actions import quotes, rulings
from stormoede.passages.core.kinds import Basis, Kind
from stormoede.passages.models import Passage
from stormoede.web.desk.by import by
from stormoede.web.desk.contributions.mailed import of, show


@staff_only(Permission.CONTRIBUTIONS)
@require_POST
def accept(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """It counts, for the councils that are marked."""
    found, told = of(key, pk), request.POST
    bodies = _numbers(told.getlist("body"))
    known = set(Body.objects.filter(pk__in=bodies).values_list("pk", flat=True))
    basis = Basis(told["basis"]) if told.get("basis") in set(Basis) else Basis.INTERNAL
    newer = told.get("newer_than", "")
    chosen = Accepted(
        [one for one in bodies if one in known], set(_numbers(told.getlist("reading"))), basis,
        int(newer) if newer.isascii() and newer.isdigit() and len(newer) < 12 else None,
    )  # fmt: skip
    try:
        looking.accept(found.pk, chosen, by=by(request), at=clock.round_now())
    except Refusal as no:
        return show(request, found, str(no))
    messages.success(request, _("It counts, and stands in the document with the mail as its source."))
    return redirect("submissions", key=key)


@staff_only(Permission.CONTRIBUTIONS)
@require_POST
def refuse(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """It does not count, and why; or it is an ordinary mail, and waits in the inbox."""
    found = of(key, pk)
    inbox = request.POST.get("to") == "inbox"
    try:
        if inbox:
            reason = request.POST.get("reason", "").strip() or _("An ordinary mail: passed on to the inbox.")
            looking.to_inbox(found.pk, reason, by=by(request), at=clock.round_now())
        else:
            looking.refuse(found.pk, request.POST.get("reason", ""), by=by(request), at=clock.round_now())
    except Refusal as no:
        return show(request, found, str(no))
    messages.success(request, _("It waits in the inbox.") if inbox else _("It is kept, and does not count."))
    return redirect("submissions", key=key)


@staff_only(Permission.CONTRIBUTIONS)
@require_POST
def again(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Let it wait for another look."""
    looking.open_again(of(key, pk).pk, by=by(request), at=clock.round_now())
    return redirect("submission", key=key, pk=pk)


@staff_only(Permission.CONTRIBUTIONS)
@require_POST
def basis(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """Say who may read it, with a reason."""
    told = request.POST.get("basis", "")
    if told not in set(Basis):
        raise Http404
    try:
        looking.set_basis(
            of(key, pk).pk, Basis(told), request.POST.get("reason", ""), by=by(request), at=clock.round_now()
        )
    except Refusal as no:
        messages.error(request, str(no))
    return redirect("submission", key=key, pk=pk)


@staff_only(Permission.CONTRIBUTIONS)
@require_POST
def kind(request: HttpRequest, key: str, pk: int, passage: int) -> HttpResponseBase:
    """Say whether a passage is a fact, a position, or both."""
    found, told = _passage(of(key, pk), passage), request.POST.get("kind", "")
    if told not in set(Kind):
        raise Http404
    try:
        rulings.set_kind(found.pk, Kind(told), request.POST.get("reason", ""), by=by(request), at=clock.round_now())
    except Refusal as no:
        messages.error(request, str(no))
    return _back(key, pk, passage)


@staff_only(Permission.CONTRIBUTIONS)
@require_POST
def quote(request: HttpRequest, key: str, pk: int, passage: int) -> HttpResponseBase:
    """Keep a passage as a quote."""
    found = _passage(of(key, pk), passage)
    try:
        quotes.make(found.text_id, found.start, found.end, by=by(request), at=clock.round_now())
    except Refusal as no:
        messages.error(request, str(no))
    return _back(key, pk, passage)


def _numbers(told: list[str]) -> list[int]:
    return [int(one) for one in told if one.isascii() and one.isdigit() and len(one) < 12]


def _passage(found: Submission, pk: int) -> Passage:
    return get_object_or_404(Passage, pk=pk, text__in=looking.text_ids(found))


def _back(key: str, pk: int, passage: int) -> HttpResponse:
    response = redirect("submission", key=key, pk=pk)
    response["Location"] += f"#p{passage}"
    return response
