"""What a member's page says of a meeting, in words: the dates as cards, the way to the meeting as steps, what has happened."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.events.models import Event
from stormoede.lib import words
from stormoede.lib.words import NO_BREAK
from stormoede.meetings.core import doors
from stormoede.meetings.core.seats import Door, Late, Standing
from stormoede.meetings.sheets import DateFacts, Sheet

_FEW = 20
_EVENING = 17


@dataclass(frozen=True, slots=True)
class Card:
    """A date to choose. ``mark`` is the ring of its chip."""

    id: int
    lead: str
    day: str
    span: str
    place: str
    chip: str
    mark: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way to the meeting. ``state`` is done, now or empty: to come."""

    what: str
    when: str
    state: str

    def without_its_time(self) -> "Step":
        """For a page that is the same for many: when it happened is each one's own."""
        return Step(self.what, "", self.state)


@dataclass(frozen=True, slots=True)
class Seat:
    """The date one has a seat on."""

    id: int
    slug: str
    span: str


@dataclass(frozen=True, slots=True)
class Act:
    """Something that happened, and when."""

    when: str
    what: str


def speaks() -> str:
    """The page's language."""
    return get_language() or "da"


@lru_cache(1024)
def _day_words(starts: datetime, zone: str, language: str) -> tuple[str, str]:
    day = words.local_day(starts, zone)
    lead = words.weekday(day, language).capitalize() + (" den" if language == "da" else "")
    return lead, words.plain_day(day, language).replace(" ", NO_BREAK)


@lru_cache(1024)
def day(starts: datetime, zone: str, language: str) -> str:
    """mandag den 31. marts, kept together where it must be."""
    told = words.day(words.local_day(starts, zone), language)
    head, _, month = told.rpartition(" ")
    return f"{head}{NO_BREAK}{month}"


def day_of(sheet: Sheet, date: DateFacts) -> str:
    return day(date.starts, sheet.round.time_zone, speaks())


def seat(sheet: Sheet, date: DateFacts) -> Seat:
    """The seat as the receipt names it."""
    return Seat(date.id, date.slug, words.span(date.starts, date.ends, sheet.round.time_zone, speaks()))


def place(sheet: Sheet, date: DateFacts) -> str:
    """Where a date is held: a town's hall, or the platform."""
    return ", ".join(filter(None, (date.place, date.town))) or sheet.meeting.platform


@lru_cache(256)
def _is_evening(starts: datetime, zone: str) -> bool:
    return starts.astimezone(ZoneInfo(zone)).hour >= _EVENING


def evenings(sheet: Sheet) -> bool:
    """Are all dates evenings at no particular town? Then the page speaks of evenings, else of meetings."""
    return all(not date.town and _is_evening(date.starts, sheet.round.time_zone) for date in sheet.dates)


def question(sheet: Sheet, at: datetime) -> str:
    """The one question of the page, or why there is none."""
    if not sheet.dates:
        return _("The meeting is cancelled")
    if sheet.is_over(at):
        return _("The meeting has been held")
    if len(sheet.dates) == 1:
        return _("Can you come %(day)s?") % {"day": day_of(sheet, sheet.dates[0])}
    return _("Which evening suits you best?") if evenings(sheet) else _("Which meeting suits you best?")


def gone(sheet: Sheet, at: datetime) -> tuple[str, ...]:
    """The cancelled dates that were still to come, with why, a sentence or two each."""
    told = _("The meeting %(day)s is cancelled.")
    return tuple(
        f"{told % {'day': day_of(sheet, date)}} {date.cancelled_why}".strip()
        for date in sheet.cancelled
        if at < date.window.closes
    )


def task(sheet: Sheet, at: datetime) -> str:
    """What to do, as a page's title and the error's sentence have it."""
    if not sheet.dates or sheet.is_over(at):
        return question(sheet, at)
    if len(sheet.dates) == 1:
        return _("Say whether you come")
    return _("Choose an evening") if evenings(sheet) else _("Choose a meeting")


def missing(sheet: Sheet) -> str:
    """What is said when nothing was chosen."""
    if len(sheet.dates) == 1:
        return _("Choose the date, or answer that you cannot come")
    if evenings(sheet):
        return _("Choose an evening, or answer that you cannot come")
    return _("Choose a meeting, or answer that you cannot come")


def cards(sheet: Sheet, at: datetime, *, without: int | None = None) -> list[Card]:
    """The dates one can still choose, but for ``without``."""
    return [
        _card(sheet, date, at) for date in sheet.dates if date.id != without and date.window.door(at) is not Door.CLOSED
    ]


def _card(sheet: Sheet, date: DateFacts, at: datetime) -> Card:
    zone, language = sheet.round.time_zone, speaks()
    lead, told = _day_words(date.starts, zone, language)
    where = ", ".join(filter(None, (date.place, date.town)))
    chip, mark = _room(date, at)
    span = words.span(date.starts, date.ends, zone, language).replace(" ", NO_BREAK)
    return Card(date.id, lead, told, span, where, chip, mark)


def _room(date: DateFacts, at: datetime) -> tuple[str, str]:
    if date.capacity is None or (left := date.capacity - date.taken) > _FEW:
        return _("Seats left"), ""
    if left > 0:
        return _("Few seats left"), "now"
    return (_("Waiting list"), "stop") if date.window.door(at) is Door.SHUT else (_("Full"), "stop")


