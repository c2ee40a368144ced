"""The kind of track called "meetings": one meeting held on several dates, online or in towns, with a deadline."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date as day
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stormoede.events.actor import Actor
from stormoede.lib import words
from stormoede.meetings import answers, queries, sheets
from stormoede.meetings.actions import doors, meetings
from stormoede.meetings.core.plans import DatePlan, Item, Plan
from stormoede.meetings.core.seats import Late
from stormoede.meetings.models import Meeting, Session
from stormoede.meetings.refusals import MeetingRefused
from stormoede.meetings.sheets import Planned
from stormoede.members.models import Audience, Person
from stormoede.rounds import following
from stormoede.rounds.core.instants import to_local
from stormoede.rounds.core.tables import Problem, Reader
from stormoede.rounds.kinds import Choice, DueDate, Facts, Occasion, Table
from stormoede.rounds.models import Round, Track
from stormoede.rounds.refusals import FileRefused


class Meetings:
    """Answers rounds/kinds.py for meetings."""

    def load(self, track: Track, table: Table, *, by: Actor, at: datetime) -> None:
        """Make the meeting the table says. Raises Unreadable or FileRefused."""
        reader = Reader(table)
        zone = track.round.time_zone
        audience_key = reader.key("audience")
        audience = Audience.objects.filter(key=audience_key).first()
        if audience is None and audience_key:
            reader.fault("audience", Problem.UNKNOWN, near="")
        plan = _read_plan(reader, zone)
        dates = [_read_date(one, zone) for one in reader.tables("dates")]
        reader.done()
        assert audience is not None
        try:
            meetings.make(track, audience.pk, plan, dates, by=by, at=at)
        except MeetingRefused as refused:
            fault = refused.faults[0]
            place = fault.field if fault.date is None else f"dates[{fault.date}].{fault.field}"
            raise FileRefused(place, refused.sentences[0]) from refused

    def dump(self, track: Track) -> dict[str, Any]:
        """The table ``load`` would read."""
        meeting = _meeting(track)
        plan, zone = meetings.plan_of(meeting), track.round.time_zone
        table: dict[str, Any] = {"audience": meeting.audience.key}
        table |= _dump_plan(plan, zone)
        table["dates"] = [
            _dump_date(meetings.date_plan(date), zone) for date in meetings.held(list(meeting.sessions.all()))
        ]
        return table

    def copy(self, track: Track, to: Round, *, by: Actor, at: datetime) -> None:
        """The same meeting 52 weeks later, on the same weekdays at the same hours, off the holidays, without addresses."""
        meeting, zone = _meeting(track), track.round.time_zone
        dates = [_next(meetings.date_plan(date), zone) for date in meetings.held(list(meeting.sessions.all()))]
        plan = _following(meetings.plan_of(meeting), dates, zone)
        new = Track.objects.get(round=to, key=track.key)
        meetings.make(new, meeting.audience_id, plan, dates, by=by, at=at)

    def dates(self, track: Track) -> Sequence[DueDate]:
        """Deadline, links, doors and dates, in the order of time."""
        planned = sheets.planned(track.pk)
        if not planned:
            return ()
        meeting = planned[0]
        found = [
            DueDate(meeting.deadline, f"{track.key}.deadline", _("The deadline for answering passes")),
            DueDate(meeting.links_at, f"{track.key}.links", _("Links are sent to those who have a seat")),
        ]
        for date in planned:
            found += _date_dates(track, date)
        return sorted(found, key=lambda due: due.at)

    def facts(self, track: Track, language: str) -> Facts:
        """What letters may state."""
        meeting = Meeting.objects.filter(track=track).prefetch_related("sessions").first()
        if meeting is None:
            return Facts({})
        return Facts(_fields(track, meeting, language), _occasions(meeting), answers=True, deadline=meeting.deadline)

    def answered(self, track: Track) -> QuerySet[Person]:
        """Everybody who has answered."""
        return queries.answered(track.pk)

    def answers(self, track: Track, language: str) -> Sequence[Choice]:
        """What an audience can be made of."""
        return answers.choices(track, language)

    def who(self, track: Track, key: str, on: day) -> QuerySet[Person]:
        """Those who have answered so."""
        return answers.who(track, key, on)

    def due(self, track: Track, *, at: datetime) -> int:
        """Send the links that are due."""
        meeting = Meeting.objects.filter(track=track).first()
        return doors.send_due(meeting, at=at) if meeting else 0


def _meeting(track: Track) -> Meeting:
    return Meeting.objects.select_related("audience", "track__round").get(track=track)


def _read_plan(reader: Reader, zone: str) -> Plan:
    late = reader.choice("late", [late.value for late in Late], default=Late.ASK.value)
    return Plan(
        deadline=reader.moment("deadline", zone),
        late=Late(late) if late in list(Late) else Late.ASK,
        links_at=reader.moment("links_at", zone),
        platform=reader.text("platform", limit=60, default=""),
        door_opens=reader.number("door_opens_minutes", default=15, most=600),
        door_stays=reader.number("door_stays_minutes", default=15, most=600),
        address_in_mail=reader.flag("address_in_mail", False),
        help_phone=reader.text("help_phone", limit=40, default=""),
        help_from=reader.clock("help_from"),
        programme=tuple(_read_item(one) for one in reader.tables("programme")),
    )


def _read_item(reader: Reader) -> Item:
    clock = reader.clock("at")
    if clock is None and not reader.faults:
        reader.fault("at", Problem.MISSING)
    item = Item(clock or datetime.min.time(), reader.text("what", limit=200), reader.text("who", limit=200, default=""))
    reader.close()
    return item


def _read_date(reader: Reader, zone: str) -> DatePlan:
    date = DatePlan(
        reader.moment("starts", zone),
        reader.moment("ends", zone),
        reader.text("place", limit=200, default=""),
        reader.text("town", limit=80, default=""),
        reader.text("join_url", limit=2000, default=""),
        reader.optional_number("capacity", most=1_000_000),
        reader.text("meeting_number", limit=80, default=""),
        reader.text("dial_in", limit=80, default=""),
    )
    reader.close()
    return date


def _next(date: DatePlan, zone: str) -> DatePlan:
    starts = following.moment(date.starts, zone)
    ends = starts + (date.ends - date.starts)
    return replace(date, starts=starts, ends=ends, join_url="", meeting_number="", dial_in="")


def _following(plan: Plan, dates: Sequence[DatePlan], zone: str) -> Plan:
    """The plan a year on. Links go out between the deadline and the first door, as before, or with the deadline."""
    deadline = following.moment(plan.deadline, zone, earlier=True)
    opens = min(date.starts for date in dates) - timedelta(minutes=plan.door_opens)
    tried = (following.moment(plan.links_at, zone, earlier=earlier) for earlier in (True, False))
    return replace(plan, deadline=deadline, links_at=next((at for at in tried if deadline <= at <= opens), deadline))


def _dump_plan(plan: Plan, zone: str) -> dict[str, Any]:
    table: dict[str, Any] = {
        "platform": plan.platform,
        "deadline": to_local(plan.deadline, zone),
        "late": plan.late.value,
        "links_at": to_local(plan.links_at, zone),
        "door_opens_minutes": plan.door_opens,
        "door_stays_minutes": plan.door_stays,
        "address_in_mail": plan.address_in_mail,
        "help_phone": plan.help_phone,
    }
    if plan.help_from is not None:
        table["help_from"] = plan.help_from
    if plan.programme:
        table["programme"] = [_dump_item(item) for item in plan.programme]
    return {key: value for key, value in table.items() if value != ""}


def _dump_item(item: Item) -> dict[str, Any]:
    return {"at": item.at, "what": item.what} | ({"who": item.who} if item.who else {})


def _dump_date(date: DatePlan, zone: str) -> dict[str, Any]:
    table: dict[str, Any] = {"starts": to_local(date.starts, zone), "ends": to_local(date.ends, zone)}
    texts: Mapping[str, str] = {"place": date.place, "town": date.town, "join_url": date.join_url}
    texts = {**texts, "meeting_number": date.meeting_number, "dial_in": date.dial_in}
    table |= {key: value for key, value in texts.items() if value}
    return table if date.capacity is None else table | {"capacity": date.capacity}


def _date_dates(track: Track, date: Planned) -> list[DueDate]:
    opens = date.starts - timedelta(minutes=date.door_opens)
    where, held = date.town or date.place or date.platform, f"{track.key}.date.{date.slug}"
    return [
        DueDate(opens, f"{track.key}.door.{date.slug}", _("The door opens"), detail=where, hangs_on=held),
        DueDate(date.starts, held, track.title, ends=date.ends, detail=where),
    ]


def _occasions(meeting: Meeting) -> list[Occasion]:
    return [
        Occasion(date.starts, date.ends, ", ".join(filter(None, (date.place, date.town))) or meeting.platform)
        for date in _held(meeting)
    ]


def _held(meeting: Meeting) -> list[Session]:
    return [date for date in meeting.sessions.all() if date.cancelled_at is None]


def _fields(track: Track, meeting: Meeting, language: str) -> dict[str, str]:
    zone = track.round.time_zone
    dates = [words.local_day(date.starts, zone) for date in _held(meeting)]
    days = [words.day(date, language) for date in dates]
    short = [words.plain_day(date, language) for date in dates]
    told = {
        ("møde.titel", "meeting.title"): track.title,
        ("møde.frist", "meeting.deadline"): words.moment(meeting.deadline, zone, language),
        ("møde.fristdag", "meeting.deadline_day"): words.day(words.local_day(meeting.deadline, zone), language),
        ("møde.link", "meeting.links_at"): words.moment(meeting.links_at, zone, language),
        ("møde.linkdag", "meeting.links_day"): words.day(words.local_day(meeting.links_at, zone), language),
        ("møde.dage", "meeting.days"): words.listing(days, language, "or"),
        ("møde.datoer", "meeting.dates"): words.listing(short, language, "or"),
        ("møde.sted", "meeting.platform"): meeting.platform,
        ("møde.hjælp", "meeting.help"): meeting.help_phone,
    }
    return {name: value for names, value in told.items() for name in names}
