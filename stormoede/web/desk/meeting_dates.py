"""The bad evening at the desk: a date cancelled, given a new address, and its address mailed to all who are signed up."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.lib import clock, words
from stormoede.lib.refusal import Refusal
from stormoede.meetings.actions import changes, doors, meetings
from stormoede.meetings.forms import AddressForm, CancelForm, refuse
from stormoede.meetings.models import Meeting, Registration, Session
from stormoede.meetings.refusals import MeetingRefused
from stormoede.web.desk.by import by
from stormoede.web.desk.meetings import about, date_of


@staff_only(Permission.MEETINGS)
def cancel(request: HttpRequest, key: str, track: str, session: int) -> HttpResponseBase:
    """Say whom it is about and what they are offered; on POST, cancel the date and tell them."""
    meeting, date = date_of(key, track, session)
    form = CancelForm(request.POST or None)
    if form.is_valid():
        try:
            told = changes.cancel(date.pk, form.cleaned_data["why"], by=by(request), at=clock.round_now())
        except MeetingRefused as refused:
            refuse(form, refused)
        else:
            done = ngettext(
                "The date is cancelled, and %(count)s person is told.",
                "The date is cancelled, and %(count)s people are told.",
                told,
            )
            messages.success(request, done % {"count": words.number(told, get_language() or "en")})
            return redirect("meeting", key=key, track=track)
    values = {
        **about(request, meeting),
        "date": date,
        "form": form,
        "heading": _("Cancel the date"),
        "affected": (Registration.objects.filter(seat=date) | Registration.objects.filter(wish=date)).count(),
        "others": _others(meeting, date),
    }
    return render(request, "web/desk/meeting_date_cancel.html", values, status=422 if form.errors else 200)


@staff_only(Permission.MEETINGS)
def address(request: HttpRequest, key: str, track: str, session: int) -> HttpResponseBase:
    """Put in a new address, with the number and telephone beside it. Doors that are open lead there at once."""
    meeting, date = date_of(key, track, session)
    plan = meetings.date_plan(date)
    form = AddressForm(request.POST or None, initial=AddressForm.values(plan))
    if form.is_valid():
        try:
            meetings.edit_date(date.pk, replace(plan, **form.cleaned_data), by=by(request), at=clock.round_now())
        except MeetingRefused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The address has been saved. The door leads there now."))
            return redirect("meeting", key=key, track=track)
    values = {**about(request, meeting), "form": form, "heading": _("New address"), "opened": date}
    return render(request, "web/desk/meeting_edit.html", values, status=422 if form.errors else 200)


@staff_only(Permission.MEETINGS)
def mail(request: HttpRequest, key: str, track: str, session: int) -> HttpResponseBase:
    """Say to how many; on POST, mail the meeting's own address to all who are signed up, ahead of everything."""
    meeting, date = date_of(key, track, session)
    if request.method == "POST":
        try:
            sent = doors.mail_address(date.pk, by=by(request), at=clock.round_now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            told = ngettext(
                "The address is on its way to %(count)s person.", "The address is on its way to %(count)s people.", sent
            )
            done = told % {"count": words.number(sent, get_language() or "en")}
            messages.success(request, done if sent else _("Everybody has been mailed this address already."))
        return redirect("meeting", key=key, track=track)
    reached = doors.reachable(date).count()
    values = {**about(request, meeting), "date": date, "reached": reached, "unreached": date.taken - reached}
    return _shown(request, values)


def _shown(request: HttpRequest, values: dict[str, object]) -> HttpResponse:
    return render(request, "web/desk/meeting_address_mail.html", values)


def _others(meeting: Meeting, date: Session) -> list[str]:
    zone, language, now = meeting.track.round.time_zone, get_language() or "en", clock.round_now()
    open_ones = meeting.sessions.filter(cancelled_at=None, starts__gt=now).exclude(pk=date.pk)
    return [words.day(words.local_day(one.starts, zone), language) for one in open_ones]


_DATE = "desk/rounds/<slug:key>/meetings/<slug:track>/dates/<int:session>/"

urlpatterns: list[URLPattern] = [
    path(f"{_DATE}cancel/", cancel, name="meeting-date-cancel"),
    path(f"{_DATE}address/", address, name="meeting-date-address"),
    path(f"{_DATE}mail/", mail, name="meeting-address-mail"),
]