@dataclass(frozen=True, slots=True)
class Rule:
    """The deadline as the page tells it. ``open`` is False when no date can be chosen any more."""

    lead: str
    moment: str
    rest: str
    open: bool
    late: bool


def rule(sheet: Sheet, at: datetime) -> Rule:
    """The deadline and what happens after it, before and after it has passed."""
    meeting = sheet.meeting
    moment = words.moment(meeting.deadline, sheet.round.time_zone, speaks()).replace("kl. ", f"kl.{NO_BREAK}")
    if doors.on_time(at, meeting.deadline):
        then = {
            Late.CLOSED: _("You can change your answer until then. After that you can only say that you cannot come."),
            Late.ASK: _("You can change your answer until then. After that we must say yes to each answer."),
            Late.STRAIGHT_IN: _("You can also answer later if there is room."),
        }
        return Rule(_("Answer by"), moment, then[meeting.late], True, False)
    if sheet.offered:
        return Rule(
            _("The deadline was"), moment, _("It does not hold you back, because your date was changed."), True, False
        )
    late = {
        Late.CLOSED: _("Write to us, and we will see if there is room."),
        Late.ASK: _("You can still ask for a seat. We answer you by mail."),
        Late.STRAIGHT_IN: _("You can still get a seat if there is room."),
    }
    return Rule(_("The deadline was"), moment, late[meeting.late], meeting.late is not Late.CLOSED, True)


def onward(sheet: Sheet, at: datetime) -> tuple[str, str]:
    """What an answer brings, and when the link to the meeting comes: after the deadline both are otherwise."""
    meeting, late = sheet.meeting, not doors.on_time(at, sheet.meeting.deadline) and not sheet.offered
    receipt = _("You get a receipt at once, and the meeting comes into your calendar.")
    if late and meeting.late is Late.ASK:
        receipt = _("You get a receipt at once. When we have said yes, the meeting comes into your calendar.")
    if meeting.links_at <= at:
        return receipt, _("We send your link to the meeting as soon as you have a seat.")
    sent = words.day(words.local_day(meeting.links_at, sheet.round.time_zone), speaks())
    return receipt, _("%(day)s we send your link to the meeting.") % {"day": sent[0].upper() + sent[1:]}


def steps(sheet: Sheet, date: DateFacts, answered_at: datetime, at: datetime) -> list[Step]:
    """From the answer to the meeting. What has happened is told as done; what was over before the answer is left out."""
    window = date.window
    change = "." + " " + _("Until then you can change your answer.")
    past_door = _("The door is open") if window.door(at) is Door.OPEN else _("The door has been open")
    past_meeting = _("The meeting has begun") if at < date.ends else _("The meeting is over")
    links_at, deadline = sheet.meeting.links_at, sheet.meeting.deadline
    in_time = doors.on_time(at, deadline)
    way = [
        (answered_at, True, "", "", _("You have a seat")),
        (deadline, not in_time, _("The deadline passes"), change, _("The deadline has passed")),
        (links_at, links_at <= at, _("We send your link"), "", _("Your link has been sent")),
        (window.opens, window.opens <= at, _("The door opens"), "", past_door),
        (date.starts, date.starts <= at, _("The meeting begins"), "", past_meeting),
    ]
    return [
        _step(sheet, moment, over, coming, until, done)
        for moment, over, coming, until, done in way
        if moment >= answered_at
    ]


def _step(sheet: Sheet, moment: datetime, over: bool, coming: str, until: str, done: str) -> Step:
    told = words.moment(moment, sheet.round.time_zone, speaks())
    when = told[0].upper() + told[1:]
    return Step(done, when, "done") if over else Step(coming, when + until, "")


def acts(sheet: Sheet, events: Sequence[Event]) -> list[Act]:
    """What has happened, newest first, in words."""
    zone, language = sheet.round.time_zone, speaks()
    return [Act(words.plain_moment(event.at, zone, language), act(sheet, event)) for event in events]


def act(sheet: Sheet, event: Event) -> str:
    """One event of a registration, in words."""
    data: Mapping[str, int | bool | None] = event.data
    standing = Standing(_number(data, "seat"), _number(data, "wish"), bool(data.get("asks")), bool(data.get("cannot")))
    told = _standing(sheet, standing)
    special = {
        "registration.moved_up": _("Moved up from the waiting list: %(told)s"),
        "registration.undone": _("Undone: %(told)s"),
        "registration.late_allowed": _("Your request was allowed: %(told)s"),
        "registration.late_declined": _("Your request could not be met: %(told)s"),
        "registration.told": _("The date was changed: %(told)s"),
        "registration.displaced": _("The date was cancelled: %(told)s"),
        "registration.freed": _("Given up, because the mandate ends before the day"),
    }
    return special.get(event.act, "%(told)s") % {"told": told}


def _standing(sheet: Sheet, standing: Standing) -> str:
    date = sheet.date(standing.wish if standing.wish is not None else standing.seat)
    if standing.cannot:
        return _("cannot come")
    if date is None:
        return _("no answer")
    told = {"day": day_of(sheet, date)}
    if standing.wish is None:
        return _("seat %(day)s") % told
    return _("request for %(day)s") % told if standing.asks else _("on the waiting list for %(day)s") % told


def _number(data: Mapping[str, int | bool | None], key: str) -> int | None:
    value = data.get(key)
    return None if value is None else int(value)
