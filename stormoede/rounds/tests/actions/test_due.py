"""What the clock makes due is asked of every track's kind."""

from datetime import UTC, datetime

import pytest

from stormoede.rounds.actions import due
from stormoede.rounds.tests.makers import Told, known, make, track

pytestmark = pytest.mark.django_db
AT = datetime(2025, 3, 27, 7, tzinfo=UTC)


def test_every_track_is_asked() -> None:
    told = Told()
    with known(told=told):
        round = make()
        track(round, "a")
        track(round, "b")
        assert due.run(at=AT) == 4
    assert told.asked == [AT, AT]


def test_a_round_long_over_is_not_asked() -> None:
    told = Told()
    with known(told=told):
        track(make(), "a")
        assert due.run(at=datetime(2025, 7, 30, 12, tzinfo=UTC)) == 2
        assert due.run(at=datetime(2025, 7, 31, 12, tzinfo=UTC)) == 0


def test_one_failure_does_not_hold_the_others_up() -> None:
    well, ill = Told(), Told(failure=RuntimeError("the relay is gone"))
    with known(ill=ill, told=well):
        round = make()
        track(round, "a", kind="ill")
        track(round, "b")
        with pytest.raises(ExceptionGroup) as raised:
            due.run(at=AT)
    assert raised.value.exceptions == (ill.failure,)
    assert well.asked == [AT]
