"""Do dates lie within the round?"""

from datetime import UTC, date, datetime

from stormoede.rounds.core.calendar import Point, outside


def test_a_round_reaches_from_its_first_midnight_to_its_last() -> None:
    starts, ends, tz = date(2025, 2, 7), date(2025, 6, 30), "Europe/Copenhagen"
    inside = [datetime(2025, 2, 6, 23, tzinfo=UTC), datetime(2025, 6, 30, 21, 59, 59, tzinfo=UTC)]
    out = [datetime(2025, 2, 6, 22, 59, 59, tzinfo=UTC), datetime(2025, 6, 30, 22, tzinfo=UTC)]
    told = [Point(at, "x", "x") for at in inside + out]
    assert [point.at for point in outside(told, starts, ends, tz)] == out
