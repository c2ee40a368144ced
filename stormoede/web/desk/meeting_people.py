"""``…/dates/<id>/`` and ``…/cannot/``: who comes to a date, who waits or has asked, who came, and who cannot come."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.lib import clock
from stormoede.meetings import queries
from stormoede.meetings.models import Registration
from stormoede.web.desk import meeting_lists
from stormoede.web.desk.lists import Listed, Narrow, named
from stormoede.web.desk.meetings import about, date_of, meeting_of
from stormoede.web.desk.paging import Paginator

_A_PAGE = 50
# Of the waiting list, until all of it is asked for: who has a seat stands below it.
_A_GLANCE = 12


@staff_only(Permission.READ)
@require_safe
def people(request: HttpRequest, key: str, track: str, session: int) -> HttpResponse:
    """Who has a seat on a date and who has come, who waits, and who has asked. Each is a list, and a file."""
    meeting, date = date_of(key, track, session)
    zone, title = meeting.track.round.time_zone, meeting_lists.title(meeting, date)
    form, listed = Narrow(request.GET, _("Name")), Listed(request, meeting_lists.with_seat(date, zone), start="name")
    waiting = Listed(request, meeting_lists.waiting(zone), start="number", name="waiting")
    without = Listed(request, meeting_lists.without(zone), start="came", name="without")
    asking = Listed(request, meeting_lists.asking(zone), name="asking")
    seated = listed.query(named(queries.with_seat(date), form.value("q")))
    queue = list(enumerate(queries.waiting(date), start=1))
    file = (
        listed.file(title, lambda: seated)
        or waiting.file(f"{title} {_('Waiting list')}", lambda: waiting.rows(queue))
        or asking.file(f"{title} {_('Have asked')}", lambda: asking.rows(queries.asking(date)))
        or without.file(f"{title} {_('Came')}", lambda: without.rows(queries.came_without_seat(date)))
    )
    if file is not None:
        return file
    page = Paginator(seated, _A_PAGE, rows=lambda keys: queries.shown_with_seat(keys, date.pk)).get_page(
        request.GET.get("page")
    )
    now = clock.round_now()
    values = {
        **about(request, meeting),
        "date": date,
        "now": now,
        "form": form,
        "list": listed,
        "page": page,
        "rows": meeting_lists.seated(date, page, now),
        "narrowed": form.narrowed,
        "came": queries.came_among(seated, date.pk) if now >= date.starts else None,
        **_glance(request, waiting.rows(queue)),
        "waiting_list": waiting,
        "asking": asking.rows(queries.asking(date)),
        "asking_list": asking,
        "without": meeting_lists.came_anyway(without.rows(queries.came_without_seat(date))),
        "without_list": without,
    }
    return render(request, "web/desk/meeting_people.html", values)


def _glance(request: HttpRequest, waiting: list[tuple[int, Registration]]) -> dict[str, object]:
    """The waiting list's first rows, or all of it; ``whole`` is the address of the page with all, empty where it is there."""
    if len(waiting) <= _A_GLANCE or request.GET.get("waiting") == "all":
        return {"waiting": waiting, "queue": len(waiting), "whole": ""}
    asked = request.GET.copy()
    asked["waiting"] = "all"
    return {"waiting": waiting[:_A_GLANCE], "queue": len(waiting), "whole": f"?{asked.urlencode()}#waiting"}


@staff_only(Permission.READ)
@require_safe
def cannot(request: HttpRequest, key: str, track: str) -> HttpResponse:
    """Who has answered that they cannot come."""
    meeting = meeting_of(key, track)
    listed = Listed(request, meeting_lists.cannot(meeting.track.round.time_zone), start="name")
    form = Narrow(request.GET, _("Name"))
    found = listed.query(named(queries.cannot(meeting), form.value("q")))
    file = listed.file(_("Cannot come"), lambda: found)
    if file is not None:
        return file
    page = Paginator(found, _A_PAGE, rows=queries.shown).get_page(request.GET.get("page"))
    values = {**about(request, meeting), "page": page, "form": form, "list": listed, "narrowed": form.narrowed}
    values["rows"] = meeting_lists.staying_away(page)
    return render(request, "web/desk/meeting_cannot.html", values)


_ONE = "desk/rounds/<slug:key>/meetings/<slug:track>/"

urlpatterns: list[URLPattern] = [
    path(f"{_ONE}cannot/", cannot, name="meeting-cannot"),
    path(f"{_ONE}dates/<int:session>/", people, name="meeting-people"),
]
