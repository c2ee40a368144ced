"""One mail that came in: its text, the person it is from, what they have answered, and what can be done for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.models import Staff
from stormoede.accounts.permissions import Permission, may
from stormoede.lib import clock, seen
from stormoede.mail import troubles
from stormoede.mail.models import Incoming, Message
from stormoede.meetings.core.seats import Standing
from stormoede.meetings.models import Meeting, Registration, Session
from stormoede.members.core import addresses
from stormoede.members.models import Person
from stormoede.members.queries import people
from stormoede.web import conflicts, withheld
from stormoede.web.desk.inbox.lists import Row, rows
from stormoede.web.desk.outbox.mending import AddressForm
from stormoede.web.desk.outbox.words import kind_words

_MOST_FOUND = 12
_ANSWERABLE = frozenset({"inbox", "calendar"})


class AnswerForm(forms.Form):
    """What to answer."""

    text = forms.CharField(
        label=gettext_lazy("Your answer"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 8})
    )


@dataclass(frozen=True, slots=True)
class Answered:
    """A meeting that is not over, and how the person stands there."""

    meeting: Meeting
    dates: Sequence[Session]
    standing: Standing
    told: str


def of(pk: int) -> Incoming:
    """The mail; 404 when there is none."""
    found = Incoming.objects.select_related("message").exclude(state=Incoming.State.RECEIVED)
    return get_object_or_404(found, pk=pk)


def person_of(row: Incoming) -> Person | None:
    """Whom the mail is from or about, while they are on the member list."""
    if not row.person:
        return None
    found = Person.objects.select_related("organisation").filter(pk=UUID(row.person), erased_at__isnull=True)
    return found.first()


@staff_only(Permission.ADDRESSES, reads="incoming:{pk}")
@require_safe
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail."""
    return show(request, of(pk))


def show(
    request: HttpRequest, row: Incoming, address: AddressForm | None = None, answer: AnswerForm | None = None
) -> HttpResponse:
    """The page of a mail, with what was typed and cannot be used."""
    who, now = person_of(row), clock.round_now()
    (line,) = rows([row])
    assert isinstance(request.user, Staff)
    fault = next((form for form in (address, answer) if form is not None), None)
    values = {
        "mail": row,
        "row": line,
        "person": who,
        "title": people.mandates_text(who, get_language() or "en", on=now.date()) if who else "",
        "elsewhere": bool(who and row.sender and row.claim != "bounce" and row.sender != who.email.lower()),
        "meetings": meetings(who, now) if who else [],
        "about": about(row.message) if row.message else None,
        "seen": conflicts.seen(request, seen.mark(who.email)) if who else "",
        "address": address or AddressForm(initial={"email": who.email if who else ""}),
        "answer": answer or AnswerForm(),
        "form": fault,
        "answerable": row.claim in _ANSWERABLE and bool(row.sender),
        "replies": row.replies.order_by("written_at"),
        "found": candidates(row, request.GET.get("q", "")) if _asks_who(row, who) else [],
        "asks_who": _asks_who(row, who),
        "asked": request.GET.get("q", ""),
        "may_act": may(request.user, Permission.INBOX),
    }
    return render(request, "web/desk/inbox_mail.html", values, status=422 if fault else 200)


def _asks_who(row: Incoming, who: Person | None) -> bool:
    return who is None and row.claim != "automatic"


def candidates(row: Incoming, asked: str) -> Sequence[Person]:
    """Who it may be: those whom a search finds, else all who have the sender's address."""
    if asked.strip():
        return list(people.listing(people.Wanted(search=asked.strip()), on=clock.round_now().date())[:_MOST_FOUND])
    if not row.sender:
        return []
    found = Person.objects.filter(email__iexact=addresses.as_kept(row.sender), erased_at__isnull=True).select_related(
        "organisation"
    )
    return list(found.order_by("sort_key", "pk")[:_MOST_FOUND])


def meetings(who: Person, now: datetime) -> list[Answered]:
    """The meetings that still have a date to come, and the person's answers to them. Three statements."""
    coming = Session.objects.filter(ends__gt=now).values("meeting")
    found = Meeting.objects.filter(pk__in=coming).select_related("track__round").prefetch_related("sessions")
    given = {one.meeting_id: one for one in Registration.objects.filter(person=who, meeting__in=found)}
    return [_answered(meeting, given.get(meeting.pk), now) for meeting in found.order_by("pk")]


def _answered(meeting: Meeting, given: Registration | None, now: datetime) -> Answered:
    standing = Standing(given.seat_id, given.wish_id, given.asks, given.cannot) if given else Standing()
    words = {
        "seated": _("Has a seat"),
        "waiting": _("Is on the waiting list"),
        "asking": _("Has asked for a seat"),
        "cannot": _("Has answered that they cannot come"),
        "taken_back": _("Has not answered"),
    }
    dates = [date for date in meeting.sessions.all() if date.ends > now]
    return Answered(meeting, dates, standing, words[standing.outcome.value])


@dataclass(frozen=True, slots=True)
class About:
    """The mail of ours that another one speaks of."""

    message: Message
    kind: str
    trouble: str
    raw: str


def about(message: Message) -> About:
    """What is told of it."""
    return About(message, kind_words(message.kind), troubles.sentence(message), troubles.raw(message))


@staff_only(Permission.ADDRESSES, reads="incoming:{pk}")
@require_safe
def original(request: HttpRequest, pk: int) -> HttpResponse:
    """The mail as it came, for a mail program to open. It is never shown as a page."""
    row = of(pk)
    if kept := withheld.answer(request, row.digest):
        return kept
    disposition = content_disposition_header(as_attachment=True, filename=f"incoming-{pk}.eml") or "attachment"
    headers = {"Content-Security-Policy": "sandbox; default-src 'none'", "Content-Disposition": disposition}
    return HttpResponse(bytes(row.raw), content_type="application/octet-stream", headers=headers)


__all__ = ["AddressForm", "AnswerForm", "Row", "mail", "of", "original", "person_of", "show"]
