"""``…/attendance/``: the file of who took part is looked through, the unknown are named, and who came is noted.

The file is not kept: between the two steps the page itself carries what was read, signed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.lib import clock, words
from stormoede.lib.refusal import Refusal
from stormoede.mail import uploads
from stormoede.meetings import queries
from stormoede.meetings.actions import attendance
from stormoede.meetings.core.attendance import Candidate, Seen, Unreadable, match, read
from stormoede.meetings.forms import AttendanceForm
from stormoede.meetings.models import Meeting, Session
from stormoede.meetings.refusals import NotHeld, unreadable
from stormoede.web.desk.by import by
from stormoede.web.desk.meetings import about, date_of

_SALT = "attendance"
_HOURS = 12 * 3600


@dataclass(frozen=True, slots=True)
class Row:
    """One name of the file. ``who`` it is, when known; else the ``field`` that asks, what was ``typed``, and if that is ``wrong``."""

    name: str
    who: Candidate | None
    joined: datetime | None
    field: str = ""
    typed: str = ""
    wrong: bool = False


@staff_only(Permission.MEETINGS)
def start(request: HttpRequest, key: str, track: str, session: int) -> HttpResponseBase:
    """Take the file, show whom it names, and note those who came once it has been looked through."""
    meeting, date = date_of(key, track, session)
    if request.method == "POST" and "file" in request.POST:
        return _note(request, meeting, date)
    form = AttendanceForm(request.POST, request.FILES) if request.method == "POST" else AttendanceForm()
    if form.is_valid():
        try:
            content = form.cleaned_data["file"].read()
            uploads.look(content, "an attendance file")
            seen = read(content)
        except Refusal as no:
            form.add_error("file", str(no))
        except Unreadable as fault:
            form.add_error("file", unreadable(fault.why))
        else:
            return _look(request, meeting, date, seen, {})
    values = {**about(request, meeting), "date": date, "form": form}
    return render(request, "web/desk/meeting_attendance.html", values, status=422 if form.errors else 200)


def label(one: Candidate) -> str:
    """How a member is named in the list to choose from: as in the lobby, so that no two are alike."""
    return f"{one.name}, {one.place} · {one.mark}" if one.place else f"{one.name} · {one.mark}"


def _look(
    request: HttpRequest, meeting: Meeting, date: Session, seen: Sequence[Seen], typed: Mapping[str, str]
) -> HttpResponse:
    people = queries.candidates(date)
    rows = _rows(meeting, seen, people, typed)
    times = [row.joined for row in rows if row.joined]
    wrong = any(row.wrong for row in rows)
    values = {
        **about(request, meeting),
        "date": date,
        "kept": _keep(seen),
        "known": [row for row in rows if not row.field],
        "unknown": [row for row in rows if row.field],
        "people": [label(one) for one in people],
        "wrong": wrong,
        "earlier": attendance.named_before(date, [UUID(row.who.id) for row in rows if row.who]).count(),
        "instead": typed.get("instead", ""),
        "other_day": bool(times) and not any(attendance.fits(date, one) for one in times),
    }
    return render(request, "web/desk/meeting_attendance_look.html", values, status=422 if wrong else 200)


def _rows(meeting: Meeting, seen: Sequence[Seen], people: Sequence[Candidate], typed: Mapping[str, str]) -> list[Row]:
    zone = ZoneInfo(meeting.track.round.time_zone)
    named = {label(one): one for one in people}
    rows = []
    for number, one in enumerate(seen):
        joined = one.joined.replace(tzinfo=zone) if one.joined else None
        who, field = match(one, people), f"who-{number}"
        if who is not None:
            rows.append(Row(one.name, who, joined))
        else:
            given = typed.get(field, "").strip()
            rows.append(Row(one.name, named.get(given), joined, field, given, bool(given) and given not in named))
    return rows


def _note(request: HttpRequest, meeting: Meeting, date: Session) -> HttpResponseBase:
    seen = _kept(request.POST["file"])
    if seen is None:
        messages.error(request, _("The page has been open for too long. Bring the file in again."))
        return redirect("meeting-attendance", key=meeting.track.round.key, track=meeting.track.key, session=date.pk)
    rows = _rows(meeting, seen, queries.candidates(date), request.POST)
    if any(row.wrong for row in rows):
        return _look(request, meeting, date, seen, request.POST)
    came: dict[UUID, datetime | None] = {}
    for row in rows:
        if row.who:
            before = came.get(UUID(row.who.id))
            came[UUID(row.who.id)] = min(filter(None, (before, row.joined)), default=None)
    try:
        instead = request.POST.get("instead") == "yes"
        new = attendance.note(date.pk, came, instead=instead, by=by(request), at=clock.round_now())
    except NotHeld as no:
        messages.error(request, str(no))
    else:
        messages.success(request, _noted(new))
    return redirect("meeting-people", key=meeting.track.round.key, track=meeting.track.key, session=date.pk)


def _noted(new: int) -> str:
    told = ngettext("%(count)s more has been noted as come.", "%(count)s more have been noted as come.", new)
    return told % {"count": words.number(new, get_language() or "en")} if new else _("All of them were known already.")


def _keep(seen: Sequence[Seen]) -> str:
    told = [[one.name, list(one.addresses), one.joined.isoformat() if one.joined else ""] for one in seen]
    return signing.dumps(told, salt=_SALT, compress=True)


def _kept(text: str) -> list[Seen] | None:
    try:
        told = signing.loads(text, salt=_SALT, max_age=_HOURS)
    except signing.BadSignature:
        return None
    return [Seen(name, tuple(of), datetime.fromisoformat(joined) if joined else None) for name, of, joined in told]


urlpatterns: list[URLPattern] = [
    path(
        "desk/rounds/<slug:key>/meetings/<slug:track>/dates/<int:session>/attendance/", start, name="meeting-attendance"
    )
]
