"""Calendar entries as iTIP files that Outlook, Google and Apple keep as one entry through every change.

METHOD, VTIMEZONE before VEVENT, one ATTENDEE, ORGANIZER, UID, SEQUENCE and DTSTAMP are what the three of them need.
The texts of the time zone and of each meeting are made once; entries of the same UID with a higher SEQUENCE replace one another.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

import icalendar
from icalendar import (
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vDatetime,
    vInt,
    vRecur,
    vText,
    vUri,
)
from icalendar.parser import Contentline

ZONE = "Europe/Copenhagen"
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]+")
_PRODUCT = "-//Stormøde//Stormøde//DA"
_BEGIN, _END = b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n"


class Method(StrEnum):
    """REQUEST puts the entry in a calendar or changes it, CANCEL takes it out, PUBLISH is a file to fetch from a page."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"
    PUBLISH = "PUBLISH"


class Partstat(StrEnum):
    """Where the attendee stands, as far as the sender knows."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One meeting in one person's calendar. Times are aware; ``stamp`` is when this state of it was made.

    ``url`` is a page that tells the way in, never the address of an online meeting.
    """

    uid: str
    sequence: int
    stamp: datetime
    starts: datetime
    ends: datetime
    summary: str
    organizer_name: str
    organizer_address: str
    attendee_name: str
    attendee_address: str
    description: str = ""
    location: str = ""
    url: str = ""
    method: Method = Method.REQUEST
    partstat: Partstat = Partstat.ACCEPTED
    rsvp: bool = True


def _rule(component: Timezone, kind: type, month: int, hour: int, before: int, after: int, name: str) -> None:
    part = kind()
    # The union's rule since 1996: the last Sunday of the month. Written out, not derived, so that it holds for every year.
    first = datetime(1996, month, 31 if month == 3 else 27, hour)  # noqa: DTZ001 - local time by definition
    part.add("dtstart", first)
    part.add("rrule", vRecur({"freq": "yearly", "bymonth": month, "byday": "-1su"}))
    part.add("tzoffsetfrom", timedelta(hours=before))
    part.add("tzoffsetto", timedelta(hours=after))
    part.add("tzname", name)
    component.add_component(part)


@cache
def _timezone() -> bytes:
    zone = Timezone()
    zone.add("tzid", ZONE)
    _rule(zone, TimezoneDaylight, 3, 2, 1, 2, "CEST")
    _rule(zone, TimezoneStandard, 10, 3, 2, 1, "CET")
    return bytes(zone.to_ical())


@cache
def _head(method: Method) -> bytes:
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    return bytes(calendar.to_ical()).removesuffix(b"END:VCALENDAR\r\n") + _timezone()


def _clean(text: str) -> str:
    """``text`` without control characters, which some calendars choke on; line breaks stay."""
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n"))


def _line(text: str) -> str:
    return _clean(text).replace("\n", " ")


def _person(name: str, address: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    if name:
        # A reader that takes a backslash for an escape, as icalendar's does, would lose what follows the name.
        person.params["CN"] = vText(_line(name).replace("\\", "/"))
    return person


def _attendee(entry: CalendarEntry) -> vCalAddress:
    attendee = _person(entry.attendee_name, entry.attendee_address)
    attendee.params["CUTYPE"] = vText("INDIVIDUAL")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText(entry.partstat.value)
    attendee.params["RSVP"] = vText("TRUE" if entry.rsvp else "FALSE")
    return attendee


def _lines(event: Event) -> bytes:
    """What stands in an entry, without its frame."""
    return bytes(event.to_ical(sorted=False)).removeprefix(_BEGIN).removesuffix(_END)


@lru_cache(maxsize=128)
def _meeting(
    starts: datetime, ends: datetime, summary: str, description: str, location: str, url: str, name: str, address: str
) -> bytes:
    """What is the same for all who come, made once: with hundreds of receipts a minute the rest is a quarter of an entry."""
    zone = ZoneInfo(ZONE)
    event = Event()
    event.add("dtstart", starts.astimezone(zone))
    event.add("dtend", ends.astimezone(zone))
    event.add("summary", vText(_line(summary)))
    if description:
        event.add("description", vText(_clean(description)))
    if location:
        event.add("location", vText(_line(location)))
    if url:
        event.add("url", vUri(url))
    event.add("organizer", _person(name, address), encode=False)
    return _lines(event)


@cache
def _standing(method: Method) -> bytes:
    event = Event()
    event.add("status", "CANCELLED" if method is Method.CANCEL else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if method is Method.CANCEL else "OPAQUE")
    return _lines(event)


def _content(name: str, value: vText | vInt | vDatetime | vCalAddress) -> bytes:
    """One line, as an event would write it."""
    return bytes(Contentline.from_parts(name, value.params, value, sorted=False).to_ical()) + b"\r\n"


def _which(entry: CalendarEntry) -> bytes:
    stamp = vDatetime(entry.stamp.astimezone(UTC))
    return _content("UID", vText(entry.uid)) + _content("SEQUENCE", vInt(entry.sequence)) + _content("DTSTAMP", stamp)


def entry(entry: CalendarEntry) -> bytes:
    """The file's bytes: CRLF, folded at 75 octets, the same for the same entry."""
    who = b"" if entry.method is Method.PUBLISH else _content("ATTENDEE", _attendee(entry))
    meeting = _meeting(
        entry.starts,
        entry.ends,
        entry.summary,
        entry.description,
        entry.location,
        entry.url,
        entry.organizer_name,
        entry.organizer_address,
    )
    lines = _which(entry) + meeting + who + _standing(entry.method)
    return _head(entry.method) + _BEGIN + lines + _END + b"END:VCALENDAR\r\n"
