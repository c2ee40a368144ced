"""A whole calendar for programs that fetch it again and again. Times are in UTC, so that it needs no time zone of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import icalendar
from icalendar import Event

_PRODUCT = "-//Stormøde//Stormøde//DA"
_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One date. A ``date`` is a whole day. ``tentative``: it is proposed and may still be another."""

    uid: str
    starts: datetime | date
    ends: datetime | None
    summary: str
    description: str = ""
    location: str = ""
    url: str = ""
    tentative: bool = False


def feed(name: str, entries: Sequence[FeedEntry], *, stamp: datetime) -> bytes:
    """The calendar's bytes. Programs are asked to look again every hour."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", _EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry, stamp))
    return bytes(calendar.to_ical(sorted=False))


def _event(entry: FeedEntry, stamp: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", stamp.astimezone(UTC))
    if isinstance(entry.starts, datetime):
        event.add("dtstart", entry.starts.astimezone(UTC))
        event.add("dtend", (entry.ends or entry.starts).astimezone(UTC))
    else:
        event.add("dtstart", entry.starts)
    event.add("summary", entry.summary)
    for field, text in (("description", entry.description), ("location", entry.location), ("url", entry.url)):
        if text:
            event.add(field, text)
    event.add("status", "TENTATIVE" if entry.tentative else "CONFIRMED")
    event.add("transp", "OPAQUE" if isinstance(entry.starts, datetime) and entry.ends else "TRANSPARENT")
    return event
