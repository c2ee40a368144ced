"""Many at once, over real connections on whichever database the tests run: never one too many, and nobody waits for ever."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from stormoede.events.models import Event
from stormoede.mail.models import Message
from stormoede.meetings.actions import doors, meetings
from stormoede.meetings.core.plans import DatePlan, Plan
from stormoede.meetings.core.seats import Outcome
from stormoede.meetings.models import Arrival, Registration, Session
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import DOOR, answer
from stormoede.members.models import Audience

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 20


def all_at_once(do: Callable[[Any], Any], things: Iterable[Any]) -> list[Any]:
    """``do`` each in a thread, each with a connection of its own; an exception in one is raised here."""

    def alone(thing: Any) -> Any:
        try:
            return do(thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(alone, things))


def counted_right(meeting) -> bool:
    return all(
        Registration.objects.filter(seat=date).count() == date.taken for date in Session.objects.filter(meeting=meeting)
    )


def test_two_hundred_for_the_last_five_seats():
    people = house.people(200)
    meeting = house.meeting((5, 0), people=people)
    first, _ = house.dates(meeting)
    done = all_at_once(lambda who: answer(meeting, who, first).outcome, people)
    assert done.count(Outcome.SEATED) == 5 and done.count(Outcome.WAITING) == 195
    assert Session.objects.get(pk=first).taken == 5 and counted_right(meeting)
    assert Event.objects.filter(act="registration.answered").count() == Message.objects.count() == 200


def test_everybody_changes_their_mind_at_once():
    people = house.people(30)
    meeting = house.meeting((8, 8, 8), people=people)
    dates = house.dates(meeting)
    acts = [(who, choice) for turn in range(4) for who, choice in zip(people, [*dates, None, *dates] * 9, strict=False)
            for choice in [choice if turn % 2 else dates[(people.index(who) + turn) % 3]]]  # fmt: skip
    all_at_once(lambda act: answer(meeting, *act), acts)
    assert counted_right(meeting)
    for date in Session.objects.all():
        assert date.taken <= 8
        assert date.taken == 8 or not Registration.objects.filter(wish=date, asks=False).exists()


def test_the_same_person_presses_twice_at_once():
    (who,) = people = house.people(1)
    meeting = house.meeting((5, 5), people=people)
    first = house.dates(meeting)[0]
    done = all_at_once(lambda _: answer(meeting, who, first).outcome, range(12))
    assert done.count(Outcome.SEATED) == 1 and done.count(Outcome.UNCHANGED) == 11
    assert Message.objects.count() == 1 and counted_right(meeting)


def test_attack_18_two_hundred_at_the_door_at_once_are_one_arrival_each():
    people = house.people(40)
    meeting = house.meeting((None,), people=people)
    (first,) = house.dates(meeting)
    for who in people:
        answer(meeting, who, first)
    all_at_once(lambda who: doors.arrive(first, who.pk, by=house.STAFF, at=DOOR), [*people] * 5)
    assert Arrival.objects.count() == Event.objects.filter(act="door.arrived").count() == 40


def test_links_are_mailed_once_however_many_workers_send_them():
    people = house.people(40)
    meeting = house.meeting((None,), people=people)
    (first,) = house.dates(meeting)
    for who in people:
        answer(meeting, who, first)
    all_at_once(lambda _: doors.send_due(meeting, at=house.LINKS_AT), range(4))
    assert Message.objects.filter(kind="meetings.door").count() == 40
    assert Event.objects.filter(act="door.link_sent").count() == 40


def test_those_who_make_meetings_at_once_each_make_one():
    owner = house.round_()
    audience = Audience.objects.create(
        key="alle", name="Alle", spec=house.spec(house.people(1)), edited_at=house.BEFORE
    )
    plan = Plan(house.DEADLINE, house.LINKS_AT)
    date = DatePlan(house.FIRST, house.FIRST + house.LENGTH)
    act = {"by": house.STAFF, "at": house.BEFORE}
    made = all_at_once(lambda n: meetings.begin(owner, f"Møde {n}", "", audience.pk, plan, date, **act), range(12))
    assert sorted(one.track.position for one in made) == list(range(12))
    assert {one.track.key for one in made} == {f"moede-{n}" for n in range(1, 13)}
