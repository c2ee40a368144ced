"""A mandate that ends before the evening frees the seat: the one who loses it is told, and so is whoever moves up."""

from datetime import date, timedelta

import pytest

from stormoede.events.actions.records import deliver
from stormoede.events.models import Event
from stormoede.mail import recipes
from stormoede.mail.models import Message
from stormoede.meetings.actions import departures
from stormoede.meetings.models import Registration, Session
from stormoede.meetings.refusals import NotInvited
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import BEFORE, FIRST, STAFF, answer, line
from stormoede.members.actions import leaves, people
from stormoede.members.models import Audience, Body, Mandate
from tests import cast

pytestmark = pytest.mark.django_db
EVENING = FIRST.date()
DAY = timedelta(days=1)


def council() -> Body:
    place = cast.organisation("0430")
    return Body.objects.get_or_create(kind="council", organisation=place, defaults={"name": "Byrådet"})[0]


def seated(name: str, last: date | None = None) -> Mandate:
    who = cast.person(name, organisation=cast.organisation("0430"))
    return Mandate.objects.create(person=who, body=council(), role="member", valid_from=date(2022, 1, 1), valid_to=last)


def meeting(*capacities: int | None):
    found = house.meeting(capacities or (None, None))
    Audience.objects.update(spec={"any": [{"bodies": ["council"]}]})
    return found


def content(message):
    return recipes.of(message.kind)([message], reveal=True)[message.pk]


def told(kind: str, who):
    return content(Message.objects.filter(kind=kind, person=str(who.pk)).latest("pk"))


def test_the_seat_is_freed_and_both_are_told():
    karen, ole = seated("Karen Lund"), seated("Ole Friis")
    of = meeting(1, None)
    first, _second = house.dates(of)
    for seat in (karen, ole):
        answer(of, seat.person, first)
    assert line(of, ole.person).wish_id == first
    people.end_seat(karen, EVENING - DAY, by=STAFF, at=BEFORE)
    deliver()
    assert line(of, karen.person).seat_id is None and line(of, ole.person).seat_id == first
    assert Session.objects.get(pk=first).taken == 1
    lost = told("meetings.receipt", karen.person)
    assert lost.subject.startswith("Din plads mandag den 31. marts er givet fri")
    assert lost.method == "CANCEL" and "oea26@kl.example" in lost.text and "fortryd" not in lost.text
    won = told("meetings.moved_up", ole.person)
    assert "Du har fået en plads mandag den 31. marts" in won.subject and won.method == "REQUEST"
    mails = Message.objects.count()
    assert departures.free(at=BEFORE) == 0
    assert Message.objects.count() == mails
    assert Event.objects.filter(act="registration.freed").count() == 1


def test_who_sits_on_the_evenings_own_day_keeps_the_seat():
    karen = seated("Karen Lund")
    of = meeting()
    first, second = house.dates(of)
    answer(of, karen.person, first)
    people.end_seat(karen, EVENING, by=STAFF, at=BEFORE)
    deliver()
    assert line(of, karen.person).seat_id == first
    answer(of, karen.person, second)
    assert departures.free(at=BEFORE) == 1
    assert line(of, karen.person).seat_id is None
    with pytest.raises(NotInvited):
        answer(of, karen.person, second)
    answer(of, karen.person, first)
    assert line(of, karen.person).seat_id == first


def test_an_end_that_was_known_all_along_frees_by_the_clock_alone():
    karen = seated("Karen Lund", EVENING - DAY)
    of = meeting()
    answer(of, karen.person, house.dates(of)[0])
    departures._last = None
    assert departures.run(at=BEFORE) == 1
    assert departures.run(at=BEFORE + timedelta(minutes=9)) == 0
    assert line(of, karen.person).seat_id is None


def test_a_leave_frees_and_its_stand_in_gets_a_seat_for_as_long_as_it_lasts():
    karen = seated("Karen Lund")
    of = meeting()
    first, second = house.dates(of)
    answer(of, karen.person, first)
    ole = cast.person("Ole Friis", organisation=cast.organisation("0430"))
    leave = leaves.begin(karen, EVENING - DAY, EVENING + DAY, ole, by=STAFF, at=BEFORE)
    deliver()
    assert line(of, karen.person).seat_id is None
    with pytest.raises(NotInvited):
        answer(of, ole, second)
    answer(of, ole, first, FIRST - DAY)
    assert line(of, ole).wish_id == first or line(of, ole).seat_id == first
    leaves.end(leave, EVENING - DAY, by=STAFF, at=FIRST - DAY)
    deliver()
    held = Registration.objects.get(person=ole)
    assert (held.seat_id, held.wish_id) == (None, None)


def test_a_stand_in_of_a_leave_that_never_was_gives_the_seat_back():
    karen = seated("Karen Lund")
    of = meeting()
    first, _second = house.dates(of)
    ole = cast.person("Ole Friis", organisation=cast.organisation("0430"))
    leave = leaves.begin(karen, BEFORE.date(), EVENING + DAY, ole, by=STAFF, at=BEFORE)
    deliver()
    answer(of, ole, first)
    leaves.end(leave, BEFORE.date() - DAY, by=STAFF, at=BEFORE)
    deliver()
    assert line(of, ole).seat_id is None
    assert told("meetings.receipt", ole).method == "CANCEL"


def test_nobody_loses_a_seat_because_the_audience_is_described_otherwise():
    karen = seated("Karen Lund")
    of = meeting()
    answer(of, karen.person, house.dates(of)[0])
    Audience.objects.update(spec={"any": [{"roles": ["mayor"]}]})
    assert departures.free(at=BEFORE) == 0


def test_nobody_loses_a_seat_by_an_answer_or_by_being_left_out():
    karen = seated("Karen Lund")
    of = meeting()
    answer(of, karen.person, house.dates(of)[0])
    answered = {"answer": f"{of.track.round.key}/{of.track.key}/waiting"}
    for spec in ({"any": [answered]}, {"any": [{"bodies": ["council"]}], "but": [{"people": [str(karen.person_id)]}]}):
        Audience.objects.update(spec=spec)
        assert departures.free(at=BEFORE) == 0


@pytest.mark.parametrize("number", [1, 3])
def test_looking_costs_the_same_however_many_have_seats(number, django_assert_num_queries):
    of = meeting()
    for n in range(number):
        answer(of, seated(f"Medlem {n}").person, house.dates(of)[0])
    with django_assert_num_queries(3):
        assert departures.free(at=BEFORE) == 0
