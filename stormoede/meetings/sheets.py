"""One person and one meeting, read in one statement: what the member's page and the door are made of.

They are named tuples where others of the house are dataclasses: thousands open these pages in the same hour, and a frozen dataclass takes
eight times as long to make.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from stormoede.lib.prepared import adapted, preparing, vendor
from stormoede.meetings.core import doors
from stormoede.meetings.core.doors import Window
from stormoede.meetings.core.plans import Item
from stormoede.meetings.core.seats import Door, Late, Standing
from stormoede.meetings.models import Session

_SHEET = """
SELECT o.key, o.short, o.title, o.sender_name, o.contact_name, o.contact_email, o.mailbox, o.time_zone, o.language,
       t.key, t.title, t.text,
       m.id, m.platform, m.deadline, m.late, m.links_at, m.door_opens, m.door_stays, m.address_in_mail,
       m.help_phone, m.help_from, m.programme,
       s.id, s.slug, s.starts, s.ends, s.place, s.town, s.join_url, s.capacity, s.taken, a.at,
       s.meeting_number, s.dial_in, s.address_at, s.cancelled_at IS NOT NULL, s.cancelled_why,
       r.id, r.seat_id, r.wish_id, r.asks, r.cannot, r.answered_at, r.uid, r.sequence, r.offered,
       {beside}
FROM meetings_session s
JOIN meetings_meeting m ON m.id = s.meeting_id
JOIN rounds_track t ON t.id = m.track_id
JOIN rounds_round o ON o.id = t.round_id
LEFT JOIN meetings_registration r ON r.meeting_id = m.id AND r.person_id = %s
LEFT JOIN meetings_arrival a ON a.session_id = s.id AND a.person_id = %s
WHERE """
# The tracks of one other kind, a line each in their order: the page names them too, and need not ask a second time.
_BESIDE = {
    "postgresql": "(SELECT string_agg(x.title, chr(10) ORDER BY x.position) FROM rounds_track x WHERE x.round_id = o.id AND x.kind = %s)",
    "sqlite": "(SELECT group_concat(x.title, char(10)) FROM (SELECT y.title FROM rounds_track y WHERE y.round_id = o.id AND y.kind = %s ORDER BY y.position) x)",
}
_OF_ROUND = _SHEET + "o.key = %s AND t.kind = 'meetings' ORDER BY t.position, s.starts, s.id"
_OF_SESSION = (
    _SHEET + "m.id IN (SELECT meeting_id FROM meetings_session WHERE id = %s) ORDER BY s.starts, s.id"  # noqa: S608 - constants
)

_UNANSWERED = Standing()

_PLANNED = """
SELECT m.deadline, m.links_at, m.door_opens, m.platform, s.slug, s.starts, s.ends, s.place, s.town
FROM meetings_session s JOIN meetings_meeting m ON m.id = s.meeting_id
WHERE m.track_id = %s AND s.cancelled_at IS NULL ORDER BY s.starts, s.id
"""


@dataclass(frozen=True, slots=True)
class Planned:
    """One date of a meeting, with what is the same on all of them."""

    deadline: datetime
    links_at: datetime
    door_opens: int
    platform: str
    slug: str
    starts: datetime
    ends: datetime
    place: str
    town: str


class RoundFacts(NamedTuple):
    """What a page says of the round."""

    key: str
    short: str
    title: str
    sender_name: str
    contact_name: str
    contact_email: str
    mailbox: str
    time_zone: str
    language: str


class MeetingFacts(NamedTuple):
    """What a page says of the meeting."""

    track: str
    title: str
    text: str
    id: int
    platform: str
    deadline: datetime
    late: Late
    links_at: datetime
    door_opens: int
    door_stays: int
    address_in_mail: bool
    help_phone: str
    help_from: time | None
    programme: Sequence[Item]


class DateFacts(NamedTuple):
    """One date. ``arrived`` is when the person went in, if they did; ``address_at`` when its address became another."""

    id: int
    slug: str
    starts: datetime
    ends: datetime
    place: str
    town: str
    join_url: str
    capacity: int | None
    taken: int
    arrived: datetime | None
    window: Window
    meeting_number: str
    dial_in: str
    address_at: datetime | None
    cancelled: bool
    cancelled_why: str

    @property
    def has_room(self) -> bool:
        return self.capacity is None or self.taken < self.capacity

    @property
    def new_address(self) -> bool:
        """Has the address become another since the person went in?"""
        return bool(self.arrived and self.address_at and self.address_at > self.arrived)


class OwnAnswer(NamedTuple):
    """The person's registration."""

    id: UUID
    standing: Standing
    answered_at: datetime
    uid: str
    sequence: int
    offered: bool


