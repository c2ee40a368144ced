"""Are the dates in order?"""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from stormoede.rounds.core.calendar import Point, disorders, outside

START = datetime(2025, 3, 26, tzinfo=UTC)
points = st.lists(st.integers(-50, 50).map(lambda n: Point(START + timedelta(hours=n), str(n), str(n))), max_size=8)


def test_a_deadline_after_its_links_is_named() -> None:
    deadline, links = Point(START + timedelta(days=2), "deadline", "Frist"), Point(START, "links", "Links")
    evening = Point(START + timedelta(days=5), "first", "Første aften")
    (disorder,) = disorders([deadline, links, evening])
    assert (disorder.first, disorder.then) == (deadline, links)


@given(points)
def test_no_disorder_is_the_same_as_sorted(given_points: list[Point]) -> None:
    assert (disorders(given_points) == []) == (given_points == sorted(given_points, key=lambda point: point.at))


@given(points)
def test_every_disorder_is_true(given_points: list[Point]) -> None:
    assert all(disorder.first.at > disorder.then.at for disorder in disorders(given_points))


def test_a_round_reaches_from_its_first_midnight_to_its_last() -> None:
    starts, ends, tz = date(2025, 2, 7), date(2025, 6, 30), "Europe/Copenhagen"
    inside = [datetime(2025, 2, 6, 23, tzinfo=UTC), datetime(2025, 6, 30, 21, 59, 59, tzinfo=UTC)]
    out = [datetime(2025, 2, 6, 22, 59, 59, tzinfo=UTC), datetime(2025, 6, 30, 22, tzinfo=UTC)]
    told = [Point(at, "x", "x") for at in inside + out]
    assert [point.at for point in outside(told, starts, ends, tz)] == out
