"""``/desk/rounds/<key>/calls/``: call a meeting for this afternoon, see the answers tick in, move it, call it off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.models import Staff
from stormoede.accounts.permissions import Permission, may
from stormoede.calls import queries
from stormoede.calls.actions import calls
from stormoede.calls.forms import CallForm, TimeForm, refuse
from stormoede.calls.models import Call
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.meetings.models import Session
from stormoede.members.models import Audience
from stormoede.members.refusals import EditedMeanwhile
from stormoede.web import conflicts
from stormoede.web.desk import call_lists
from stormoede.web.desk.by import by
from stormoede.web.desk.finding import here, round_of
from stormoede.web.desk.lists import Listed, Narrow, named
from stormoede.web.desk.paging import Paginator

_A_PAGE = 100


@staff_only(Permission.READ)
@require_safe
def listing(request: HttpRequest, key: str) -> HttpResponse:
    """The round's calls, the newest first."""
    round = round_of(key)
    found = list(queries.of_round(round))
    dates = {date.meeting_id: date for date in Session.objects.filter(meeting__in=[one.meeting_id for one in found])}
    form, listed = Narrow(request.GET, _("Find a call")), Listed(request, call_lists.calls(round.time_zone))
    calls = ((one, dates[one.meeting_id]) for one in found if form.fits(one.meeting.track.title))
    rows = listed.rows(calls)
    file = listed.file(f"{round.short} {_('Calls')}", lambda: rows)
    if file is not None:
        return file
    values = {"round": round, "rows": rows, "form": form, "list": listed, "narrowed": form.narrowed}
    return render(request, "web/desk/calls.html", {**values, **_granted(request)})


@staff_only(Permission.RELEASE)
def new(request: HttpRequest, key: str) -> HttpResponseBase:
    """What and when; then how many it goes to; then it is gone."""
    round, at = round_of(key), clock.round_now()
    last = queries.of_round(round).first()
    beginning = CallForm.beginning(at, last.meeting.audience_id if last else None)
    form = CallForm(request.POST or None, initial=beginning)
    people = None
    if form.is_valid():
        audience: Audience = form.cleaned_data["audience"]
        if request.POST.get("act") == "call":
            try:
                made = calls.begin(round, audience.pk, form.plan, form.cleaned_data["mark"], by=by(request), at=at)
            except Refusal as no:
                refuse(form, no)
            else:
                messages.success(request, _("The call is on its way, ahead of all other mail."))
                return redirect("call", key=key, track=made.meeting.track.key)
        else:
            people = len(queries.reachable(audience, at, round.time_zone))
    values = {"round": round, "form": form, "people": people, "plan": form.plan if people is not None else None}
    return render(request, "web/desk/call_new.html", values, status=422 if form.errors else 200)


@staff_only(Permission.READ)
@require_safe
def one(request: HttpRequest, key: str, track: str) -> HttpResponse:
    """A call: its facts, and the answers as they come."""
    return _show(request, _call(key, track))


@staff_only(Permission.READ)
@require_safe
def progress(request: HttpRequest, key: str, track: str) -> HttpResponse:
    """The answers alone, which the page asks for again and again."""
    return render(request, "web/desk/call_progress.html", _about(request, _call(key, track)))


@staff_only(Permission.READ)
@require_safe
def people(request: HttpRequest, key: str, track: str) -> HttpResponse:
    """Who was called, and what each has answered."""
    call = _call(key, track)
    form = Narrow(request.GET, _("Name"), answer=(_("Answer"), call_lists.answers().items()))
    listed = Listed(request, call_lists.people(call.meeting.track.round.time_zone), start="name")
    found = listed.query(named(queries.lines(call, form.value("answer")), form.value("q")))
    file = listed.file(call.meeting.track.title, lambda: call_lists.everybody(call, found))
    if file is not None:
        return file
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    shown = {"form": form, "list": listed, "narrowed": form.narrowed, "lines": queries.shown(call, list(page))}
    values = {**_about(request, call), "page": page, **shown}
    return render(request, "web/desk/call_people.html", values)


