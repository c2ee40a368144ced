"""A date in one person's calendar: the same entry in every mail and in the file fetched from the page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from stormoede.mail import calendar
from stormoede.mail.calendar import CalendarEntry, Method


@dataclass(frozen=True, slots=True)
class Occasion:
    """What an entry is made of. ``address`` is the meeting's own, only where the secretariat lets it out of the door."""

    uid: str
    sequence: int
    stamp: datetime
    starts: datetime
    ends: datetime
    slug: str
    title: str
    platform: str
    place: str
    address: str
    organizer_name: str
    organizer_address: str
    person_name: str
    person_address: str


def method_of(facts: Mapping[str, Any]) -> Method | None:
    """What a mail with these facts does in the calendar: puts the date there, takes it out, or nothing (None)."""
    # Of a date that is another now the calendar is told also where one waits for a second one meanwhile.
    told = facts.get("act") == "told" and facts.get("date") == facts.get("seat")
    given = facts.get("outcome") == "seated" or facts.get("new") or told
    if given and facts.get("seat") and facts.get("act") != "late_declined":
        return Method.REQUEST
    return Method.CANCEL if facts.get("left") and not facts.get("seat") else None


def door(slug: str) -> str:
    """The page a calendar entry leads to; it opens nothing by itself."""
    return f"{settings.ORIGIN}/moede/{slug}/"


def entry(occasion: Occasion, method: Method) -> bytes:
    """The calendar file, in the language that is active."""
    way_in = occasion.address or door(occasion.slug)
    told = _("The way in: %(address)s") % {"address": way_in}
    if not occasion.address and not occasion.place:
        told += "\n" + _("The address is personal. Open it in the browser where you opened your mail.")
    return calendar.entry(
        CalendarEntry(
            uid=f"{occasion.uid}@{urlsplit(settings.ORIGIN).hostname}",
            sequence=occasion.sequence,
            stamp=occasion.stamp,
            starts=occasion.starts,
            ends=occasion.ends,
            summary=occasion.title,
            organizer_name=occasion.organizer_name,
            organizer_address=occasion.organizer_address,
            attendee_name=occasion.person_name,
            attendee_address=occasion.person_address,
            description=told,
            location=occasion.place or occasion.platform,
            url=door(occasion.slug),
            method=method,
        )
    )
