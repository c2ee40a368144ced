"""The desk calls a meeting: looked through, sent, moved, called off; the answers tick in."""

from datetime import timedelta
from uuid import uuid4

import pytest

from stormoede.accounts.models import Staff
from stormoede.calls import queries
from stormoede.calls.models import Call
from stormoede.calls.tests.makers import AT, audience, call, comes, people, sends
from stormoede.lib import clock
from stormoede.mail.models import Message
from stormoede.meetings.models import Session
from stormoede.meetings.tests import house
from tests import cast

pytestmark = pytest.mark.django_db
HERE = "/desk/rounds/oea26/calls/"
ONE = f"{HERE}indkaldelse-1/"
LIVE = f"/live{ONE}"


@pytest.fixture(autouse=True)
def _now() -> object:
    before = clock.installed()
    clock.install(lambda: AT)
    yield
    clock.install(before)


def told(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def test_a_meeting_is_called_in_two_presses_and_a_third_calls_nobody() -> None:
    house.round_()
    of = audience(people(3))
    browser = cast.desk()
    assert "Ingen indkaldelser endnu" in told(browser.get(HERE))
    assert "Borgmestre" in told(browser.get(f"{HERE}new/"))
    typed = {"mark": str(uuid4()), "audience": of.pk, "subject": "Status", "lines": "Kort nyt.", "minutes": "30"}
    typed |= {"starts": "2025-05-14T15:30", "platform": "Teams", "join_url": ""}
    page = told(browser.post(f"{HERE}new/", {**typed, "act": "look"}))
    assert "Indkald 3 personer nu" in page
    assert "Mødet har ingen adresse endnu" in page
    assert not Call.objects.exists()
    assert browser.post(f"{HERE}new/", {**typed, "act": "call"}).headers["Location"] == ONE
    assert browser.post(f"{HERE}new/", {**typed, "act": "call"}).headers["Location"] == ONE
    assert Message.objects.count() == 3
    wrong = browser.post(f"{HERE}new/", {**typed, "mark": str(uuid4()), "starts": "2025-05-14T09:30", "act": "call"})
    assert wrong.status_code == 422
    assert "Det tidspunkt er passeret" in told(wrong)
    outside = browser.post(f"{HERE}new/", {**typed, "mark": str(uuid4()), "starts": "2025-08-14T09:30", "act": "call"})
    assert "uden for runden" in told(outside)
    assert Call.objects.count() == 1


def test_the_answers_tick_in_at_one_cost(django_assert_max_num_queries: object) -> None:
    called = people(4)
    made = call(called)
    browser = cast.desk()
    with django_assert_max_num_queries(10) as first:  # type: ignore[operator]
        assert "af 4 indkaldte kommer" in told(browser.get(LIVE))
    comes(made, called[0])
    comes(made, called[1], False)
    sends(made, called[2])
    with django_assert_max_num_queries(10) as second:  # type: ignore[operator]
        page = told(browser.get(LIVE))
    assert len(first) == len(second)
    assert page.count('<td class="num">1</td>') == 4
    assert f'data-live="{LIVE}"' in page
    names = told(browser.get(f"{ONE}people/"))
    assert "Ida Bech kommer i stedet" in names
    assert "Ikke svaret" in names


def test_a_call_is_moved_and_called_off() -> None:
    call(people(2))
    browser = cast.desk()
    later = {"starts": "2025-05-14T16:30", "minutes": "30", "join_url": ""}
    page = told(browser.post(f"{ONE}move/", later, follow=True))
    assert "2 får besked om det nye tidspunkt" in page
    assert Session.objects.get().starts == AT + timedelta(hours=3, minutes=30)
    assert browser.post(f"{ONE}move/", {**later, "minutes": "x"}).status_code == 422
    assert "kryds i feltet" in told(browser.post(f"{ONE}off/", {}, follow=True))
    assert "Mødet er aflyst. 2 får besked." in told(browser.post(f"{ONE}off/", {"sure": "yes"}, follow=True))
    assert Session.objects.get().cancelled_at is not None


def test_a_reader_sees_and_calls_nobody() -> None:
    called = people(2)
    call(called)
    browser = cast.desk(role=Staff.Role.READER)
    page = told(browser.get(ONE))
    assert "af 2 indkaldte kommer" in page
    assert "Aflys" not in page
    assert browser.get(f"{HERE}new/").status_code == 403
    assert browser.post(f"{ONE}off/", {"sure": "yes"}).status_code == 403
    assert queries.tally(Call.objects.get()).called == 2
