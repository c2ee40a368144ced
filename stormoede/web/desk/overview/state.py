"""What the overview reads: seven statements, each a sum, however many members there are.

They are written by hand: to make the same ones from models costs four times as much processor as to run them.
"""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from django.db import connection

from stormoede.lib import words
from stormoede.mail.models import Message
from stormoede.rounds.models import Round

_LETTERS = """
SELECT 'letter-version:' || v.id, l.key, l.title, l.dated, l.edit_number, l.tested_edit, l.release_at, l.released_at, l.sent_at, b.paused_at,
       (SELECT COUNT(*) FROM letters_delivery d WHERE d.message_id IS NULL AND d.letter_id = l.id)
FROM letters_letter l LEFT JOIN mail_batch b ON b.id = l.batch_id LEFT JOIN letters_letterversion v ON v.letter_id = l.id
WHERE l.round_id = %s ORDER BY l.dated, l.key
"""
_MESSAGES = """
SELECT m.ref, m.state, COUNT(*) FROM mail_message m
WHERE m.ref IN (SELECT 'letter-version:' || v.id FROM letters_letterversion v JOIN letters_letter l ON l.id = v.letter_id
                WHERE l.round_id = %s) AND m.person <> ''
GROUP BY m.ref, m.state
"""
_DATES = """
SELECT m.id, t.key, t.title, m.deadline, m.links_at, m.door_opens,
       s.id, s.starts, s.ends, s.capacity, s.place = '' AND s.town = '' AND s.join_url = '',
       (SELECT COUNT(*) FROM meetings_arrival a WHERE a.session_id = s.id)
FROM meetings_session s JOIN meetings_meeting m ON m.id = s.meeting_id JOIN rounds_track t ON t.id = m.track_id
WHERE t.round_id = %s ORDER BY t.position, s.starts, s.id
"""
_SEATS = """
SELECT r.meeting_id, p.organisation_id, r.seat_id, COUNT(*), COUNT(*) FILTER (WHERE r.door_sent_id = r.seat_id)
FROM meetings_registration r JOIN members_person p ON p.id = r.person_id
WHERE r.meeting_id IN (SELECT m.id FROM meetings_meeting m JOIN rounds_track t ON t.id = m.track_id WHERE t.round_id = %s) AND r.seat_id IS NOT NULL
GROUP BY r.meeting_id, p.organisation_id, r.seat_id
"""
_OTHERS = """
SELECT r.meeting_id, r.wish_id, r.seat_id IS NULL, r.cannot, r.asks, COUNT(*)
FROM meetings_registration r
WHERE r.meeting_id IN (SELECT m.id FROM meetings_meeting m JOIN rounds_track t ON t.id = m.track_id WHERE t.round_id = %s) AND (r.seat_id IS NULL OR r.wish_id IS NOT NULL)
GROUP BY r.meeting_id, r.wish_id, r.seat_id IS NULL, r.cannot, r.asks
"""
_NOTICES = """
SELECT t.title, n."when" FROM rounds_notice n JOIN rounds_track t ON t.id = n.track_id
WHERE t.round_id = %s ORDER BY t.position
"""
_PLACES = """
SELECT g.name, o.id, o.name, o.seats
FROM members_groupmembership k JOIN members_group g ON g.id = k.group_id JOIN members_organisation o ON o.id = k.organisation_id
WHERE g.kind = 'regional_council'
  AND (k.valid_from IS NULL OR k.valid_from <= %s) AND (k.valid_to IS NULL OR k.valid_to >= %s)
ORDER BY g.sort_key, o.sort_key
"""


DEAR = 0.1
_dear: dict[int, tuple[float, "State"]] = {}


@dataclass(frozen=True, slots=True)
class LetterState:
    """A letter and how far it has come."""

    key: str
    title: str
    dated: date | None
    edit_number: int
    tested_edit: int | None
    release_at: datetime | None
    released_at: datetime | None
    sent_at: datetime | None
    paused_at: datetime | None
    unreachable: int
    states: Counter[str] = field(default_factory=Counter)

    @property
    def asked(self) -> int:
        return self.unreachable + sum(self.states.values()) - self.states[Message.State.CANCELLED]

    @property
    def accepted(self) -> int:
        return self.states[Message.State.ACCEPTED]

    @property
    def failed(self) -> int:
        return self.states[Message.State.REFUSED] + self.states[Message.State.UNBUILDABLE]

    @property
    def on_its_way(self) -> int:
        return self.states[Message.State.QUEUED] + self.states[Message.State.DEFERRED]


@dataclass(frozen=True, slots=True)
class DateState:
    """One date of a meeting. ``lacks_address``: it is held online, and nobody has said where yet."""

    id: int
    starts: datetime
    ends: datetime
    capacity: int | None
    lacks_address: bool
    came: int
    sums: Counter[str] = field(default_factory=Counter)

    @property
    def seats(self) -> int:
        return self.sums["seats"]

    @property
    def links(self) -> int:
        return self.sums["links"]

    @property
    def waiting(self) -> int:
        return self.sums["waiting"]

    @property
    def asking(self) -> int:
        return self.sums["asking"]


