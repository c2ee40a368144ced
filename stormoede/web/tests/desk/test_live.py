"""Figures that move: what comes is what a reload shows, and nothing comes while nothing happens."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stormoede.accounts.models import Staff
from stormoede.calls.tests import makers as called
from stormoede.letters.actions import releases
from stormoede.letters.tests import makers as letters
from stormoede.lib import clock
from stormoede.mail.models import Message
from stormoede.meetings.models import Meeting
from stormoede.meetings.tests import house
from stormoede.members.models import Person
from tests import cast

pytestmark = pytest.mark.django_db
ROUND = "/desk/rounds/oea26/"
MEETING = f"{ROUND}meetings/stormoeder/"
WHOLE = [ROUND, f"{ROUND}municipalities/?share=answered", MEETING]


@pytest.fixture(autouse=True)
def _now() -> object:
    clock.install(lambda: house.BEFORE)
    yield
    clock.install(None)


@pytest.fixture
def held() -> tuple[Meeting, tuple[Person, ...]]:
    people = house.people(3)
    return house.meeting(people=people), people


def moving(response: object) -> str:
    """What the page puts in, with the forms' one-time marks taken out."""
    page = response.content.decode()  # type: ignore[attr-defined]
    return re.sub(
        r'name="csrfmiddlewaretoken" value="\w+"', "", page[page.index('id="live"') : page.index('id="says"')]
    )


@pytest.mark.parametrize("address", WHOLE)
def test_it_is_what_a_reload_shows(held: object, address: str) -> None:
    desk = cast.desk()
    page, live = desk.get(address), desk.get(f"/live{address}")
    assert moving(live) == moving(page)
    assert f'data-live="/live{address}"' in moving(page)
    assert "data-sentence" in moving(page)
    assert "live.js" in page.content.decode()


@pytest.mark.parametrize("address", WHOLE)
def test_nothing_comes_while_nothing_happens_and_it_costs_one_statement(
    held: tuple[Meeting, tuple[Person, ...]], address: str
) -> None:
    desk, (meeting, people) = cast.desk(), held
    # Two of the three statements are the sign-in's.
    mark = next(mark for mark, cost in (_asked_twice(desk, address) for _ in range(30)) if cost == 3)
    house.answer(meeting, people[0], house.dates(meeting)[0])
    moved = desk.get(f"/live{address}", headers={"If-None-Match": mark})
    assert moved.status_code == 200
    assert moved.headers["ETag"] != mark


def _asked_twice(desk: cast.Browser, address: str) -> tuple[str, int]:
    """The mark, and what it costs to be told that nothing has come since.

    On PostgreSQL a transaction that is under way elsewhere on the same server is something that happens, so it is not always told.
    """
    mark: str = desk.get(f"/live{address}").headers["ETag"]
    with CaptureQueriesContext(connection) as asked:
        again = desk.get(f"/live{address}", headers={"If-None-Match": mark})
    if len(asked) == 3:
        assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", mark)
        assert "no-store" in again.headers["Cache-Control"]
    return mark, len(asked)


def test_the_hour_the_reader_and_the_address_tell_apart(held: object) -> None:
    desk, reader = cast.desk(), cast.desk(Staff.Role.READER, "Bo Lund")
    marks = [browser.get(f"/live{MEETING}").headers["ETag"] for browser in (desk, reader)]
    marks += [desk.get(f"/live{ROUND}municipalities/{more}").headers["ETag"] for more in ("", "?all=1")]
    clock.install(lambda: house.BEFORE + timedelta(minutes=1))
    marks.append(desk.get(f"/live{MEETING}").headers["ETag"])
    assert len(set(marks)) == len(marks)


def test_what_the_desk_is_told_once_waits_for_the_page(held: tuple[Meeting, tuple[Person, ...]]) -> None:
    desk = cast.desk()
    date = house.dates(held[0])[0]
    form = {"starts": "2025-03-31T19:00", "ends": "2025-03-31T20:30", "join_url": house.ADDRESS, "capacity": ""}
    assert desk.post(f"{MEETING}dates/{date}/edit/", form).status_code == 302
    assert "Datoen er gemt" not in desk.get(f"/live{MEETING}").content.decode()
    assert "Datoen er gemt" in desk.get(MEETING).content.decode()


def test_a_stranger_is_sent_to_sign_in(held: object) -> None:
    assert "/staff/login/" in cast.Browser().get(f"/live{ROUND}").headers["Location"]


def test_a_letter_goes_from_released_to_sent_and_back_to_draft() -> None:
    letters.member()
    letter, desk = letters.tested(letters.letter()), cast.desk()
    address = f"{ROUND}letters/{letter.key}/"
    later = house.BEFORE + timedelta(hours=2)
    releases.release(letter, by=house.STAFF, at=house.BEFORE, release_at=later)
    page, live = (desk.get(one).content.decode() for one in (address, f"/live{address}"))
    assert 'id="progress"' in page and f'data-live="/live{address}"' in page
    assert '<section class="panel stack" id="progress" aria-labelledby="released"' in live
    releases.cancel(letter, by=house.STAFF, at=house.BEFORE)
    assert desk.get(f"/live{address}").status_code == 205
    assert "data-live" not in desk.get(address).content.decode()


def test_a_mail_that_leaves_moves_the_letter_and_a_call_that_is_over_stands_still() -> None:
    clock.install(lambda: called.AT)
    called.call(called.people(2))
    desk, address = cast.desk(), f"/live{ROUND}calls/indkaldelse-1/"
    first = desk.get(address)
    assert f'data-live="{address}"' in first.content.decode()
    Message.objects.update(state="accepted", settled_at=called.AT)
    assert desk.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200
    clock.install(lambda: called.AT + timedelta(hours=9))
    assert "data-live" not in desk.get(address).content.decode()
