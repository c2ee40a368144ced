"""The door of a date: ``/dor/<handle>/``. It counts down, opens, notes who goes in, and shows the way only after that."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from stormoede.accounts import passes, visits
from stormoede.accounts import queries as accounts
from stormoede.accounts.guards import anyone, members_only
from stormoede.accounts.models import Link
from stormoede.accounts.visits import Visit
from stormoede.lib import clock, language
from stormoede.lib.refusal import Refusal
from stormoede.meetings import marks, sheets
from stormoede.meetings.actions import doors, registrations
from stormoede.meetings.core.seats import Door
from stormoede.meetings.sheets import DateFacts, Sheet
from stormoede.web import where
from stormoede.web.member import onward, telling

_LOOK_AGAIN = 120


@members_only("d")
@require_safe
def door(request: HttpRequest, handle: str) -> HttpResponseBase:
    """The door as it stands now for this person."""
    return _show(request, *_here(request, handle))


@members_only("d")
@require_POST
def arrive(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Go in. A door that is not open shows why on its own page."""
    at = clock.asked_at(request.META)
    who, _sheet, date, _now = _here(request, handle)
    try:
        doors.arrive(date.id, who.person.pk, by=who.actor, at=at)
    except Refusal:
        return onward.to("door", handle)
    return onward.to("door-inside", handle)


@members_only("d")
@require_safe
def inside(request: HttpRequest, handle: str) -> HttpResponseBase:
    """The way to the meeting, for one who has gone in. The only page that shows the address, and it leads on by itself."""
    who, sheet, date, at = _here(request, handle)
    open_now = not date.cancelled and date.window.door(at) is Door.OPEN and sheet.standing.seat == date.id
    if date.arrived is None or not open_now or not (date.join_url or date.place):
        return onward.to("door", handle)
    response = render(request, "web/member/door_inside.html", _context(who, sheet, date, at))
    if date.join_url:
        response["Refresh"] = f"1; url={date.join_url}"
        response["Referrer-Policy"] = "no-referrer"
    return response


@members_only("d")
@require_POST
def answer(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Somebody at the door without a seat asks for one, under the late rule; or for another date, when this one is cancelled."""
    at = clock.asked_at(request.META)
    who, sheet, date, now = _here(request, handle)
    offered = telling.cards(sheet, now) if date.cancelled else [date]
    chosen = next((one.id for one in offered if request.POST.get("choice") == str(one.id)), None)
    if chosen is None:
        return _show(request, who, sheet, date, now, asked=True)
    try:
        registrations.answer(sheet.meeting.id, who.person.pk, chosen, by=who.actor, at=at)
    except Refusal as refusal:
        return _show(request, who, sheet, date, now, str(refusal))
    return onward.to("door", handle)


@anyone
@require_safe
def from_calendar(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The address in calendar entries. It opens the door in a browser that has opened the mail, and nothing elsewhere."""
    found = sheets.occasion(slug)
    if found is None:
        raise Http404
    held = passes.of(request, clock.wall())
    for link in accounts.held([entry.handle for entry in held.entries] if held else []):
        try:
            if link.purpose in {"d", "s"} and link.subject == doors.subject(found.id):
                return onward.to("door", visits.visit(request, link.handle, "d").handle)
            if link.purpose == "p" and _leads(link, found):
                return _through_page(request, visits.visit(request, link.handle, "p"), found.id)
        except visits.NoVisit:
            continue
    where.here(found.time_zone)
    return render(request, "web/member/door_stranger.html", {"found": found})


def _leads(link: Link, found: sheets.Occasion) -> bool:
    """Is it the person's page of the round, or of the very call?"""
    if not link.subject.startswith("call:"):
        return link.subject == f"round:{found.round}"
    return accounts.link_of(link.person_id, "d", doors.subject(found.id)) is not None


def _through_page(request: HttpRequest, who: Visit, session: int) -> HttpResponseBase:
    """A browser that holds the person's page may go to their door too."""
    link = accounts.link_of(who.person.pk, "d", doors.subject(session))
    if link is None or not visits.lives(link, clock.round_now()):
        return onward.to("member-page", who.handle)
    response = onward.to("door", link.handle)
    visits.enter(request, response, link)
    return response


def _here(request: HttpRequest, handle: str) -> tuple[Visit, Sheet, DateFacts, datetime]:
    who = visits.visit(request, handle, "d")
    kind, key = who.subject
    sheet = sheets.sheet_of_session(int(key), who.person.pk) if kind == "session" else None
    date = sheet.date(int(key)) if sheet else None
    if sheet is None or date is None:
        raise Http404
    language.prefer(request, who.person.language, sheet.round.language)
    where.here(sheet.round.time_zone)
    return who, sheet, date, clock.round_now()


def _show(
    request: HttpRequest,
    who: Visit,
    sheet: Sheet,
    date: DateFacts,
    at: datetime,
    problem: str = "",
    *,
    asked: bool = False,
) -> HttpResponse:
    context = _context(who, sheet, date, at) | {
        "problem": problem or (asked and telling.missing(sheet)),
        "asked": asked,
    }
    status = 422 if problem or asked else 200
    return render(request, f"web/member/{_page(sheet, date, at)}.html", context, status=status)


def _page(sheet: Sheet, date: DateFacts, at: datetime) -> str:
    stands = date.window.door(at)
    if date.cancelled:
        return "door_cancelled"
    if stands is Door.CLOSED:
        return "door_closed"
    if sheet.standing.seat != date.id:
        return "door_no_seat"
    if stands is Door.SHUT:
        return "door_waiting"
    return "door_open" if date.join_url or date.place else "door_no_address"


def _context(who: Visit, sheet: Sheet, date: DateFacts, at: datetime) -> dict[str, object]:
    place = who.person.organisation
    left = (date.window.opens - at).total_seconds()
    other = sheet.date(sheet.standing.seat)
    return {
        "visit": who,
        "person": who.person,
        "round": sheet.round,
        "meeting": sheet.meeting,
        "sheet": sheet,
        "date": date,
        "day": telling.day_of(sheet, date),
        "where": telling.place(sheet, date),
        "at": at,
        "seconds": int(min(max(left, 5), _LOOK_AGAIN)),
        "rule": telling.rule(sheet, at),
        "card": next(iter(card for card in telling.cards(sheet, at) if card.id == date.id), None),
        "cards": telling.cards(sheet, at),
        "other": telling.day_of(sheet, other) if other and other.id != date.id else "",
        "standing": sheet.standing,
        "missed": telling.missed(date, at, asks=sheet.standing.asks),
        "name": f"{who.person.name}, {place.name}" if place else who.person.name,
        "mark": marks.of(date.id, who.person.pk),
    }
