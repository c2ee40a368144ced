"""The member's page when a seat was not to be had, or is over: it says how it stands, and asks nothing that is too late."""

from datetime import timedelta

import pytest

from stormoede.meetings.actions import doors, registrations
from stormoede.meetings.core.seats import Late
from stormoede.meetings.models import Registration
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import ADDRESS, AFTER, DOOR, FIRST, LENGTH, SECOND, STAFF
from stormoede.web.tests.member.test_page import Page, words
from tests import cast

pytestmark = pytest.mark.django_db
OVER = FIRST + LENGTH + timedelta(minutes=15)


def _waits(mette, **more):
    first = cast.person("Karen Lund")
    meeting = house.meeting((1, None), people=(mette, first), **more)
    house.answer(meeting, first, meeting.sessions.first().pk)
    return meeting


def test_who_waits_is_told_for_what_and_until_when(at, mette):
    meeting, page = _waits(mette), Page(mette)
    page.post(meeting, choice=meeting.sessions.first().pk)
    text = words(page.get())
    assert "Du står på ventelisten til mandag den 31. marts" in text and "kl. 19.00-20.30, Teams" in text
    assert "Du er nummer 1 på listen" in text and "indtil døren åbner mandag den 31. marts kl. 18.45" in text


def test_a_list_that_has_closed_is_not_told_to_move(at, mette):
    meeting, page = _waits(mette), Page(mette)
    page.post(meeting, choice=meeting.sessions.first().pk)
    at(DOOR)
    text = words(page.get())
    assert "Der blev ikke en plads til dig mandag den 31. marts" in text and "Ventelisten blev lukket" in text
    assert "nummer" not in text and "Torsdag den 3. april" in text
    at(OVER)
    text = words(page.get())
    assert "Der blev ikke en plads til dig mandag den 31. marts" in text and "Mødet er holdt." in text


def test_a_request_nobody_answered_is_over_with_the_meeting(at, mette):
    meeting, page = house.meeting(people=(mette,)), Page(mette)
    at(AFTER)
    page.post(meeting, choice=meeting.sessions.first().pk)
    at(DOOR)
    assert "Vi svarer dig på mail" in words(page.get())
    at(OVER)
    told = words(page.get()).partition("Vil du ændre")[0]
    assert "Der blev ikke en plads til dig mandag den 31. marts" in told and "Vi svarer dig på mail" not in told


def test_a_no_is_told_where_the_question_is_asked_again(at, mette):
    meeting, page = house.meeting(people=(mette,)), Page(mette)
    at(AFTER)
    page.post(meeting, choice=meeting.sessions.first().pk)
    registrations.decline_late(Registration.objects.get(person=mette).pk, by=STAFF, at=AFTER)
    text = words(page.get())
    assert "Hvilken aften passer dig bedst?" in text
    assert "Der blev ikke en plads til dig mandag den 31. marts. Skriv til os, hvis du har spørgsmål." in text
    page.post(meeting, choice="cannot")
    assert "Der blev ikke en plads" not in words(page.get())


def test_a_question_that_is_too_late_is_not_asked(at, mette):
    house.meeting(people=(mette,), late=Late.CLOSED)
    page = Page(mette)
    at(AFTER)
    text = words(page.get())
    assert "Fristen er udløbet" in text and "Mandag den 31. marts kl. 19.00-20.30" in text
    assert "Hvilken aften" not in text and "Det sker bagefter" not in text
    assert text.count("Er der noget, du er i tvivl om?") == 1


@pytest.mark.parametrize("came", [True, False])
def test_an_evening_that_is_over_is_told_as_over_while_another_is_to_come(at, mette, came):
    meeting, page = house.meeting(people=(mette,), address=ADDRESS), Page(mette)
    page.post(meeting, choice=meeting.sessions.first().pk)
    if came:
        doors.arrive(meeting.sessions.first().pk, mette.pk, by=STAFF, at=DOOR)
    at(OVER)
    text = words(page.get())
    assert "Du var tilmeldt mandag den 31. marts" in text and "Mødet er slut." in text
    assert ("Tak, fordi du var med, Mette Overgaard" in text) is came
    assert "i kalenderen" not in text and "Jeg kan ikke deltage" not in text
    # Whoever missed it may still come to the other one, which is the same.
    assert ("Torsdag den 3. april" in text) is not came
    at(SECOND + LENGTH + timedelta(hours=1))
    assert "Vil du ændre" not in words(page.get())


def test_who_waits_beside_a_seat_may_keep_that_seat_only(at, mette):
    meeting, page = _waits(mette), Page(mette)
    full, free = meeting.sessions.all()
    page.post(meeting, choice=free.pk)
    page.post(meeting, choice=full.pk)
    text = words(page.get())
    assert (
        "Du er tilmeldt torsdag den 3. april" in text
        and "Du er nummer 1 på ventelisten til mandag den 31. marts" in text
    )
    assert "Så venter du ikke længere på mandag den 31. marts." in text
    page.post(meeting, choice=free.pk)
    assert (
        Registration.objects.get(person=mette).wish is None
        and "ventelisten" not in words(page.get()).split("Vil du")[0]
    )
