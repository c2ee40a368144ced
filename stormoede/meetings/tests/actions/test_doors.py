from datetime import timedelta

import pytest

from stormoede.accounts.models import Link
from stormoede.events.models import Event
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content, Unbuildable
from stormoede.meetings import queries, recipes
from stormoede.meetings.actions import doors, registrations
from stormoede.meetings.models import Arrival
from stormoede.meetings.refusals import DoorShut, NoSeat
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import AFTER, DOOR, FIRST, LENGTH, LINKS_AT, answer, line

pytestmark = pytest.mark.django_db


def sent():
    return Message.objects.filter(kind="meetings.door")


def test_links_go_out_at_their_hour_once_to_all_with_a_seat():
    people = house.people(4)
    meeting = house.meeting(people=people)
    first, second = house.dates(meeting)
    for who, choice in zip(people, (first, first, second, None), strict=True):
        answer(meeting, who, choice)
    assert doors.send_due(meeting, at=LINKS_AT - timedelta(seconds=1)) == 0
    assert doors.send_due(meeting, at=LINKS_AT) == 3
    assert doors.send_due(meeting, at=LINKS_AT) == 0
    assert sent().count() == 3 and Event.objects.filter(act="door.link_sent").count() == 3
    link = Link.objects.get(person=people[0], purpose="d")
    assert (link.subject, link.opens, link.closes) == (f"session:{first}", DOOR, FIRST + LENGTH + timedelta(hours=2))
    figures = queries.figures(meeting)
    assert [(date.seats, date.links) for date in figures.dates] == [(2, 2), (1, 1)] and figures.cannot == 1


def test_a_late_seat_and_a_swap_get_their_link_with_the_next_pass():
    people = house.people(2)
    meeting = house.meeting(late=house.Late.STRAIGHT_IN, people=people)
    first, second = house.dates(meeting)
    answer(meeting, people[0], first)
    doors.send_due(meeting, at=LINKS_AT)
    answer(meeting, people[0], second, LINKS_AT)
    answer(meeting, people[1], first, LINKS_AT)
    assert doors.send_due(meeting, at=LINKS_AT) == 2
    answer(meeting, people[0], first, LINKS_AT)
    doors.send_due(meeting, at=LINKS_AT)
    assert sent().count() == 3


def test_no_links_to_a_door_that_has_closed_or_to_people_without_an_address():
    people = house.people(2)
    meeting = house.meeting(people=people)
    first, _ = house.dates(meeting)
    for who in people:
        answer(meeting, who, first)
    people[0].email = ""
    people[0].save()
    assert doors.send_due(meeting, at=FIRST + LENGTH + timedelta(minutes=15)) == 0
    assert doors.send_due(meeting, at=LINKS_AT) == 1


def test_a_mail_without_its_link_is_never_made():
    (who,) = people = house.people(1)
    meeting = house.meeting(people=people)
    answer(meeting, who, house.dates(meeting)[0])
    doors.send_due(meeting, at=LINKS_AT)
    message = sent().get()
    assert isinstance(recipes.door([message], reveal=True)[message.pk], Content)
    Link.objects.all().delete()
    assert isinstance(recipes.door([message], reveal=True)[message.pk], Unbuildable)


def test_going_in_twice_is_once():
    (who,) = people = house.people(1)
    meeting = house.meeting(people=people)
    first = house.dates(meeting)[0]
    answer(meeting, who, first)
    one = doors.arrive(first, who.pk, by=house.actor(who), at=DOOR)
    two = doors.arrive(first, who.pk, by=house.actor(who), at=FIRST)
    assert one == two and two.at == DOOR
    assert Arrival.objects.count() == Event.objects.filter(act="door.arrived").count() == 1


@pytest.mark.parametrize("at", [DOOR - timedelta(seconds=1), FIRST + LENGTH + timedelta(minutes=15)])
def test_the_door_lets_nobody_in_before_or_after(at):
    (who,) = people = house.people(1)
    meeting = house.meeting(people=people)
    answer(meeting, who, house.dates(meeting)[0])
    with pytest.raises(DoorShut):
        doors.arrive(house.dates(meeting)[0], who.pk, by=house.STAFF, at=at)
    assert not Arrival.objects.exists()


def test_a_door_without_an_address_and_a_person_without_a_seat():
    who, other = people = house.people(2)
    meeting = house.meeting(people=people, address="")
    first = house.dates(meeting)[0]
    answer(meeting, who, first)
    with pytest.raises(DoorShut):
        doors.arrive(first, who.pk, by=house.STAFF, at=DOOR)
    meeting.sessions.update(join_url=house.ADDRESS)
    with pytest.raises(NoSeat):
        doors.arrive(first, other.pk, by=house.STAFF, at=DOOR)


def test_sending_many_links_takes_the_same_statements_as_few(django_assert_max_num_queries):
    people = house.people(12)
    meeting = house.meeting((20,), people=people)
    (first,) = house.dates(meeting)
    for who in people[:2]:
        answer(meeting, who, first)
    with django_assert_max_num_queries(20) as few:
        doors.send_due(meeting, at=LINKS_AT)
    for who in people[2:]:
        registrations.answer(meeting.pk, who.pk, first, by=house.STAFF, at=AFTER)
        registrations.allow_late(line(meeting, who).pk, by=house.STAFF, at=AFTER)
    with django_assert_max_num_queries(len(few)):
        assert doors.send_due(meeting, at=LINKS_AT) == 10