class Sheet(NamedTuple):
    """One person and one meeting: all that a page of theirs needs. ``cancelled`` are the dates that are not held.

    ``beside`` are the titles of the round's tracks of another kind, where they were asked for.
    """

    round: RoundFacts
    meeting: MeetingFacts
    dates: Sequence[DateFacts]
    mine: OwnAnswer | None
    cancelled: Sequence[DateFacts] = ()
    beside: tuple[str, ...] = ()

    @property
    def offered(self) -> bool:
        """May the person choose another date whatever the deadline?"""
        return self.mine is not None and self.mine.offered

    @property
    def standing(self) -> Standing:
        return self.mine.standing if self.mine else _UNANSWERED

    @property
    def name(self) -> str:
        """The meeting with the round's name: "Virtuelle stormøder om ØA26"."""
        return full_name(self.meeting.title, self.round.short)

    @property
    def answered(self) -> bool:
        return self.standing != _UNANSWERED

    def date(self, id: int | None) -> DateFacts | None:
        return next((date for date in (*self.dates, *self.cancelled) if date.id == id), None)

    def is_over(self, at: datetime) -> bool:
        return all(date.window.door(at) is Door.CLOSED for date in self.dates)


@dataclass(frozen=True, slots=True)
class Occasion:
    """A date as a stranger may know it."""

    id: int
    round: str
    title: str
    sender: str
    time_zone: str
    starts: datetime
    ends: datetime


def occasion(slug: str) -> Occasion | None:
    """The date a calendar entry's address names."""
    columns = [f"meeting__track__{name}" for name in ("round__key", "title", "round__sender_name", "round__time_zone")]
    row = Session.objects.filter(slug=slug).values_list("pk", *columns, "starts", "ends").first()
    return Occasion(*row) if row else None


def sheets(round_key: str, person: UUID, *, beside: str = "") -> list[Sheet]:
    """The person's sheet of every meeting of the round, in the order of its tracks. One statement.

    ``beside`` is a kind of track whose titles come along.
    """
    grouped: dict[int, list[Any]] = {}
    for row in _rows(_OF_ROUND, person, round_key, beside):
        grouped.setdefault(row[12], []).append(row)
    return [_sheet(rows) for rows in grouped.values()]


def planned(track: int) -> list[Planned]:
    """The dates of a track's meeting, in order. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_PLANNED, [track])
        rows: list[Any] = cursor.fetchall()
    return [
        Planned(_aware(deadline), _aware(links_at), opens, platform, slug, _aware(starts), _aware(ends), place, town)
        for deadline, links_at, opens, platform, slug, starts, ends, place, town in rows
    ]


def sheet_of_session(session: int, person: UUID) -> Sheet | None:
    """The person's sheet of the meeting that ``session`` is a date of. One statement."""
    rows = _rows(_OF_SESSION, person, session)
    return _sheet(rows) if rows else None


def _rows(statement: str, person: UUID, key: str | int, beside: str = "") -> list[Any]:
    own = adapted(person)
    with preparing() as cursor:
        cursor.execute(_worded(statement, vendor()), [beside, own, own, key])
        rows: list[Any] = cursor.fetchall()
    return rows


@lru_cache(8)
def _worded(statement: str, vendor: str) -> str:
    return statement.format(beside=_BESIDE[vendor])


def _sheet(rows: Sequence[Any]) -> Sheet:
    first = rows[0]
    dates = [_date(row[17:19], row[23:38]) for row in rows]
    held, cancelled = [one for one in dates if not one.cancelled], [one for one in dates if one.cancelled]
    beside = tuple((first[47] or "").splitlines())
    return Sheet(RoundFacts._make(first[:9]), _meeting(first[9:23]), held, _own(first[38:47]), cancelled, beside)


def _meeting(row: Sequence[Any]) -> MeetingFacts:
    track, title, text, id, platform, deadline, late, links_at, opens, stays, in_mail, phone, help_from, kept = row
    programme = items(kept if isinstance(kept, str) else json.dumps(kept))
    return MeetingFacts(
        track, title, text, id, platform, _aware(deadline), Late(late), _aware(links_at), opens, stays,
        bool(in_mail), phone, help_from, programme,
    )  # fmt: skip


def _date(minutes: Sequence[int], row: Sequence[Any]) -> DateFacts:
    id, slug, starts, ends, place, town, join_url, capacity, taken, arrived, number, dial_in, since, gone, why = row
    starts, ends = _aware(starts), _aware(ends)
    window = doors.window(starts, ends, minutes[0], minutes[1])
    came = _aware(arrived) if arrived else None
    return DateFacts(
        id, slug, starts, ends, place, town, join_url, capacity, taken, came, window,
        number, dial_in, _aware(since) if since else None, bool(gone), why,
    )  # fmt: skip


def _own(row: Sequence[Any]) -> OwnAnswer | None:
    id, seat, wish, asks, cannot, answered_at, uid, sequence, offered = row
    if id is None:
        return None
    own = id if isinstance(id, UUID) else UUID(id)
    return OwnAnswer(
        own, Standing(seat, wish, bool(asks), bool(cannot)), _aware(answered_at), uid, sequence, bool(offered)
    )


def _aware(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=UTC)


def full_name(title: str, short: str) -> str:
    """A track's title with the round's short name, once."""
    return title if short in title else _("%(title)s about %(short)s") % {"title": title, "short": short}


@lru_cache(64)
def items(programme: str) -> tuple[Item, ...]:
    """The programme as it is kept: a JSON list of at, what, who."""
    return tuple(Item(time.fromisoformat(one["at"]), one["what"], one["who"]) for one in json.loads(programme))
