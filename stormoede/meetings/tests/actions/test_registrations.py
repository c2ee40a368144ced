from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stormoede.events.models import Event
from stormoede.mail.models import Message
from stormoede.meetings import queries
from stormoede.meetings.actions import registrations
from stormoede.meetings.actions.changes import standing
from stormoede.meetings.core.seats import Late, No, Outcome, Standing
from stormoede.meetings.models import Registration, Session
from stormoede.meetings.refusals import AnswerRefused, NothingToUndo, NotInvited
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import AFTER, BEFORE, DEADLINE, DOOR, answer, line
from stormoede.members.models import Audience
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    return house.people(3)


def taken(of):
    return list(of.sessions.values_list("taken", flat=True))


def test_the_first_answer_gives_a_seat_an_event_and_a_mail(three):
    meeting = house.meeting((5, 5), people=three)
    first = house.dates(meeting)[0]
    assert answer(meeting, three[0], first).outcome is Outcome.SEATED
    mine = line(meeting, three[0])
    assert (mine.seat_id, mine.sequence, mine.answered_at) == (first, 0, BEFORE)
    assert taken(meeting) == [1, 0]
    event = Event.objects.get(act="registration.answered")
    assert event.subject == f"registration:{mine.pk}" and event.actor_id == str(three[0].pk)
    assert three[0].name not in str(event.data)
    mail = Message.objects.get()
    assert (mail.key, mail.kind, mail.date) == (f"meetings.receipt:{mine.pk}:0", "meetings.receipt", BEFORE)


def test_the_same_answer_twice_changes_nothing_and_mails_nothing(three):
    meeting = house.meeting(people=three)
    first = house.dates(meeting)[0]
    answer(meeting, three[0], first)
    before = (list(Registration.objects.values()), Event.objects.count(), Message.objects.count())
    assert answer(meeting, three[0], first, BEFORE + timedelta(hours=1)).outcome is Outcome.UNCHANGED
    assert (list(Registration.objects.values()), Event.objects.count(), Message.objects.count()) == before


def test_a_swap_is_one_step_and_keeps_the_calendars_entry(three):
    meeting = house.meeting(people=three)
    first, second = house.dates(meeting)
    answer(meeting, three[0], first)
    uid = line(meeting, three[0]).uid
    answer(meeting, three[0], second)
    mine = line(meeting, three[0])
    assert (mine.seat_id, mine.uid, mine.sequence) == (second, uid, 1)
    assert taken(meeting) == [0, 1]
    assert (
        Message.objects.latest("pk").facts | {"outcome": "seated", "left": first} == Message.objects.latest("pk").facts
    )


def test_signing_off_is_the_answer_cannot_and_answering_again_is_allowed(three):
    meeting = house.meeting((1, 1), people=three)
    first, _ = house.dates(meeting)
    answer(meeting, three[0], first)
    assert answer(meeting, three[0], registrations.CANNOT).outcome is Outcome.CANNOT
    assert taken(meeting) == [0, 0] and line(meeting, three[0]).cannot
    assert answer(meeting, three[0], first).outcome is Outcome.SEATED


def test_who_waits_for_a_full_date_keeps_the_seat_and_moves_up_when_one_signs_off(three):
    meeting = house.meeting((1, 2), people=three)
    first, second = house.dates(meeting)
    answer(meeting, three[0], first)
    answer(meeting, three[1], second)
    assert answer(meeting, three[1], first).standing == Standing(seat=second, wish=first)
    answer(meeting, three[0], None)
    mine = line(meeting, three[1])
    assert (mine.seat_id, mine.wish_id, mine.wished_at) == (first, None, None)
    assert taken(meeting) == [1, 0]
    mail = Message.objects.get(kind="meetings.moved_up")
    assert mail.person == str(three[1].pk) and mail.facts["seat"] == first and mail.facts["sequence"] == mine.sequence
    assert Event.objects.filter(act="registration.moved_up", subject=f"registration:{mine.pk}").count() == 1


def test_the_list_moves_up_in_order_and_stands_still_when_the_door_is_open(three):
    meeting = house.meeting((1, None), people=three)
    first, _ = house.dates(meeting)
    for who, at in zip(three, (BEFORE, BEFORE + timedelta(hours=2), BEFORE + timedelta(hours=1)), strict=True):
        answer(meeting, who, first, at)
    answer(meeting, three[0], None, DOOR - timedelta(seconds=1))
    assert line(meeting, three[2]).seat_id == first
    answer(meeting, three[2], None, DOOR)
    assert line(meeting, three[1]).wish_id == first and taken(meeting) == [0, 0]


@pytest.mark.parametrize(("late", "outcome"), [(Late.ASK, Outcome.ASKING), (Late.STRAIGHT_IN, Outcome.SEATED)])
def test_the_deadlines_last_second_counts_and_the_next_meets_the_late_rule(three, late, outcome):
    meeting = house.meeting(late=late, people=three)
    first = house.dates(meeting)[0]
    assert answer(meeting, three[0], first, DEADLINE + timedelta(microseconds=999_999)).outcome is Outcome.SEATED
    assert answer(meeting, three[1], first, AFTER).outcome is outcome


def test_after_a_closed_deadline_nobody_gets_in_but_one_may_sign_off(three):
    meeting = house.meeting(late=Late.CLOSED, people=three)
    first, second = house.dates(meeting)
    answer(meeting, three[0], first)
    for who, choice in ((three[0], second), (three[1], first)):
        with pytest.raises(AnswerRefused) as refused:
            answer(meeting, who, choice, AFTER)
        assert refused.value.why is No.LATE
        assert "26" in str(refused.value)
    assert answer(meeting, three[0], None, AFTER).outcome is Outcome.CANNOT


