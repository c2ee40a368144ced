"""Next year's dates and names: rules that hold for every day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormoede.lib import holidays
from stormoede.rounds.core import next_year

DAYS = st.dates(date(2015, 1, 1), date(2050, 12, 31))


def is_holiday(day: date) -> bool:
    return bool(holidays.name(day, "da"))


@given(DAYS, st.booleans())
def test_a_date_keeps_its_weekday_and_is_no_holiday(day: date, earlier: bool) -> None:
    moved = next_year.moved(day, is_holiday, earlier=earlier)
    assert moved.weekday() == day.weekday()
    assert not is_holiday(moved)
    assert abs(moved - day - timedelta(weeks=52)) <= timedelta(weeks=3)


@pytest.mark.parametrize(
    ("day", "earlier", "moved"),
    [
        (date(2025, 3, 31), False, date(2026, 3, 30)),
        # 2 April 2026 is Maundy Thursday: a meeting comes a week later, a deadline a week earlier.
        (date(2025, 4, 3), False, date(2026, 4, 9)),
        (date(2025, 4, 3), True, date(2026, 3, 26)),
        # Store bededag was a holiday until 2023.
        (date(2022, 5, 6), False, date(2023, 5, 12)),
        (date(2023, 4, 28), False, date(2024, 4, 26)),
    ],
)
def test_a_date_on_a_holiday_is_moved_a_week(day: date, earlier: bool, moved: date) -> None:
    assert next_year.moved(day, is_holiday, earlier=earlier) == moved


@pytest.mark.parametrize(("text", "next_"), [("oea26", "oea27"), ("ØA26", "ØA27"), ("ØA09", "ØA10"), ("x", "x-2")])
def test_names_are_counted_up(text: str, next_: str) -> None:
    assert next_year.counted_up(text) == next_


def test_years_and_names_are_changed_where_they_stand_alone() -> None:
    assert next_year.a_year_on("Starten af maj 2025, kl. 20250") == "Starten af maj 2026, kl. 20250"
    assert next_year.renamed("ØA26, ØA26's og ØA261", [("ØA26", "ØA27"), ("", "x")]) == "ØA27, ØA27's og ØA261"
