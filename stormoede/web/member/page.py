"""The member's page: one question, its answer, the receipt. ``/mig/<handle>/`` and what is pressed there."""

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_GET, require_POST, require_safe

from stormoede.accounts import visits
from stormoede.accounts.guards import members_only
from stormoede.accounts.visits import Visit
from stormoede.contributions.kinds import KIND as CONTRIBUTIONS
from stormoede.contributions.queries import questionnaires
from stormoede.lib import clock, language, words
from stormoede.lib.refusal import Refusal
from stormoede.mail.calendar import Method
from stormoede.meetings import entries, queries, sheets
from stormoede.meetings.actions import registrations
from stormoede.meetings.core.seats import Door
from stormoede.meetings.sheets import DateFacts, Sheet
from stormoede.members.queries import people
from stormoede.web import frames
from stormoede.web.frames import Own
from stormoede.web.member import happened, onward, telling
from stormoede.web.numbers import number

CANNOT = "cannot"
_ACTS_SHOWN = 5

# A template, what all see of it, and what is this person's own.
type Shown = tuple[str, dict[str, object], Own]


@members_only("p")
@require_safe
def page(request: HttpRequest, handle: str) -> HttpResponseBase:
    """The question, or the receipt of the answer given."""
    who, sheet, at = _here(request, handle)
    return show(request, who, sheet, at)


@members_only("p")
@require_POST
def answer(request: HttpRequest, handle: str) -> HttpResponseBase:
    """Take the answer; without a choice nothing happens but a sentence about it."""
    at = clock.asked_at(request.META)
    who = visits.visit(request, handle, "p")
    choice, meeting = _choice(request.POST), number(request.POST.get("meeting", ""))
    if choice is None or meeting is None:
        return _refused(request, who, at, "")
    date = None if choice == CANNOT else int(choice)
    try:
        registrations.answer(meeting, who.person.pk, date, by=who.actor, at=at)
    except Refusal as refusal:
        return _refused(request, who, at, str(refusal))
    return onward.to("member-page", handle)


