"""All meetings of a round in sums, for the round's first page: three statements, however many people.

Worded by hand: to make the same ones from models costs four times as much processor as to run them.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from stormoede.lib.prepared import preparing

_DATES = """
SELECT m.id, t.key, t.title, m.deadline, m.links_at, m.door_opens,
       s.id, s.starts, s.ends, s.capacity, s.place = '' AND s.town = '' AND s.join_url = '',
       (SELECT COUNT(*) FROM meetings_arrival a WHERE a.session_id = s.id)
FROM meetings_session s JOIN meetings_meeting m ON m.id = s.meeting_id JOIN rounds_track t ON t.id = m.track_id
WHERE t.round_id = %s AND t.kind = 'meetings' AND s.cancelled_at IS NULL ORDER BY t.position, s.starts, s.id
"""
_OF_ROUND = "r.meeting_id IN (SELECT m.id FROM meetings_meeting m JOIN rounds_track t ON t.id = m.track_id WHERE t.round_id = %s AND t.kind = 'meetings')"
_SEATS = f"""
SELECT r.meeting_id, p.organisation_id, r.seat_id, COUNT(*), COUNT(*) FILTER (WHERE r.door_sent_id = r.seat_id)
FROM meetings_registration r JOIN members_person p ON p.id = r.person_id
WHERE {_OF_ROUND} AND r.seat_id IS NOT NULL
GROUP BY r.meeting_id, p.organisation_id, r.seat_id
"""  # noqa: S608 - constants
_OTHERS = f"""
SELECT r.meeting_id, r.wish_id, r.seat_id IS NULL, r.cannot, r.asks, COUNT(*)
FROM meetings_registration r
WHERE {_OF_ROUND} AND (r.seat_id IS NULL OR r.wish_id IS NOT NULL)
GROUP BY r.meeting_id, r.wish_id, r.seat_id IS NULL, r.cannot, r.asks
"""  # noqa: S608 - constants


@dataclass(slots=True)
class DateTally:
    """One date of a meeting. ``lacks_address``: it is held online, and nobody has said where yet."""

    id: int
    starts: datetime
    ends: datetime
    capacity: int | None
    lacks_address: bool
    came: int
    seats: int = 0
    links: int = 0
    waiting: int = 0
    asking: int = 0


@dataclass(slots=True)
class MeetingTally:
    """A meeting of the round. ``answered`` counts all who answered, and among them ``cannot`` those who cannot come."""

    key: str
    title: str
    deadline: datetime
    links_at: datetime
    door_opens: int
    dates: list[DateTally] = field(default_factory=list)
    answered: int = 0
    cannot: int = 0

    @property
    def asking(self) -> int:
        return sum(date.asking for date in self.dates)


@dataclass(frozen=True, slots=True)
class Tally:
    """The round's meetings in order. ``taken`` are the seats by (organisation, date)."""

    meetings: Sequence[MeetingTally]
    taken: Counter[tuple[int, int]]


def of_round(round: int) -> Tally:
    """The round as it stands. Meetings without a date, and dates that are cancelled, are left out."""
    meetings = _meetings(_rows(_DATES, round))
    taken = _seats(meetings, _rows(_SEATS, round))
    _others(meetings, _rows(_OTHERS, round))
    return Tally(list(meetings.values()), taken)


def _rows(statement: str, round: int) -> Sequence[Any]:
    with preparing() as cursor:
        cursor.execute(statement, [round])
        rows: list[Any] = cursor.fetchall()
    return rows


def _meetings(rows: Sequence[Any]) -> dict[int, MeetingTally]:
    found: dict[int, MeetingTally] = {}
    for meeting, key, title, deadline, links_at, opens, id, starts, ends, capacity, lacks, came in rows:
        if meeting not in found:
            found[meeting] = MeetingTally(key, title, _aware(deadline), _aware(links_at), opens)
        found[meeting].dates.append(DateTally(id, _aware(starts), _aware(ends), capacity, bool(lacks), came))
    return found


def _seats(meetings: Mapping[int, MeetingTally], rows: Sequence[Any]) -> Counter[tuple[int, int]]:
    """Spread the seats over meetings and dates; returns them by (organisation, date)."""
    taken: Counter[tuple[int, int]] = Counter()
    dates = {date.id: date for meeting in meetings.values() for date in meeting.dates}
    for meeting, organisation, seat, count, linked in rows:
        taken[organisation, seat] += count
        meetings[meeting].answered += count
        dates[seat].seats += count
        dates[seat].links += linked
    return taken


def _others(meetings: Mapping[int, MeetingTally], rows: Sequence[Any]) -> None:
    """Spread those who wait, who ask and who cannot come. Nothing chosen at all is an answer taken back."""
    dates = {date.id: date for meeting in meetings.values() for date in meeting.dates}
    for meeting, wish, seatless, cannot, asks, count in rows:
        if meeting not in meetings:
            continue
        meetings[meeting].cannot += count if cannot else 0
        meetings[meeting].answered += count if seatless and (wish or cannot) else 0
        if wish and asks:
            dates[wish].asking += count
        elif wish:
            dates[wish].waiting += count


def _aware(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=UTC)
