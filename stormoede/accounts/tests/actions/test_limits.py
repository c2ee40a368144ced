"""Limits that outlive the process, and what is taken away when it is over."""

from datetime import UTC, datetime, timedelta

import pytest

from stormoede.accounts.actions import codes, limits, lost
from stormoede.accounts.actions.tidying import tidy
from stormoede.accounts.models import CodeRequest, Limit, LostMail, StaffSession
from stormoede.events.actor import system
from stormoede.lib import clock
from tests import cast

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 3, 20, 19, 59, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_so_many_in_a_window_and_anew_in_the_next():
    def use(at):
        return limits.use("x", "192.0.2.0/24", most=3, within=HOUR, at=at)

    assert [use(NOW) for _ in range(5)] == [True, True, True, False, False]
    assert use(NOW + timedelta(minutes=1))
    assert limits.use("x", "198.51.100.0/24", most=3, within=HOUR, at=NOW)
    assert limits.use("y", "192.0.2.0/24", most=3, within=HOUR, at=NOW)


def test_the_table_tells_nobodys_address():
    limits.use("lost-address", "karen@faaborg-midtfyn.example", most=3, within=HOUR, at=NOW)
    assert "karen" not in repr(list(Limit.objects.values()))


def test_what_is_over_is_taken_away():
    who, now = cast.person(), clock.wall()
    cast.desk()
    for at in (now - timedelta(days=2), now):
        limits.use("x", "y", most=3, within=HOUR, at=at)
        codes.ask(who, nonce="a" * 32, by=system("test"), at=at, dated=at)
        LostMail.objects.create(address="x@y.example", asked_at=at)
    StaffSession.objects.create(name="old", data=b"", started_at=now - HOUR * 13, ends_at=now - HOUR)
    assert tidy(now) == 4
    assert [model.objects.count() for model in (Limit, CodeRequest, LostMail, StaffSession)] == [1, 1, 1, 1]
    assert lost.KIND