@members_only("p")
@require_GET
def calendar(request: HttpRequest, handle: str) -> HttpResponseBase:
    """The meeting as a file for one's calendar: the same entry as in the receipt."""
    who, sheet, _at = _here(request, handle)
    date = sheet.date(sheet.standing.seat) if sheet else None
    if sheet is None or date is None:
        raise Http404
    response = HttpResponse(_file(who, sheet, date), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{date.slug}.ics"'
    return response


def show(
    request: HttpRequest, who: Visit, sheet: Sheet | None, at: datetime, problem: str = "", *, asked: bool = False
) -> HttpResponse:
    """The page as it stands for this person now; ``problem`` is why an act was refused, ``asked`` that a choice was missing."""
    own: Own = {"name": who.person.name, "handle": who.handle}
    status = 422 if problem else 200
    if sheet is None:
        sends = questionnaires.titles(who.subject[1])
        return frames.page(request, "web/member/nothing.html", {"sends": sends}, own, status=status)
    shared: dict[str, object] = {
        "round": sheet.round,
        "meeting": sheet.meeting,
        "title": sheet.name,
        "rule": telling.rule(sheet, at),
        "evenings": telling.evenings(sheet),
        "over": sheet.is_over(at),
        "gone": telling.gone(sheet, at),
        "held": bool(sheet.dates),
        "offered": sheet.offered,
        "problem": problem,
        "sends": sheet.beside,
        "asked": asked,
    }
    template, more, mine = _receipt(who, sheet, at) if sheet.answered else _question(who, sheet, at)
    return frames.page(request, template, shared | more, {**own, **mine}, status=status)


def chosen(found: list[Sheet], at: datetime) -> Sheet | None:
    """The meeting the page is about: the first to be answered, else the next to come, else the last."""
    open_ones = [sheet for sheet in found if not sheet.is_over(at)]
    asked = next((sheet for sheet in open_ones if not sheet.answered), None)
    return asked or next(iter(open_ones or found[-1:]), None)


def _here(request: HttpRequest, handle: str) -> tuple[Visit, Sheet | None, datetime]:
    who = visits.visit(request, handle, "p")
    kind, key = who.subject
    if kind != "round":
        raise Http404
    at = clock.round_now()
    sheet = chosen(sheets.sheets(key, who.person.pk, beside=CONTRIBUTIONS), at)
    language.prefer(request, who.person.language, sheet.round.language if sheet else "")
    return who, sheet, at


def _choice(form: Mapping[str, str]) -> str | None:
    given = form.get("choice", "")
    return given if given == CANNOT or number(given) is not None else None


def _refused(request: HttpRequest, who: Visit, at: datetime, why: str) -> HttpResponse:
    _who, sheet, _now = _here(request, who.handle)
    if sheet is None:
        return show(request, who, None, at)
    return show(request, who, sheet, at, why or telling.missing(sheet) + ".", asked=not why)


def _question(who: Visit, sheet: Sheet, at: datetime) -> Shown:
    language = telling.speaks()
    events = queries.acts(sheet.mine.id, 1) if sheet.mine else []
    title = people.mandates_text(who.person, language, on=words.local_day(at, sheet.round.time_zone))
    opens = {words.clock(date.window.opens, sheet.round.time_zone, language) for date in sheet.dates}
    shared: dict[str, object] = {
        "heading": telling.question(sheet, at),
        "declined": happened.declined(sheet, next(iter(events), None)),
        "task": telling.task(sheet, at),
        "paragraphs": _paragraphs(sheet.meeting.text),
        "cards": tuple(telling.cards(sheet, at)),
        "seated": bool(title),
        "onward": telling.onward(sheet, at),
        "opens": opens.pop() if len(opens) == 1 else "",
    }
    return "web/member/question.html", shared, {"mandate": title}


def _receipt(who: Visit, sheet: Sheet, at: datetime) -> Shown:
    assert sheet.mine is not None
    mine = sheet.mine
    seat, wish = sheet.date(mine.standing.seat), sheet.date(mine.standing.wish)
    held = seat or wish
    missed = telling.missed(wish, at, asks=mine.standing.asks) if wish else ""
    steps = telling.steps(sheet, seat, mine.answered_at, at) if seat else []
    past = seat is not None and seat.window.door(at) is Door.CLOSED
    shared: dict[str, object] = {
        "standing": mine.standing,
        "seat": telling.seat(sheet, seat) if seat else None,
        "wish": wish is not None,
        "place": telling.place(sheet, held) if held else "",
        "day": telling.day_of(sheet, seat) if seat else "",
        "wished": telling.day_of(sheet, wish) if wish else "",
        "missed": missed,
        "past": past,
        "came": seat is not None and seat.arrived is not None,
        "wait": telling.seat(sheet, wish) if wish else None,
        "opens": telling.opens(sheet, wish) if wish else "",
        "steps": tuple(step.without_its_time() if number == 0 else step for number, step in enumerate(steps)),
        "cards": tuple(telling.cards(sheet, at, without=wish.id if wish else mine.standing.seat)),
        "door": seat.window.door(at).value if seat else "",
        "reachable": bool(who.person.email),
    }
    place = queries.place_in_line(mine.id, wish.id) if wish and not mine.standing.asks and not missed else 0
    acts = happened.acts(sheet, queries.acts(mine.id, _ACTS_SHOWN))
    own: Own = {
        "email": who.person.email,
        "answered": words.moment(mine.answered_at, sheet.round.time_zone, telling.speaks()),
        "answeredstep": steps[0].when if steps else "",
        "number": str(place),
        "acts": [{"when": act.when, "what": act.what} for act in acts],
    }
    return "web/member/receipt.html", shared, own


def _file(who: Visit, sheet: Sheet, date: DateFacts) -> bytes:
    assert sheet.mine is not None
    owner, meeting = sheet.round, sheet.meeting
    return entries.entry(
        entries.Occasion(
            uid=sheet.mine.uid,
            sequence=sheet.mine.sequence,
            stamp=sheet.mine.answered_at,
            starts=date.starts,
            ends=date.ends,
            slug=date.slug,
            title=sheet.name,
            platform=meeting.platform,
            place=", ".join(filter(None, (date.place, date.town))),
            address=date.join_url if meeting.address_in_mail else "",
            organizer_name=owner.sender_name,
            organizer_address=owner.mailbox,
            person_name=who.person.name,
            person_address=who.person.email,
        ),
        Method.PUBLISH,
    )


@lru_cache(64)
def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in text.split("\n\n") if part.strip())