@dataclass(frozen=True, slots=True)
class MeetingState:
    """A meeting of the round. ``sums`` counts all who answered, and those who cannot come."""

    key: str
    title: str
    deadline: datetime
    links_at: datetime
    door_opens: int
    dates: list[DateState] = field(default_factory=list)
    sums: Counter[str] = field(default_factory=Counter)

    @property
    def asking(self) -> int:
        return sum(date.asking for date in self.dates)

    @property
    def cannot(self) -> int:
        return self.sums["cannot"]


@dataclass(frozen=True)
class State:
    """A round at a moment. ``taken`` are the seats by (organisation, date); ``places`` the organisations by group."""

    round: Round
    at: datetime
    letters: Sequence[LetterState]
    meetings: Sequence[MeetingState]
    notices: Sequence[tuple[str, str]]
    places: Sequence[tuple[str, int, str, int | None]]
    taken: Counter[tuple[int, int]]

    @cached_property
    def dates(self) -> list[DateState]:
        return [date for meeting in self.meetings for date in meeting.dates]

    @cached_property
    def invitation(self) -> LetterState | None:
        """The first letter that has been released: who was asked."""
        released = [(letter.released_at, letter) for letter in self.letters if letter.released_at]
        return min(released, key=lambda one: one[0])[1] if released else None


def read(round: Round, at: datetime) -> State:
    """The round at ``at``, or as it was a moment ago where there are so many members that reading is dear.

    A reading that took a tenth of a second or more is kept 50 times as long as it took, ten seconds at most, so that looking at the
    page never takes more than one part in fifty of a processor. With a few thousand members every look reads anew.
    """
    now = time.monotonic()
    kept = _dear.get(round.pk)
    if kept and now < kept[0] and kept[1].at <= at:
        return kept[1]
    state = _read(round, at)
    took = time.monotonic() - now
    if took >= DEAR:
        _dear[round.pk] = now + min(50 * took, 10.0), state
    return state


def _read(round: Round, at: datetime) -> State:
    today = words.local_day(at, round.time_zone)
    letters = _letters(_rows(_LETTERS, round.pk), _rows(_MESSAGES, round.pk))
    meetings = _meetings(_rows(_DATES, round.pk))
    taken = _seats(meetings, _rows(_SEATS, round.pk))
    _others(meetings, _rows(_OTHERS, round.pk))
    notices, places = _rows(_NOTICES, round.pk), _rows(_PLACES, today, today)
    return State(round, at, letters, list(meetings.values()), notices, places, taken)


def _rows(statement: str, *values: int | date) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[Any] = cursor.fetchall()
    return rows


def _letters(rows: Sequence[Any], messages: Sequence[Any]) -> list[LetterState]:
    found: dict[str, LetterState] = {}
    states = {(ref, state): count for ref, state, count in messages}
    for ref, key, title, dated, edit, tested, release_at, released_at, sent_at, paused_at, unreachable in rows:
        times = _aware(release_at), _aware(released_at), _aware(sent_at), _aware(paused_at)
        letter = found.setdefault(key, LetterState(key, title, dated, edit, tested, *times, unreachable))
        letter.states.update({state: states.get((ref, state.value), 0) for state in Message.State})
    return list(found.values())


def _meetings(rows: Sequence[Any]) -> dict[int, MeetingState]:
    found: dict[int, MeetingState] = {}
    for meeting, key, title, deadline, links_at, opens, id, starts, ends, capacity, lacks, came in rows:
        if meeting not in found:
            found[meeting] = MeetingState(key, title, _aware(deadline), _aware(links_at), opens)
        found[meeting].dates.append(DateState(id, _aware(starts), _aware(ends), capacity, bool(lacks), came))
    return found


def _seats(meetings: dict[int, MeetingState], rows: Sequence[Any]) -> Counter[tuple[int, int]]:
    """Spread the seats over meetings and dates; returns them by (organisation, date)."""
    taken: Counter[tuple[int, int]] = Counter()
    dates = {date.id: date.sums for meeting in meetings.values() for date in meeting.dates}
    for meeting, organisation, seat, count, linked in rows:
        taken[organisation, seat] += count
        meetings[meeting].sums["answered"] += count
        dates[seat]["seats"] += count
        dates[seat]["links"] += linked
    return taken


def _others(meetings: dict[int, MeetingState], rows: Sequence[Any]) -> None:
    """Spread those who wait, who ask and who cannot come. Nothing chosen at all is an answer taken back."""
    dates = {date.id: date.sums for meeting in meetings.values() for date in meeting.dates}
    for meeting, wish, seatless, cannot, asks, count in rows:
        meetings[meeting].sums["cannot"] += count if cannot else 0
        meetings[meeting].sums["answered"] += count if seatless and (wish or cannot) else 0
        if wish:
            dates[wish]["asking" if asks else "waiting"] += count


def _aware(value: Any) -> Any:  # noqa: ANN401 - None stays None; SQLite gives instants without their zone
    return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value