def test_a_late_request_is_allowed_or_declined_with_one_act(three):
    meeting = house.meeting((1, 1), people=three)
    first, second = house.dates(meeting)
    answer(meeting, three[2], second)
    for who in three:
        answer(meeting, who, first, AFTER)
    asked = [line(meeting, who) for who in three]
    assert taken(meeting) == [0, 1]
    assert registrations.allow_late(asked[0].pk, by=house.STAFF, at=AFTER).outcome is Outcome.SEATED
    assert registrations.allow_late(asked[1].pk, by=house.STAFF, at=AFTER).outcome is Outcome.WAITING
    assert registrations.decline_late(asked[2].pk, by=house.STAFF, at=AFTER).standing == Standing(seat=second)
    with pytest.raises(AnswerRefused):
        registrations.allow_late(asked[2].pk, by=house.STAFF, at=AFTER)
    assert Event.objects.filter(act="registration.late_allowed", actor_kind="system").count() == 2


def test_a_no_leaves_one_who_could_not_come_as_they_were(three):
    meeting = house.meeting((1, 1), people=three)
    first, second = house.dates(meeting)
    mette, bo, _ = three
    answer(meeting, mette, None)
    for who in (mette, bo):
        answer(meeting, who, first, AFTER)
        answer(meeting, who, second, AFTER)
        answer(meeting, who, None, AFTER)
        # What is put back is the request, and what they had answered before it.
        registrations.undo(line(meeting, who).pk, by=house.actor(who), at=AFTER)
        registrations.decline_late(line(meeting, who).pk, by=house.STAFF, at=AFTER)
    assert (standing(line(meeting, mette)), standing(line(meeting, bo))) == (Standing(cannot=True), Standing())
    assert (queries.figures(meeting).answered, queries.figures(meeting).cannot) == (1, 1)
    answer(meeting, mette, first, AFTER)
    assert registrations.undo(line(meeting, mette).pk, by=house.actor(mette), at=AFTER).outcome is Outcome.CANNOT


def test_an_act_can_be_undone_for_a_day_and_no_longer(three):
    meeting = house.meeting((1, 1), people=three)
    first, second = house.dates(meeting)
    answer(meeting, three[0], first)
    answer(meeting, three[0], second)
    mine = line(meeting, three[0])
    with pytest.raises(NothingToUndo):
        registrations.undo(mine.pk, by=house.STAFF, at=BEFORE + timedelta(hours=24))
    assert registrations.undo(mine.pk, by=house.STAFF, at=BEFORE + timedelta(hours=23)).standing == Standing(seat=first)
    assert taken(meeting) == [1, 0]


def test_undoing_the_first_answer_takes_it_back_altogether(three):
    meeting = house.meeting((1, 1), people=three)
    first, _ = house.dates(meeting)
    answer(meeting, three[0], first)
    assert registrations.undo(line(meeting, three[0]).pk, by=house.STAFF, at=BEFORE).outcome is Outcome.TAKEN_BACK
    assert taken(meeting) == [0, 0]
    assert not queries.answered(meeting.track_id).exists()


def test_a_seat_that_somebody_else_has_now_is_not_given_back(three):
    meeting = house.meeting((1, None), people=three)
    first, second = house.dates(meeting)
    answer(meeting, three[0], first)
    answer(meeting, three[0], second)
    answer(meeting, three[1], first)
    with pytest.raises(AnswerRefused) as refused:
        registrations.undo(line(meeting, three[0]).pk, by=house.STAFF, at=BEFORE)
    assert refused.value.why is No.FULL


def test_only_the_meetings_audience_may_answer(three):
    meeting = house.meeting(people=three[:1])
    with pytest.raises(NotInvited):
        answer(meeting, three[1], house.dates(meeting)[0])
    with pytest.raises(NotInvited):
        answer(meeting, cast.person("En Fremmed"), None)
    assert not Registration.objects.exists() and not Message.objects.exists()


@pytest.mark.parametrize("before", ["cannot", "taken back"])
def test_who_holds_nothing_and_has_left_since_gets_no_seat(three, before):
    meeting = house.meeting(people=three)
    first = house.dates(meeting)[0]
    answer(meeting, three[0], None)
    if before == "taken back":
        registrations.undo(line(meeting, three[0]).pk, by=house.STAFF, at=BEFORE)
    Audience.objects.update(spec=house.spec(three[1:]))
    with pytest.raises(NotInvited):
        answer(meeting, three[0], first)
    assert line(meeting, three[0]).seat is None


def test_another_meetings_date_is_refused(three):
    meeting = house.meeting(people=three)
    with pytest.raises(AnswerRefused) as refused:
        answer(meeting, three[0], 999_999)
    assert refused.value.why is No.UNKNOWN


def test_an_answer_is_few_statements_however_many_have_answered(three):
    many = house.people(12)
    meeting = house.meeting((20, 20), people=(*three, *many))
    first = house.dates(meeting)[0]
    answer(meeting, three[0], first)
    counts = []
    for who in (three[1], three[2]):
        with CaptureQueriesContext(
            connection,
        ) as caught:
            answer(meeting, who, first)
        counts.append(len([q for q in caught if "SAVEPOINT" not in q["sql"]]))
        for one in many[:6] if who is three[1] else ():
            answer(meeting, one, first)
    assert counts[0] == counts[1] <= 7


def test_the_database_itself_refuses_one_seat_too_many(three):
    from django.db import IntegrityError, transaction

    meeting = house.meeting((1, 1), people=three)
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.filter(meeting=meeting).update(taken=2)
