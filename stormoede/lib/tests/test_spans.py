"""From-to times are kept together, and nothing else is."""

import pytest

from stormoede.lib.spans import unbroken


@pytest.mark.parametrize("told", ["kl. 19.00-20.30", "kl.\u00a019.00-20.30", "9.00-10.15", "19:00–20:30"])
def test_a_from_to_time_is_kept_on_one_line(told: str) -> None:
    assert unbroken(f"Mandag {told}, Teams.", "<span>") == f"Mandag <span>{told}</span>, Teams."


@pytest.mark.parametrize("text", ["kl. 19.00", "3376-3376", "den 31.-3. april", "1.2.3.10-4.20", "§ 12-13", "2.432"])
def test_other_figures_are_left_alone(text: str) -> None:
    assert unbroken(text, "<span>") == text
