"""What the desk does with a mail: the seat, the address, the answer, whom it is from, set aside, wait again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from stormoede.accounts.actions import mail_replies, resends
from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.contributions.actions import submissions
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.mail.actions import incoming
from stormoede.mail.models import Incoming
from stormoede.mail.refusals import IncomingDone
from stormoede.meetings.actions import registrations
from stormoede.meetings.core.seats import Outcome
from stormoede.members.models import Person
from stormoede.members.refusals import EditedMeanwhile
from stormoede.web.desk.by import by
from stormoede.web.desk.inbox import lists, one
from stormoede.web.desk.inbox.one import AddressForm, AnswerForm, of, person_of, show
from stormoede.web.desk.members import conflict
from stormoede.web.desk.navigation import newest
from stormoede.web.numbers import number


def _finish(request: HttpRequest, row: Incoming, how: str) -> None:
    try:
        incoming.finish(row.pk, how, by=by(request), at=clock.round_now())
    except IncomingDone:
        # It was dealt with before; what was done now is done all the same.
        return


@staff_only(Permission.INBOX)
@require_POST
def seat(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Answer a meeting for the person, as they wrote; they get the receipt with its undo."""
    row = of(pk)
    who, choice = person_of(row), request.POST.get("choice", "")
    meeting, wanted = number(request.POST.get("meeting", "")), number(choice)
    if who is None or meeting is None or (wanted is None and choice != "cannot"):
        messages.error(request, _("Choose what to answer."))
        return redirect("inbox-mail", pk=pk)
    try:
        came = registrations.answer(meeting, who.pk, wanted, by=by(request), at=clock.round_now())
    except Refusal as no:
        messages.error(request, str(no))
        return redirect("inbox-mail", pk=pk)
    _finish(request, row, "signed_off" if wanted is None else "signed_up")
    messages.success(request, _told(came.outcome) % {"name": who.name})
    return redirect("inbox")


def _told(outcome: Outcome) -> str:
    return {
        Outcome.SEATED: _("%(name)s has got a seat and a receipt."),
        Outcome.WAITING: _("%(name)s is on the waiting list and has been told."),
        Outcome.ASKING: _("The deadline has passed, so %(name)s asks for a seat. Say yes on the meeting's page."),
        Outcome.CANNOT: _("%(name)s stands as one who cannot come, and has been told."),
    }.get(outcome, _("It was so already for %(name)s."))


@staff_only(Permission.INBOX)
@require_POST
def address(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Correct the address, and send the mail that came back once more; the links that went to the old one die."""
    row = of(pk)
    who, form = person_of(row), AddressForm(request.POST)
    if who is None or not form.is_valid():
        return show(request, row, address=form)
    back = row.message if row.claim == "bounce" else None
    try:
        mark = request.POST.get("seen", "")
        resends.correct(who, form.cleaned_data["email"], message=back, mark=mark, by=by(request), at=clock.round_now())
    except EditedMeanwhile as no:
        return conflict(request, who, form, no, reverse("inbox-mail", args=[pk]))
    except Refusal as no:
        form.add_error("email", str(no))
        return show(request, row, address=form)
    _finish(request, row, "sent_again" if back else "corrected")
    told = (
        _("The address is corrected, and the same mail is on its way to %(name)s.")
        if back
        else _("The address of %(name)s has been corrected.")
    )
    messages.success(request, told % {"name": who.name})
    return redirect("inbox")


@staff_only(Permission.INBOX)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Answer by mail, within the thread."""
    row, form = of(pk), AnswerForm(request.POST)
    if not form.is_valid():
        return show(request, row, answer=form)
    try:
        mail_replies.write(row, form.cleaned_data["text"], by=by(request), at=clock.round_now())
    except Refusal as no:
        form.add_error("text", str(no))
        return show(request, row, answer=form)
    _finish(request, row, "answered")
    messages.success(request, _("Your answer is on its way."))
    return redirect("inbox")


@staff_only(Permission.INBOX)
@require_POST
def whose(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say whom the mail is from."""
    row = of(pk)
    try:
        wanted = UUID(request.POST.get("person", ""))
    except ValueError:
        messages.error(request, _("Choose a person."))
        return redirect("inbox-mail", pk=pk)
    who = get_object_or_404(Person, pk=wanted, erased_at__isnull=True)
    incoming.assign(row.pk, str(who.pk), by=by(request), at=clock.round_now())
    messages.success(request, _("The mail now stands beside %(name)s.") % {"name": who.name})
    return redirect("inbox-mail", pk=pk)


@staff_only(Permission.INBOX)
@require_POST
def aside(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Nothing more is to be done. The mail is kept."""
    row = of(pk)
    try:
        incoming.finish(row.pk, "set_aside", by=by(request), at=clock.round_now())
        messages.success(request, _("The mail has been set aside."))
    except Refusal as no:
        messages.error(request, str(no))
    return redirect("inbox")


@staff_only(Permission.CONTRIBUTIONS)
@require_POST
def as_input(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The mail is input after all: it is read, and waits among what was sent in by mail."""
    row, round = of(pk), newest()
    if round is None or row.claim != "inbox":
        raise Http404
    submissions.take(row.pk, round, subject=row.subject, sender=row.sender, by=by(request), at=clock.round_now())
    _finish(request, row, "as_input")
    messages.success(request, _("It is being read, and stands among what was sent in by mail."))
    return redirect("submissions", key=round.key)


@staff_only(Permission.INBOX)
@require_POST
def wait(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Let the mail wait again."""
    incoming.open_again(of(pk).pk, by=by(request), at=clock.round_now())
    return redirect("inbox-mail", pk=pk)


_ONE = "desk/inbox/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path("desk/inbox/", lists.listing, name="inbox"),
    path(_ONE, one.mail, name="inbox-mail"),
    path(f"{_ONE}mail.eml", one.original, name="inbox-original"),
    path(f"{_ONE}seat", seat, name="inbox-seat"),
    path(f"{_ONE}address", address, name="inbox-address"),
    path(f"{_ONE}answer", answer, name="inbox-answer"),
    path(f"{_ONE}person", whose, name="inbox-person"),
    path(f"{_ONE}aside", aside, name="inbox-aside"),
    path(f"{_ONE}wait", wait, name="inbox-wait"),
    path(f"{_ONE}input", as_input, name="inbox-input"),
]
