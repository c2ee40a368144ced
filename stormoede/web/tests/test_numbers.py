"""What a form or an address has where the number of a row is asked for may be anything, and no page faults."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormoede.lib import clock
from stormoede.meetings.models import Registration
from stormoede.web.numbers import number
from tests.house.world import AT, World

pytestmark = pytest.mark.django_db
ODD = ["9" * 30, "9" * 5000, "²", "-1", "0", "", "x"]


@pytest.fixture
def here():
    clock.install(lambda: AT)
    yield World()
    clock.install(None)


@given(st.integers(0, 10**18 - 1))
def test_a_number_is_read(told):
    assert number(str(told)) == told


@given(st.text() | st.integers(10**18).map(str) | st.integers(max_value=-1).map(str))
def test_what_no_database_takes_is_no_number(text):
    assert number(text) is None or 0 <= number(text) < 10**18


def test_a_number_that_is_none_is_answered(here):
    desk, letter = here.visitors["admin"], f"/desk/rounds/{here.round.key}/letters/"
    mail = f"/desk/rounds/{here.round.key}/contributions/by-mail/{here.sent.pk}/"
    inbox = f"/desk/inbox/{here.incoming.pk}/"
    answers = list(Registration.objects.values())
    for odd in ODD:
        for path, sent, told in (
            (f"{inbox}seat", {"meeting": odd, "choice": "cannot"}, inbox),
            (f"{inbox}seat", {"meeting": here.evening.meeting_id, "choice": odd}, inbox),
            (f"{letter}invitation/delete", {"edit_number": odd}, f"{letter}invitation/"),
            (f"{letter}new", {"audience": odd, "show": ""}, 200),
            (f"{mail}accept/", {"body": odd}, 422),
            ("/desk/audiences/new/", {"any": "{}", "act": f"out-any-{odd}"}, 200),
        ):
            answer = desk.post(path, sent)
            assert told in (answer.status_code, answer.get("Location")), (path, odd[:9], answer.status_code)
    assert list(Registration.objects.values()) == answers


def test_an_address_with_a_number_too_long_leads_nowhere(here):
    dates = f"/desk/rounds/{here.round.key}/meetings/stormoeder/dates"
    for number_ in ("9" * 30, "9" * 19):
        assert here.visitors["admin"].get(f"{dates}/{number_}/edit/").status_code == 404
