"""What a member's page says of a meeting, in words: the dates as cards, the way to the meeting as steps, what has happened."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.lib import words
from stormoede.lib.words import NO_BREAK
from stormoede.meetings.core import doors
from stormoede.meetings.core.seats import Door, Late
from stormoede.meetings.sheets import DateFacts, Sheet

_FEW = 20
_EVENING = 17


class Card(NamedTuple):
    """A date to choose. ``mark`` is the ring of its chip."""

    id: int
    lead: str
    day: str
    span: str
    place: str
    chip: str
    mark: str


class Step(NamedTuple):
    """One step of the way to the meeting. ``state`` is done, now or empty: to come."""

    what: str
    when: str
    state: str

    def without_its_time(self) -> "Step":
        """For a page that is the same for many: when it happened is each one's own."""
        return Step(self.what, "", self.state)


class Seat(NamedTuple):
    """The date one has a seat on."""

    id: int
    slug: str
    span: str


def speaks() -> str:
    """The page's language."""
    return get_language() or "da"


@lru_cache(1024)
def _day_words(starts: datetime, zone: str, language: str) -> tuple[str, str]:
    day = words.local_day(starts, zone)
    lead = words.weekday(day, language).capitalize() + (" den" if language == "da" else "")
    # "30. september" is wider than a card on a phone, and is broken there.
    return lead, words.plain_day(day, language)


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
    if not rule(sheet, at).open:
        return _("The deadline has passed")
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


def missed(wish: DateFacts, at: datetime, *, asks: bool) -> str:
    """Why a date one waits for is not to be had any more; empty while it is."""
    door = wish.window.door(at)
    if door is Door.CLOSED:
        return _("The meeting has been held.")
    # The secretariat may say yes to a request as long as the meeting lasts; the list stands still from when the door opens.
    return _("The waiting list closed when the door opened.") if door is Door.OPEN and not asks else ""


def opens(sheet: Sheet, date: DateFacts) -> str:
    """When the door opens."""
    return words.moment(date.window.opens, sheet.round.time_zone, speaks())


def task(sheet: Sheet, at: datetime) -> str:
    """What to do, as a page's title and the error's sentence have it."""
    if not sheet.dates or sheet.is_over(at) or not rule(sheet, at).open:
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


class Rule(NamedTuple):
    """The deadline as the page tells it. ``open`` is False when no date can be chosen any more."""

    lead: str
    moment: str
    rest: str
    open: bool
    late: bool


def rule(sheet: Sheet, at: datetime) -> Rule:
    """The deadline and what happens after it, before and after it has passed."""
    deadline, late = sheet.meeting.deadline, sheet.meeting.late
    return _rule(
        deadline, sheet.round.time_zone, late, doors.on_time(at, deadline), sheet.offered, language=get_language()
    )


@lru_cache(256)
def _rule(deadline: datetime, zone: str, late: Late, on_time: bool, offered: bool, *, language: str | None) -> Rule:
    """``language`` is the one that is spoken: what is said in another is another rule."""
    moment = words.moment(deadline, zone, language or "da").replace("kl. ", f"kl.{NO_BREAK}")
    if on_time:
        then = {
            Late.CLOSED: _("You can change your answer until then. After that you can only say that you cannot come."),
            Late.ASK: _("You can change your answer until then. After that we must say yes to each answer."),
            Late.STRAIGHT_IN: _("You can also answer later if there is room."),
        }
        return Rule(_("Answer by"), moment, then[late], True, False)
    was = _("The deadline was")
    if offered:
        return Rule(was, moment, _("It does not hold you back, because your date was changed."), True, False)
    afterwards = {
        Late.CLOSED: _("Write to us, and we will see if there is room."),
        Late.ASK: _("You can still ask for a seat. We answer you by mail."),
        Late.STRAIGHT_IN: _("You can still get a seat if there is room."),
    }
    return Rule(was, moment, afterwards[late], late is not Late.CLOSED, True)


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
    zone, language, meeting = sheet.round.time_zone, get_language(), sheet.meeting
    over = (
        not doors.on_time(at, meeting.deadline), meeting.links_at <= at, date.window.opens <= at, date.starts <= at,
        date.window.door(at) is not Door.OPEN, date.ends <= at,
    )  # fmt: skip
    way = _way((meeting.deadline, meeting.links_at, date.window.opens, date.starts), over, zone, language=language)
    answered = Step(_("You have a seat"), _when(answered_at, zone), "done")
    return [answered, *(step for moment, step in way if moment >= answered_at)]


@lru_cache(256)
def _way(
    moments: tuple[datetime, ...], over: tuple[bool, ...], zone: str, *, language: str | None
) -> Sequence[tuple[datetime, Step]]:
    """The steps after the answer, and when they come. ``over``: deadline, link, door opened, begun, door shut again, ended."""
    (deadline, links_at, opens, starts), (late, sent, opened, begun, shut, ended) = moments, over
    change = "." + " " + _("Until then you can change your answer.")
    past_door = _("The door has been open") if shut else _("The door is open")
    past_meeting = _("The meeting is over") if ended else _("The meeting has begun")
    way = [
        (deadline, late, _("The deadline passes"), change, _("The deadline has passed")),
        (links_at, sent, _("We send your link"), "", _("Your link has been sent")),
        (opens, opened, _("The door opens"), "", past_door),
        (starts, begun, _("The meeting begins"), "", past_meeting),
    ]
    return [
        (moment, Step(done, _when(moment, zone), "done") if past else Step(coming, _when(moment, zone) + until, ""))
        for moment, past, coming, until, done in way
    ]


def _when(moment: datetime, zone: str) -> str:
    told = words.moment(moment, zone, speaks())
    return told[0].upper() + told[1:]
