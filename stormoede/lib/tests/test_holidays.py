"""Danish holidays, year by year."""

from datetime import date

import pytest

from stormoede.lib import holidays


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2023, 5, 5), "Store bededag"),
        (date(2024, 4, 26), ""),
        (date(2026, 4, 2), "Skærtorsdag"),
        (date(2026, 6, 5), "Grundlovsdag"),
        (date(2026, 3, 30), ""),
    ],
)
def test_a_day_has_its_name_and_store_bededag_counts_until_2023(day: date, name: str) -> None:
    assert holidays.name(day, "da") == name


def test_a_name_is_told_in_the_readers_language() -> None:
    assert holidays.name(date(2026, 4, 2), "en") == "Maundy Thursday"
