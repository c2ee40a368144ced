"""The answers to all meetings of a round by organisation and foremost role: three statements, however many people.

Worded by hand, as in ``tallies``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

from stormoede.lib.prepared import preparing
from stormoede.members.queries.foremost import WAYS, Way

_MEETINGS = "SELECT m.id FROM meetings_meeting m JOIN rounds_track t ON t.id = m.track_id WHERE t.round_id = %s AND t.kind = 'meetings'"
_DATES = f"""
SELECT s.id, s.starts FROM meetings_session s
WHERE s.meeting_id IN ({_MEETINGS}) AND s.cancelled_at IS NULL ORDER BY s.starts, s.id
"""  # noqa: S608 - constants


# Each person's answers first, then their organisation and role, once for each, then the sums.
def _answers(way: Way, dates: int) -> str:
    """The statement for so many dates, each in a column of its own."""
    names = [f"on_{number}" for number in range(dates)]
    read, summed = "".join(f", o.{name}" for name in names), "".join(f", CAST(SUM({name}) AS bigint)" for name in names)
    counted = "".join(f", COUNT(*) FILTER (WHERE r.seat_id = %s) AS {name}" for name in names)
    return f"""
WITH {way.ahead}w AS MATERIALIZED (
  SELECT p.organisation_id, {way.place} AS place, o.cannot, o.links{read}
  FROM (
    SELECT r.person_id, COUNT(*) FILTER (WHERE r.cannot) AS cannot,
           COUNT(*) FILTER (WHERE r.door_sent_id = r.seat_id) AS links{counted}
    FROM meetings_registration r
    WHERE r.meeting_id IN ({_MEETINGS}) AND (r.seat_id IS NOT NULL OR r.wish_id IS NOT NULL OR r.cannot)
    GROUP BY r.person_id) o
  JOIN members_person p ON p.id = o.person_id {way.join})
SELECT organisation_id, place, COUNT(*), COUNT(*) FILTER (WHERE cannot > 0), COUNT(*) FILTER (WHERE links > 0){summed}
FROM w GROUP BY organisation_id, place
"""  # noqa: S608 - constants


def _came(way: Way) -> str:
    return f"""
WITH {way.ahead}w AS MATERIALIZED (
  SELECT p.organisation_id, {way.place} AS place
  FROM (SELECT DISTINCT a.person_id FROM meetings_arrival a JOIN meetings_session s ON s.id = a.session_id
        WHERE s.meeting_id IN ({_MEETINGS})) o
  JOIN members_person p ON p.id = o.person_id {way.join})
SELECT organisation_id, place, COUNT(*) FROM w GROUP BY organisation_id, place
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
    way = WAYS[connection.vendor]
    return Spread(
        dates,
        _rows(_answers(way, len(dates)), on, on, *(id for id, _starts in dates), round),
        _rows(_came(way), on, on, round),
    )


def _rows(statement: str, *values: int | date) -> list[Any]:
    with preparing() as cursor:
        cursor.execute(statement, list(values))
        rows: list[Any] = cursor.fetchall()
    return rows
