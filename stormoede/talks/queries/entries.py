"""A talk in one calendar: the same entry in every mail and in the file fetched from a page."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from stormoede.contributions.queries.standing import name_of
from stormoede.mail import calendar
from stormoede.mail.calendar import CalendarEntry, Method
from stormoede.talks.models import Form, Talk, TalkEntry


@dataclass(frozen=True, slots=True)
class Occasion:
    """What of an entry is of its moment, and whose calendar it is for."""

    sequence: int
    stamp: datetime
    starts: datetime
    ends: datetime
    name: str
    address: str


def entry(one: TalkEntry, occasion: Occasion, method: Method) -> bytes:
    """The calendar file, in the language that is active. ``one`` comes with its talk, request, body, round and speaker."""
    talk = one.talk
    round = talk.request.tour.track.round
    other = name_of(talk.request.body) if one.speaks else _named(talk)
    return calendar.entry(
        CalendarEntry(
            uid=f"{one.uid}@{urlsplit(settings.ORIGIN).hostname}",
            sequence=occasion.sequence,
            stamp=occasion.stamp,
            starts=occasion.starts,
            ends=occasion.ends,
            summary=_("Talk: %(other)s") % {"other": other},
            organizer_name=round.sender_name,
            organizer_address=round.mailbox,
            attendee_name=occasion.name,
            attendee_address=occasion.address,
            description=_description(one),
            location=_("Online") if talk.form == Form.ONLINE else where(talk),
            method=method,
            rsvp=one.speaks,
        )
    )


def where(talk: Talk) -> str:
    """Where a talk on site is, as mails, calendars and pages say it: the place, and in which municipality."""
    site = talk.request.site.name if talk.request.site else ""
    return ", ".join(filter(None, (talk.place, site if site not in talk.place else "")))


def file(one: TalkEntry, *, at: datetime) -> bytes:
    """The entry as a file to fetch from a page."""
    talk = one.talk
    who = one.person
    occasion = Occasion(
        sequence=one.sequence,
        stamp=at,
        starts=talk.starts,
        ends=talk.ends,
        name=who.name if who else one.name,
        address=who.email if who else one.email,
    )
    return entry(one, occasion, Method.PUBLISH)


def living(talk: Talk, *, speaks: bool) -> TalkEntry | None:
    """An entry of the talk in the speaker's calendar, or in that of one of those who asked."""
    found = TalkEntry.objects.filter(talk=talk, speaks=speaks, out_at__isnull=True).select_related(
        "person",
        "talk__speaker__person",
        "talk__request__site",
        "talk__request__body__organisation",
        "talk__request__body__group",
        "talk__request__tour__track__round",
    )
    return found.order_by("pk").first()


def _named(talk: Talk) -> str:
    who = talk.speaker.person
    return who.name if who.erased_at is None else talk.request.tour.track.title


def _description(one: TalkEntry) -> str:
    talk, request = one.talk, one.talk.request
    lines = [request.topic]
    if talk.link:
        lines.append(_("The meeting's own address: %(address)s") % {"address": talk.link})
    if one.speaks and request.contact_email:
        told = {"name": request.contact_name, "address": request.contact_email}
        lines.append(_("Whom you can ask: %(name)s, %(address)s") % told)
    return "\n".join(line for line in lines if line)
