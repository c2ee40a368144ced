"""``…/history/``: what has happened to a person, a municipality, a letter, a meeting or a date, page by page, and as a file."""

from collections.abc import Iterable, Iterator
from itertools import batched
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stormoede.accounts.guards import staff_only
from stormoede.accounts.permissions import Permission
from stormoede.events.models import Event
from stormoede.mail import tide
from stormoede.members.models import Organisation, Person
from stormoede.rounds.models import Round
from stormoede.web.desk import meeting_lists
from stormoede.web.desk.history import subjects
from stormoede.web.desk.history.glances import EVENTS, newest, told
from stormoede.web.desk.history.subjects import Source
from stormoede.web.desk.history.telling import Told
from stormoede.web.desk.letters.finding import letter_of
from stormoede.web.desk.lists import Column, Listed, moment
from stormoede.web.desk.meetings import date_of, meeting_of
from stormoede.web.numbers import number

A_PAGE = 50
# A file has as much as a spreadsheet can be asked to hold of one thing's history.
_WHOLE, _AT_A_TIME = 20_000, 500


@staff_only(Permission.READ, reads="person:{person_id}")
@require_safe
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Everything that has happened to a person."""
    found = get_object_or_404(Person, pk=person_id, erased_at__isnull=True)
    return _page(request, subjects.of_person(found), found.name, reverse("member", kwargs={"person_id": person_id}))


@staff_only(Permission.READ)
@require_safe
def organisation(request: HttpRequest, code: str) -> HttpResponse:
    """Everything that has happened in a municipality."""
    place = get_object_or_404(Organisation, code=code)
    address = reverse("organisation", kwargs={"code": code})
    return _page(request, subjects.of_organisation(place), place.full_name or place.name, address)


@staff_only(Permission.READ)
@require_safe
def letter(request: HttpRequest, key: str, letter: str) -> HttpResponse:
    """Everything that has happened to a letter."""
    own = letter_of(key, letter)
    address = reverse("letter", kwargs={"key": key, "letter": letter})
    return _page(request, subjects.of_letter(own), own.title, address, own.round)


@staff_only(Permission.READ)
@require_safe
def meeting(request: HttpRequest, key: str, track: str) -> HttpResponse:
    """Everything that has happened to a meeting."""
    found = meeting_of(key, track)
    address = reverse("meeting", kwargs={"key": key, "track": track})
    return _page(request, subjects.of_meeting(found), found.track.title, address, found.track.round)


@staff_only(Permission.READ)
@require_safe
def date(request: HttpRequest, key: str, track: str, session: int) -> HttpResponse:
    """Everything that has happened to one date of a meeting."""
    found, day = date_of(key, track, session)
    round = found.track.round
    title = meeting_lists.title(found, day)
    address = reverse("meeting-people", kwargs={"key": key, "track": track, "session": session})
    return _page(request, subjects.of_date(day), title, address, round)


def _page(request: HttpRequest, source: Source, title: str, back: str, round: Round | None = None) -> HttpResponse:
    """Fifty acts, from the one the address names on; a list that grows at its head is not counted in pages."""
    listed = Listed(request, _columns(round.time_zone if round else ""))
    file = listed.file(f"{title} {_('History')}", lambda: _everything(source))
    if file is not None:
        return file
    before = request.GET.get("before", "")
    until = number(before)
    # Among a hundred thousand answers the newest acts are found once, while nothing happens; a page of them is read by their keys.
    ids = tide.kept(("history", request.path, before), lambda: newest(source, A_PAGE + 1, until))
    values = {
        "round": round,
        "title": title,
        "back": back,
        "list": listed,
        "past": told(source, EVENTS(ids[:A_PAGE])),
        "older": ids[A_PAGE - 1] if len(ids) > A_PAGE else None,
        "begun": bool(before),
    }
    return render(request, "web/desk/history.html", values)


def _columns(zone: str) -> list[Column[Told]]:
    return [
        Column("when", _("When"), lambda one: moment(one.at, zone)),
        Column("about", _("About"), lambda one: one.about.words if one.about else ""),
        Column("what", _("What has happened"), lambda one: one.words),
    ]


def _everything(source: Source) -> Iterator[Told]:
    rows: Iterable[tuple[Event, ...]] = batched(source.events[:_WHOLE].iterator(_AT_A_TIME), _AT_A_TIME)
    for some in rows:
        yield from told(source, list(some))


_ROUND = "desk/rounds/<slug:key>/"

urlpatterns: list[URLPattern] = [
    path("desk/members/<uuid:person_id>/history/", person, name="member-history"),
    path("desk/organisations/<slug:code>/history/", organisation, name="organisation-history"),
    path(f"{_ROUND}letters/<slug:letter>/history", letter, name="letter-history"),
    path(f"{_ROUND}meetings/<slug:track>/history/", meeting, name="meeting-history"),
    path(f"{_ROUND}meetings/<slug:track>/dates/<int:session>/history/", date, name="meeting-date-history"),
]
