"""The round's first page is counted when something has happened, and remembered until then."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stormoede.bench import crowd
from stormoede.events.actions.records import record
from stormoede.lib import clock
from stormoede.meetings.models import Registration
from tests import cast


@pytest.mark.django_db(transaction=True)
def test_while_nothing_happens_it_is_not_counted_again(monkeypatch) -> None:
    monkeypatch.setattr(clock, "_source", lambda: crowd.AT)
    told = crowd.fill(98)
    browser = cast.Browser().sign_in(told.staff)
    assert "beder om plads" not in _words(browser.get("/desk/rounds/oea26/"))
    # The sign-in and its owner, the round, whether anything has happened, what waits between us and others (two);
    # and the story, which the clock set here makes the page look for.
    assert 7 in (_statements(browser) for _ in range(30))
    row = Registration.objects.filter(cannot=True).first()
    Registration.objects.filter(pk=row.pk).update(cannot=False, wish=told.sessions[0], wished_at=crowd.AT, asks=True)
    record("registration.asked", f"registration:{row.pk}", by=crowd.BY, at=crowd.AT)
    assert "1 beder om plads efter fristen" in _words(browser.get("/desk/rounds/oea26/"))


def _words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def _statements(browser: cast.Browser) -> int:
    """What a look costs. On PostgreSQL a transaction that is under way elsewhere on the same server is something that happens."""
    with CaptureQueriesContext(connection) as seen:
        browser.get("/desk/rounds/oea26/")
    return len(seen)
