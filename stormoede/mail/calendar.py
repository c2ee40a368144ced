"""Calendar entries as iTIP files that Outlook, Google and Apple keep as one entry through every change.

METHOD, VTIMEZONE before VEVENT, one ATTENDEE, ORGANIZER, UID, SEQUENCE and DTSTAMP are what the three of them need.
The time zone's text is made once; entries of the same UID with a higher SEQUENCE replace one another.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo

import icalendar
from icalendar import Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress, vRecur, vText, vUri

ZONE = "Europe/Copenhagen"
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]+")
_PRODUCT = "-//Stormøde//Stormøde//DA"


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
        person.params["CN"] = vText(_line(name))
    return person


def _attendee(entry: CalendarEntry) -> vCalAddress:
    attendee = _person(entry.attendee_name, entry.attendee_address)
    attendee.params["CUTYPE"] = vText("INDIVIDUAL")
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText(entry.partstat.value)
    attendee.params["RSVP"] = vText("TRUE" if entry.rsvp else "FALSE")
    return attendee


def _words(event: Event, entry: CalendarEntry) -> None:
    event.add("summary", vText(_line(entry.summary)))
    if entry.description:
        event.add("description", vText(_clean(entry.description)))
    if entry.location:
        event.add("location", vText(_line(entry.location)))
    if entry.url:
        event.add("url", vUri(entry.url))


def _event(entry: CalendarEntry) -> Event:
    zone = ZoneInfo(ZONE)
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp)
    event.add("dtstart", entry.starts.astimezone(zone))
    event.add("dtend", entry.ends.astimezone(zone))
    _words(event, entry)
    event.add("organizer", _person(entry.organizer_name, entry.organizer_address), encode=False)
    if entry.method is not Method.PUBLISH:
        event.add("attendee", _attendee(entry), encode=False)
    event.add("status", "CANCELLED" if entry.method is Method.CANCEL else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if entry.method is Method.CANCEL else "OPAQUE")
    return event


def entry(entry: CalendarEntry) -> bytes:
    """The file's bytes: CRLF, folded at 75 octets, the same for the same entry."""
    return _head(entry.method) + bytes(_event(entry).to_ical(sorted=False)) + b"END:VCALENDAR\r\n"
