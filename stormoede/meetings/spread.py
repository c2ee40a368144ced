"""The answers to all meetings of a round by organisation and foremost role: three statements, however many people.

Worded by hand, as in ``tallies``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from stormoede.lib.prepared import preparing
from stormoede.members.queries.foremost import FOREMOST

_MEETINGS = "SELECT m.id FROM meetings_meeting m JOIN rounds_track t ON t.id = m.track_id WHERE t.round_id = %s AND t.kind = 'meetings'"
_DATES = f"""
SELECT s.id, s.starts FROM meetings_session s
WHERE s.meeting_id IN ({_MEETINGS}) AND s.cancelled_at IS NULL ORDER BY s.starts, s.id
"""  # noqa: S608 - constants
_ANSWERS = f"""
SELECT p.organisation_id, f.place, COUNT(DISTINCT r.person_id), COUNT(DISTINCT r.person_id) FILTER (WHERE r.cannot),
       COUNT(DISTINCT r.person_id) FILTER (WHERE r.door_sent_id = r.seat_id){{dates}}
FROM meetings_registration r JOIN members_person p ON p.id = r.person_id LEFT JOIN ({FOREMOST}) f ON f.person_id = p.id
WHERE r.meeting_id IN ({_MEETINGS}) AND (r.seat_id IS NOT NULL OR r.wish_id IS NOT NULL OR r.cannot)
GROUP BY p.organisation_id, f.place
"""  # noqa: S608 - constants
_ON_DATE = ", COUNT(*) FILTER (WHERE r.seat_id = %s)"
_CAME = f"""
SELECT p.organisation_id, f.place, COUNT(DISTINCT a.person_id)
FROM meetings_arrival a JOIN meetings_session s ON s.id = a.session_id JOIN members_person p ON p.id = a.person_id
LEFT JOIN ({FOREMOST}) f ON f.person_id = p.id
WHERE s.meeting_id IN ({_MEETINGS})
GROUP BY p.organisation_id, f.place
"""  # noqa: S608 - constants


@dataclass(frozen=True, slots=True)
class Spread:
    """``dates`` in order, cancelled ones left out. Every other row begins with the organisation and the place of the role.

    ``answers``: people who have answered, who cannot, whose link has been sent, then the seats on each date. ``came``: people.
    """

    dates: Sequence[tuple[int, datetime]]
    answers: Sequence[tuple[Any, ...]]
    came: Sequence[tuple[int | None, int | None, int]]


def of_round(round: int, on: date) -> Spread:
    """The round's meetings as they stand. ``on`` is the day on which roles count."""
    dates = [(id, starts if starts.tzinfo else starts.replace(tzinfo=UTC)) for id, starts in _rows(_DATES, round)]
    answers = _ANSWERS.replace("{dates}", _ON_DATE * len(dates))
    return Spread(
        dates,
        _rows(answers, *(id for id, _starts in dates), on, on, round),
        _rows(_CAME, on, on, round),
    )


def _rows(statement: str, *values: int | date) -> list[Any]:
    with preparing() as cursor:
        cursor.execute(statement, list(values))
        rows: list[Any] = cursor.fetchall()
    return rows
