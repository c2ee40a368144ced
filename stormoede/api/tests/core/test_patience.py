"""How long a hook is left alone, and when one posting stops holding up the rest."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stormoede.api.core import patience

SPREAD = st.floats(0, 1)


@given(st.integers(1, 500), SPREAD)
def test_longer_each_time_and_never_much_over_an_hour(faults: int, spread: float) -> None:
    rest = patience.rest(faults, spread)
    assert timedelta(seconds=3) <= rest <= patience.CEILING * 1.25
    assert patience.rest(faults + 1, 1.0) >= patience.rest(faults, 1.0)


@given(st.integers(1, 50), SPREAD, st.integers(0, 10**6))
def test_the_receiver_may_ask_for_more_up_to_an_hour(faults: int, spread: float, seconds: int) -> None:
    asked = timedelta(seconds=seconds)
    rest = patience.rest(faults, spread, asked)
    assert rest >= min(asked, patience.CEILING)
    assert rest <= max(asked, patience.CEILING * 1.25)


def test_it_steps_aside_only_for_a_receiver_that_answers() -> None:
    assert patience.aside(patience.IN_LINE - 1, True, 0.5) is None
    assert patience.aside(patience.IN_LINE, True, 0.5) is not None
    assert patience.aside(100, False, 0.5) is None


def test_three_days() -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    assert patience.is_over(now - timedelta(days=3), now)
    assert not patience.is_over(now - timedelta(days=3) + timedelta(seconds=1), now)
