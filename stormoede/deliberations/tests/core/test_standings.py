"""Where a discussion stands follows from its day, what has come in, and today."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stormoede.deliberations.core.standings import Standing, count, standing

DAYS = st.dates(date(2025, 1, 1), date(2025, 12, 31))


@given(st.none() | DAYS, DAYS)
def test_input_that_has_come_in_says_more_than_any_day(planned: date | None, today: date) -> None:
    assert standing(planned, True, today) is Standing.SENT


@given(DAYS, DAYS)
def test_a_day_is_planned_until_it_is_over(planned: date, today: date) -> None:
    found = standing(planned, False, today)
    assert found is (Standing.HELD if planned < today else Standing.PLANNED)
    # Moving the day ahead of today takes nothing but the day.
    assert standing(today + timedelta(1), False, today) is Standing.PLANNED
    assert standing(None, False, today) is Standing.NONE


@given(st.lists(st.sampled_from(Standing)))
def test_everybody_is_counted_once(found: list[Standing]) -> None:
    counted = count(found)
    assert set(counted) == set(Standing)
    assert sum(counted.values()) == len(found)