@staff_only(Permission.RELEASE)
@require_POST
def send(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """Let a call go out that was made by the round's file."""
    try:
        calls.send(_call(key, track), by=by(request), at=clock.round_now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _("The call is on its way, ahead of all other mail."))
    return redirect("call", key=key, track=track)


@staff_only(Permission.RELEASE)
@require_POST
def move(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """Another time, another address, or both."""
    call, form = _call(key, track), TimeForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            number = calls.move(
                call,
                told["starts"],
                form.ends,
                told["join_url"],
                mark=request.POST.get("seen", ""),
                by=by(request),
                at=clock.round_now(),
            )
        except EditedMeanwhile as no:
            form.add_error(None, str(no))
            now, back = _beginning(queries.session_of(call)), reverse("call", args=[key, track])
            return conflicts.page(request, form, now, heading=call.meeting.track.title, back=back)
        except Refusal as no:
            refuse(form, no)
        else:
            messages.success(request, _moved(number))
            return redirect("call", key=key, track=track)
    return _show(request, call, form)


@staff_only(Permission.RELEASE)
@require_POST
def off(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """The meeting is not held. It takes a mark as well as a press."""
    if not request.POST.get("sure"):
        messages.error(request, _("Put a mark in the box first"))
        return redirect("call", key=key, track=track)
    try:
        number = calls.call_off(_call(key, track), by=by(request), at=clock.round_now())
    except Refusal as no:
        messages.error(request, str(no))
    else:
        told = ngettext("The meeting is called off. One is told.", "The meeting is called off. %(n)s are told.", number)
        messages.success(request, told % {"n": number})
    return redirect("call", key=key, track=track)


@staff_only(Permission.RELEASE)
@require_POST
def discard(request: HttpRequest, key: str, track: str) -> HttpResponseBase:
    """Take a call away that nobody has been told of."""
    try:
        calls.discard(_call(key, track), by=by(request), at=clock.round_now())
    except Refusal as no:
        messages.error(request, str(no))
        return redirect("call", key=key, track=track)
    messages.success(request, _("The call has been taken away. Nobody was told."))
    return redirect("calls", key=key)


def _moved(number: int) -> str:
    if not number:
        return _("The call has been saved.")
    told = ngettext("One is told of the new time.", "%(n)s are told of the new time.", number)
    return told % {"n": number}


def _call(key: str, track: str) -> Call:
    rows = Call.objects.select_related("meeting__track__round", "meeting__audience")
    found = get_object_or_404(rows, meeting__track__round__key=key, meeting__track__key=track)
    here(found.meeting.track.round)
    return found


def _granted(request: HttpRequest) -> dict[str, bool]:
    return {"may_call": isinstance(request.user, Staff) and may(request.user, Permission.RELEASE)}


def _about(request: HttpRequest, call: Call) -> dict[str, object]:
    date, now = queries.session_of(call), clock.round_now()
    return {
        "round": call.meeting.track.round,
        "track": call.meeting.track,
        "meeting": call.meeting,
        "call": call,
        "date": date,
        "tally": queries.tally(call),
        "over": date.ends <= now,
        "changeable": date.cancelled_at is None and (date.ends > now or call.called_at is None),
        **_granted(request),
    }


def _beginning(date: Session) -> dict[str, object]:
    minutes = int((date.ends - date.starts).total_seconds() // 60)
    return {"starts": date.starts, "minutes": minutes, "join_url": date.join_url}


def _show(request: HttpRequest, call: Call, form: TimeForm | None = None) -> HttpResponse:
    values = _about(request, call)
    date = queries.session_of(call)
    values |= {"form": form or TimeForm(initial=_beginning(date)), "seen": conflicts.seen(request, calls.mark_of(date))}
    return render(request, "web/desk/call.html", values, status=422 if form else 200)


_HERE = "desk/rounds/<slug:key>/calls/"
_ONE = f"{_HERE}<slug:track>/"

urlpatterns: list[URLPattern] = [
    path(_HERE, listing, name="calls"),
    path(f"{_HERE}new/", new, name="call-new"),
    path(_ONE, one, name="call"),
    path(f"{_ONE}people/", people, name="call-people"),
    path(f"{_ONE}send/", send, name="call-send"),
    path(f"{_ONE}move/", move, name="call-move"),
    path(f"{_ONE}off/", off, name="call-off"),
    path(f"{_ONE}discard/", discard, name="call-discard"),
]
