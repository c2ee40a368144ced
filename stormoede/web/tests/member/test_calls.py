"""One who is called answers on their page; a deputy has a door of their own and nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpResponse

from stormoede.accounts.models import Link
from stormoede.calls.models import Deputy
from stormoede.calls.tests.makers import STARTS, call, line, people, sends
from stormoede.lib import clock
from stormoede.mail.models import Message
from stormoede.meetings.models import Arrival
from stormoede.members.models import Person
from tests import cast

pytestmark = pytest.mark.django_db
NOW = [datetime(2025, 5, 14, 11, tzinfo=UTC)]


@pytest.fixture(autouse=True)
def _now() -> object:
    before = clock.installed()
    NOW[0] = datetime(2025, 5, 14, 11, tzinfo=UTC)
    clock.install(lambda: NOW[0])
    yield
    clock.install(before)


def told(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def opened(who: Person, purpose: str = "p") -> tuple[cast.Browser, str]:
    """A browser in which the person's link was opened, and the page it leads to."""
    browser = cast.Browser()
    return browser, browser.open(Link.objects.get(person=who, purpose=purpose)).headers["Location"]


def test_the_three_answers() -> None:
    called = people(2)
    made = call(called)
    browser, here = opened(called[0])
    page = told(browser.get(here))
    assert here.startswith("/indkaldt/")
    assert all(
        words in page for words in ("Jeg kommer", "Jeg kan ikke", "Jeg sender en stedfortræder", "kl. 15.30-16.00")
    )
    assert browser.post(f"{here}svar", {}).status_code == 422
    assert line(made, called[0]).sequence == 0
    assert browser.post(f"{here}svar", {"choice": "come"}).status_code == 303
    page = told(browser.get(here))
    assert "Du kommer. Mødet er i din kalender." in page
    browser.post(f"{here}svar", {"choice": "cannot"})
    assert line(made, called[0]).cannot
    assert browser.post(f"{here}svar", {"choice": "deputy"}).headers["Location"] == f"{here}stedfortraeder"
    assert browser.get(here.replace("/indkaldt/", "/mig/")).status_code == 404


def test_a_deputy_is_named_after_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    called = people(1)
    call(called)
    browser, here = opened(called[0])
    page = told(browser.get(f"{here}stedfortraeder"))
    assert 'name="email"' not in page
    named = {"name": "Ida Bech", "email": "ida@aabenraa.example"}
    browser.post(f"{here}stedfortraeder", named)
    assert not Deputy.objects.exists()
    monkeypatch.setattr("stormoede.accounts.actions.codes.check", lambda *_, **__: True)
    browser.post(f"{here}stedfortraeder", {**named, "code-act": "check", "code": "123456"})
    assert Deputy.objects.get().person.name == "Ida Bech"
    assert "Ida Bech kommer i dit sted" in told(browser.get(here))
    assert browser.post(f"{here}stedfortraeder", {"name": "", "email": "x"}).status_code == 422


def test_a_deputy_goes_through_the_door_until_they_are_taken_back() -> None:
    called = people(1)
    made = call(called)
    deputy = sends(made, called[0])
    browser, here = opened(deputy, "s")
    assert here.startswith("/dor/")
    NOW[0] = STARTS - timedelta(minutes=5)
    assert browser.get(here).status_code == 200
    assert browser.get(here.replace("/dor/", "/mig/")).status_code == 404
    assert browser.post(f"{here}gaa-ind").status_code == 303
    assert Arrival.objects.get().person == deputy
    assert "teams.example.com" in told(browser.get(f"{here}ind"))
    member, page = opened(called[0])
    member.post(f"{page}svar", {"choice": "come"})
    assert browser.get(f"{here}ind").status_code == 410
    assert Message.objects.filter(kind="calls.deputy", person=str(deputy.pk)).count() == 2


def test_one_who_has_not_answered_may_still_go_in_by_the_late_rule() -> None:
    called = people(1)
    made = call(called)
    browser, here = opened(called[0], "d")
    NOW[0] = STARTS - timedelta(minutes=5)
    browser.post(f"{here}svar", {"choice": str(made.meeting.sessions.get().pk)})
    assert browser.post(f"{here}gaa-ind").status_code == 303
    assert Arrival.objects.count() == 1
