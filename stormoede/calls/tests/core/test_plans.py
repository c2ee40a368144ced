"""When the door of a call opens."""

from datetime import UTC, datetime, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from stormoede.calls.core.plans import DOOR_OPENS, door_opens

STARTS = datetime(2025, 5, 14, 13, 30, tzinfo=UTC)


@given(st.timedeltas(timedelta(0), timedelta(hours=3)))
@example(timedelta(minutes=8, seconds=25))
@example(timedelta(minutes=15))
def test_it_opens_a_quarter_of_an_hour_before_or_at_once(left: timedelta) -> None:
    at, before = STARTS - left, timedelta(minutes=door_opens(STARTS, STARTS - left))
    if left >= timedelta(minutes=DOOR_OPENS):
        assert before == timedelta(minutes=DOOR_OPENS)
    else:
        assert at - timedelta(minutes=1) < STARTS - before <= at
