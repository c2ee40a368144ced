"""The fields forms share: read as people write, refused in plain words of the page's language."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.utils import timezone, translation

from stormoede.lib import fields


class Sample(forms.Form):
    day = fields.day("Day", "Choose it")
    moment = fields.moment("Moment")
    minutes = fields.whole("Minutes", (5, 240), "5 to 240")
    side = fields.one_of("Side", [("left", "Left")], "Choose a side")


def sample(**typed: str) -> Sample:
    return Sample({"day": "2025-03-31", "minutes": "45", "side": "left", **typed})


@pytest.mark.parametrize("typed", ["2025-03-31", "31.03.2025", "31-3-2025", "31/03/2025"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_a_day_is_read_as_it_is_written(typed, language):
    with translation.override(language):
        form = sample(day=typed)
        assert form.is_valid()
    assert form.cleaned_data["day"] == date(2025, 3, 31)


@pytest.mark.parametrize("typed", ["2025-03-31T19:00", "31.03.2025 19.00", "31.03.2025 kl. 19.00", "31.03.2025 19:00"])
def test_a_moment_is_read_as_it_is_written(typed):
    with timezone.override("Europe/Copenhagen"):
        form = sample(moment=typed)
        assert form.is_valid()
    assert form.cleaned_data["moment"] == datetime(2025, 3, 31, 17, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["2025-03-30T02:30", "26.10.2025 02.30"])
def test_a_moment_that_the_change_of_clocks_leaves_out_or_has_twice_is_told(typed):
    with timezone.override("Europe/Copenhagen"), translation.override("da"):
        told = list(sample(moment=typed).errors["moment"])
    assert told == ["Vælg et andet tidspunkt: Uret bliver stillet i den time"]


def test_what_cannot_be_read_is_said_in_the_pages_language():
    with translation.override("da"):
        told = sample(day="i morgen", moment="31.02.2025 19.00", minutes="300", side="right").errors
        assert {name: list(errors) for name, errors in told.items()} == {
            "day": ["Skriv dagen som 31.03.2025"],
            "moment": ["Skriv dag og tid som 31.03.2025 19.00"],
            "minutes": ["5 to 240"],
            "side": ["Choose a side"],
        }


def test_only_what_is_asked_for_with_words_must_be_filled_in():
    assert dict(Sample({}).errors) == {"day": ["Choose it"], "minutes": ["5 to 240"], "side": ["Choose a side"]}
