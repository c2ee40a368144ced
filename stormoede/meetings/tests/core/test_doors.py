from datetime import UTC, datetime, timedelta

import pytest

from stormoede.meetings.core import doors
from stormoede.meetings.core.seats import Door

STARTS = datetime(2025, 3, 31, 17, 0, tzinfo=UTC)
WINDOW = doors.window(STARTS, STARTS + timedelta(minutes=90), 15, 20)
DEADLINE = datetime(2025, 3, 26, 22, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "door"),
    [(-15.01, Door.SHUT), (-15, Door.OPEN), (0, Door.OPEN), (109.99, Door.OPEN), (110, Door.CLOSED)],
)
def test_the_door_stands_open_for_its_minutes(minutes, door):
    assert WINDOW.door(STARTS + timedelta(minutes=minutes)) is door


@pytest.mark.parametrize(("late", "counts"), [(0, True), (999_999, True), (1_000_000, False), (-1, True)])
def test_the_deadlines_last_second_counts_to_its_end(late, counts):
    assert doors.on_time(DEADLINE + timedelta(microseconds=late), DEADLINE) is counts


def test_the_lobbys_mark_is_short_stable_and_differs():
    marks = {doors.mark(b"k" * 32, session, f"person {n}") for session in (1, 2) for n in range(200)}
    assert len(marks) > 395
    assert all(len(mark) == 4 and not set(mark) & set("01IO") for mark in marks)
    assert doors.mark(b"k" * 32, 1, "a") == doors.mark(b"k" * 32, 1, "a")
