"""A person's page says how they stand in the rounds that are on; names in the lists of a date lead there."""

import re
from datetime import timedelta

import pytest

from stormoede.accounts.models import Staff
from stormoede.lib import clock
from stormoede.meetings.actions import doors
from stormoede.meetings.models import Arrival, Registration
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import AFTER, FIRST, LENGTH, answer
from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("before_the_deadline")]
HERE = "/desk/rounds/oea26/meetings/stormoeder/"


def standing(desk, who):
    """The panel of each round on the person's page, in words."""
    page = desk.get(f"/desk/members/{who.pk}/").content.decode()
    panels = re.findall(r"<h2>(Lige nu i .*?)</section>", page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).replace("\xa0", " ").split()) for one in panels]


def test_nothing_is_said_to_those_whom_no_round_concerns(desk):
    house.meeting(people=())
    assert standing(desk, cast.person("Bo Lund")) == []


def test_a_seat_the_link_and_the_arrival_are_told_as_they_come(desk):
    one, other = house.people(2)
    meeting = house.meeting((1, None), people=(one, other))
    first, second = house.dates(meeting)
    answer(meeting, one, first)
    assert standing(desk, one) == ["Lige nu i ØA26 Virtuelle stormøder om ØA26 Tilmeldt mandag den 31. marts"]
    answer(meeting, other, second)
    answer(meeting, other, first)
    told = "Tilmeldt torsdag den 3. april På ventelisten mandag den 31. marts"
    assert standing(desk, other) == [f"Lige nu i ØA26 Virtuelle stormøder om ØA26 {told}"]
    Registration.objects.filter(person=one).update(door_sent=first)
    assert standing(desk, one)[0].endswith("31. marts Link sendt")
    over = FIRST + LENGTH + timedelta(hours=1)
    clock.install(lambda: over)
    assert standing(desk, one)[0].endswith("Link sendt Kom ikke")
    doors.arrive(first, one.pk, by=house.actor(one), at=FIRST - timedelta(minutes=8))
    assert standing(desk, one)[0].endswith("Link sendt Mødt op man. 31. marts kl. 18.52")


def test_who_cannot_come_or_asks_too_late_is_told_so(desk):
    one, other = house.people(2)
    meeting = house.meeting(people=(one, other))
    answer(meeting, one, None)
    assert "Kan ikke deltage man. 10. marts kl. 14.07" in standing(desk, one)[0]
    answer(meeting, other, house.dates(meeting)[0], at=AFTER)
    assert "Har bedt om en plads mandag den 31. marts" in standing(desk, other)[0]


def test_a_round_that_is_over_is_not_told(desk):
    (one,) = house.people(1)
    meeting = house.meeting(people=(one,))
    answer(meeting, one, house.dates(meeting)[0])
    clock.install(lambda: FIRST + timedelta(days=200))
    assert standing(desk, one) == []


def test_a_name_in_each_list_of_a_date_leads_to_the_person():
    seated, waits, asks, stays, walks_in = house.people(5)
    meeting = house.meeting((1, None), people=(seated, waits, asks, stays, walks_in))
    first, second = house.dates(meeting)
    for who, choice in ((seated, first), (waits, first), (stays, None), (walks_in, second)):
        answer(meeting, who, choice)
    answer(meeting, asks, first, at=AFTER)
    Arrival.objects.create(session_id=first, person=walks_in, at=FIRST, by_door=False, by_file=True)
    desk = cast.desk(role=Staff.Role.READER)
    date, away, whole = (desk.get(f"{HERE}{page}").content.decode() for page in (f"dates/{first}/", "cannot/", ""))
    for who, page in ((seated, date), (waits, date), (asks, date), (walks_in, date), (stays, away), (asks, whole)):
        assert f'<a href="/desk/members/{who.pk}/">{who.name}</a>' in page, who.name
