"""``/desk/rounds/<key>/meetings/``: what a meeting is, who comes to which date, and the late requests that wait for an answer."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.models import Staff
from stormoede.accounts.permissions import Permission, may
from stormoede.lib import clock, seen
from stormoede.lib.refusal import Refusal
from stormoede.meetings import queries
from stormoede.meetings.actions import attendance, doors, meetings, registrations
from stormoede.meetings.core.seats import Outcome
from stormoede.meetings.forms import DateForm, MeetingForm, NewMeetingForm, refuse
from stormoede.meetings.models import Meeting, Registration, Session
from stormoede.meetings.refusals import MeetingRefused
from stormoede.members.refusals import EditedMeanwhile
from stormoede.web import conflicts
from stormoede.web.desk import meeting_lists
from stormoede.web.desk.by import by
from stormoede.web.desk.finding import here, round_of
from stormoede.web.desk.history import subjects
from stormoede.web.desk.history.glances import glance
from stormoede.web.desk.lists import Listed

_BEGINNING = {"late": "ask", "door_opens": 15, "door_stays": 15}


@staff_only(Permission.READ)
@require_safe
def listing(request: HttpRequest, key: str) -> HttpResponseBase:
    """The round's meetings; a single one is shown at once."""
    round = round_of(key)
    found = list(
        Meeting.objects.filter(track__round=round, track__kind="meetings")
        .select_related("track", "audience")
        .order_by("track__position")
    )
    if len(found) == 1 and "as" not in request.GET:
        return redirect("meeting", key=key, track=found[0].track.key)
    listed = Listed(request, meeting_lists.meetings(round.time_zone))
    rows = listed.rows((one, queries.figures(one)) for one in found)
    file = listed.file(f"{round.short} {_('Meetings')}", lambda: rows)
    if file is not None:
        return file
    return render(request, "web/desk/meetings.html", {"round": round, "rows": rows, "list": listed})


@staff_only(Permission.MEETINGS)
def new(request: HttpRequest, key: str) -> HttpResponseBase:
    """Make a meeting with its first date."""
    round = round_of(key)
    form, date = NewMeetingForm(request.POST or None, initial=_BEGINNING), DateForm(request.POST or None, prefix="date")
    if form.is_valid() & date.is_valid():
        told, at = form.cleaned_data, clock.round_now()
        try:
            made = meetings.begin(
                round, told["title"], told["text"], told["audience"].pk, form.plan(), date.plan(), by=by(request), at=at
            )
        except MeetingRefused as refused:
            refuse(form, refused, date)
        else:
            messages.success(request, _("The meeting has been made."))
            return redirect("meeting", key=key, track=made.track.key)
    values = {"round": round, "form": form, "date_form": date, "heading": _("Make a meeting")}
    return render(request, "web/desk/meeting_new.html", values, status=422 if form.errors or date.errors else 200)


@staff_only(Permission.READ)
@require_safe
def one(request: HttpRequest, key: str, track: str) -> HttpResponse:
    """A meeting: its facts, its dates in figures, and who has asked after the deadline."""
    meeting = meeting_of(key, track)
    asking = Listed(request, meeting_lists.asking(meeting.track.round.time_zone), name="asking")
    file = asking.file(meeting.track.title, lambda: asking.rows(queries.all_asking(meeting)))
    if file is not None:
        return file
    figures, now = queries.figures(meeting), clock.round_now()
    dates = list(meeting.sessions.all())
    values = {
        **about(request, meeting),
        "figures": figures,
        "dates": [(date, shown) for date, shown in zip(dates, figures.dates, strict=True)],
        "asking": asking.rows(queries.all_asking(meeting)) if figures.asking else [],
        "list": asking,
        "now": now,
        "past": glance(subjects.of_meeting(meeting), reverse("meeting-history", args=[key, track])),
        "queueing": {date.pk for date in dates if now < date.starts - timedelta(minutes=meeting.door_opens)},
        "tonight": {date.pk for date in dates if doors.tonight(date, now)},
        "begun": {date.pk for date in dates if attendance.begun(date, now)},
    }
    return render(request, "web/desk/meeting.html", values)


@staff_only(Permission.MEETINGS)
def edit(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """Change what is the same on every date."""
    meeting = meeting_of(key, track)
    now = MeetingForm.values(meetings.plan_of(meeting), meeting.audience_id)
    form, more = MeetingForm(request.POST or None, initial=now), conflicts.mark(request, meetings.mark_of(meeting))
    if form.is_valid():
        audience = form.cleaned_data["audience"]
        try:
            meetings.edit(
                meeting.pk, form.plan(), audience.pk, mark=str(more["seen"]), by=by(request), at=clock.round_now()
            )
        except EditedMeanwhile as no:
            more = conflicts.told(no, more, (form, now))
        except MeetingRefused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The meeting has been saved."))
            return redirect("meeting", key=key, track=track)
    return _form(request, meeting, form, _("Edit the meeting"), more=more)


@staff_only(Permission.MEETINGS)
def date_new(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """Add a date."""
    meeting = meeting_of(key, track)
    form = DateForm(request.POST or None)
    if form.is_valid():
        try:
            meetings.add_date(meeting.pk, form.plan(), by=by(request), at=clock.round_now())
        except MeetingRefused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The date has been added."))
            return redirect("meeting", key=key, track=track)
    return _form(request, meeting, form, _("Add a date"))


@staff_only(Permission.MEETINGS)
def date_edit(request: HttpRequest, key: str, track: str, session: int) -> HttpResponseBase:
    """Change a date: its time, its address behind the door, its seats."""
    meeting, date = date_of(key, track, session)
    plan = meetings.date_plan(date)
    now, more = DateForm.values(plan), conflicts.mark(request, seen.mark(plan))
    form = DateForm(request.POST or None, initial=now)
    if form.is_valid():
        try:
            meetings.edit_date(date.pk, form.plan(), mark=str(more["seen"]), by=by(request), at=clock.round_now())
        except EditedMeanwhile as no:
            more = conflicts.told(no, more, (form, now))
        except MeetingRefused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The date has been saved."))
            return redirect("meeting", key=key, track=track)
    return _form(request, meeting, form, _("Edit the date"), date, more)


@staff_only(Permission.MEETINGS)
@require_POST
def date_remove(request: HttpRequest, key: str, track: str, session: int) -> HttpResponseBase:
    """Take a date away that nobody is on."""
    date = date_of(key, track, session)[1]
    try:
        meetings.remove_date(date.pk, by=by(request), at=clock.round_now())
    except MeetingRefused as refused:
        messages.error(request, str(refused))
        return redirect("meeting-date-edit", key=key, track=track, session=session)
    messages.success(request, _("The date has been taken away."))
    return redirect("meeting", key=key, track=track)


@staff_only(Permission.MEETINGS)
@require_POST
def late(request: HttpRequest, key: str, track: str, registration: UUID) -> HttpResponseBase:
    """Say yes or no to a late request. They are told by mail."""
    meeting = meeting_of(key, track)
    asked = get_object_or_404(Registration.objects.select_related("person"), pk=registration, meeting=meeting)
    yes = request.POST.get("word") == "yes"
    say = registrations.allow_late if yes else registrations.decline_late
    try:
        answer = say(asked.pk, by=by(request), at=clock.round_now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        # Whoever waits may have a seat on another date meanwhile.
        seated = answer.outcome is Outcome.SEATED
        told = _("%(name)s has got a seat.") if seated else _("%(name)s is on the waiting list.")
        told = told if yes else _("%(name)s has been told that there is no seat.")
        messages.success(request, told % {"name": asked.person.name})
    return redirect("meeting", key=key, track=track)


def meeting_of(key: str, track: str) -> Meeting:
    found = queries.meeting_of(key, track)
    if found is None:
        raise Http404
    here(found.track.round)
    return found


def date_of(key: str, track: str, session: int) -> tuple[Meeting, Session]:
    """The meeting and its date, as the address names them. Http404 when there is none."""
    meeting = meeting_of(key, track)
    date = queries.date_of(meeting, session)
    if date is None:
        raise Http404
    date.meeting = meeting
    return meeting, date


def about(request: HttpRequest, meeting: Meeting) -> dict[str, object]:
    """What every page of a meeting shows."""
    may_edit = isinstance(request.user, Staff) and may(request.user, Permission.MEETINGS)
    return {"round": meeting.track.round, "track": meeting.track, "meeting": meeting, "may_edit": may_edit}


def _form(
    request: HttpRequest,
    meeting: Meeting,
    form: DateForm | MeetingForm,
    heading: str,
    date: Session | None = None,
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    values = {**about(request, meeting), "form": form, "heading": heading, "date": date, **(more or {})}
    status = conflicts.status(values, form.errors)
    return render(request, "web/desk/meeting_edit.html", values, status=status)


_HERE = "desk/rounds/<slug:key>/meetings/"
_ONE = f"{_HERE}<slug:track>/"

urlpatterns: list[URLPattern] = [
    path(_HERE, listing, name="meetings"),
    path(f"{_HERE}new/", new, name="meeting-new"),
    path(_ONE, one, name="meeting"),
    path(f"{_ONE}edit/", edit, name="meeting-edit"),
    path(f"{_ONE}dates/new/", date_new, name="meeting-date-new"),
    path(f"{_ONE}dates/<int:session>/edit/", date_edit, name="meeting-date-edit"),
    path(f"{_ONE}dates/<int:session>/remove/", date_remove, name="meeting-date-remove"),
    path(f"{_ONE}late/<uuid:registration>/", late, name="meeting-late"),
]
