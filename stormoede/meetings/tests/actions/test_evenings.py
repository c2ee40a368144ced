"""The bad evening: a date moved, cancelled or at a new address, told once to each, and the other date offered."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from stormoede.events.models import Event
from stormoede.mail import recipes
from stormoede.mail.actions import outbox
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content, Unbuildable
from stormoede.meetings.actions import changes, doors, meetings, registrations
from stormoede.meetings.core.plans import Problem
from stormoede.meetings.core.seats import No, Outcome
from stormoede.meetings.models import Meeting, Registration, Session
from stormoede.meetings.refusals import AnswerRefused, DoorShut, MeetingRefused, NoAddress, NotTonight
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import ADDRESS, AFTER, BEFORE, DOOR, FIRST, LENGTH, LINKS_AT, SECOND, answer, line
from stormoede.members.models import Person
from tests import cast

pytestmark = pytest.mark.django_db
OTHER = "https://meet.jit.si/reserve"
WHY = "Formanden er blevet syg."
MINUTES = timedelta(minutes=1)


@pytest.fixture
def mette() -> Person:
    who = cast.person("Mette Overgaard")
    cast.link(who)
    return who


def change(session: int, at: Any, **values: Any) -> Session:
    plan = meetings.date_plan(Session.objects.get(pk=session))
    return meetings.edit_date(session, replace(plan, **values), by=house.STAFF, at=at)


def cancel(session: int, at: Any, why: str = WHY) -> int:
    return changes.cancel(session, why, by=house.STAFF, at=at)


def made(message: Message) -> Content:
    content = recipes.of(message.kind)([message], reveal=True)[message.pk]
    assert isinstance(content, Content)
    return content


def news() -> Content:
    return made(Message.objects.latest("pk"))


def entry(content: Content) -> str:
    assert content.calendar is not None
    return content.calendar.decode().replace("\r\n ", "")


def seated(meeting: Meeting, *people: Person, choice: int = 0) -> list[int]:
    for who in people:
        answer(meeting, who, house.dates(meeting)[choice])
    return house.dates(meeting)


def test_one_mail_when_time_and_address_change_together_and_it_starts_with_the_new_time(mette: Person) -> None:
    meeting = house.meeting(people=(mette,))
    first, _second = seated(meeting, mette)
    Message.objects.all().delete()
    later = {"starts": FIRST + timedelta(hours=1), "ends": FIRST + timedelta(hours=2), "join_url": OTHER}
    change(first, DOOR - MINUTES, **later)
    assert Message.objects.count() == 1 and Message.objects.get().priority == Message.Priority.URGENT
    mail = news()
    assert mail.subject == "Mandag den 31. marts kl. 20.00: ny tid, Virtuelle stormøder om ØA26"
    for told in ("Det skulle være begyndt mandag den 31. marts kl. 19.00", "Det fører til den nye vej ind",
                 "Du beholder din plads", "torsdag den 3. april kl. 19.00-20.30 på din side, eller meld fra"):  # fmt: skip
        assert told in mail.text, told
    assert OTHER not in mail.text and "SEQUENCE:1" in entry(mail) and "20250331T200000" in entry(mail)
    assert line(meeting, mette).seat_id == first


def test_a_first_address_is_no_news_and_a_new_one_is_when_the_old_is_out(mette: Person) -> None:
    meeting = house.meeting(people=(mette,), address="")
    first, _second = seated(meeting, mette)
    Message.objects.all().delete()
    change(first, BEFORE, join_url=ADDRESS)
    change(first, BEFORE, join_url=OTHER)
    assert not Message.objects.exists()
    change(first, LINKS_AT, join_url=ADDRESS, meeting_number="312 456")
    assert news().subject == "Ny vej ind mandag den 31. marts: Virtuelle stormøder om ØA26"
    assert "SEQUENCE:1" in entry(news()) and not line(meeting, mette).offered
    assert Session.objects.get(pk=first).address_at == LINKS_AT


def test_a_cancelled_date_leaves_everybody_told_once_and_free_to_choose(mette: Person) -> None:
    bo, ida = cast.person("Bo Holm"), cast.person("Ida Bak")
    meeting = house.meeting((1, None), people=(mette, bo, ida), late=house.Late.CLOSED)
    first, second = seated(meeting, mette)
    answer(meeting, bo, second)
    answer(meeting, bo, first)
    answer(meeting, ida, first)
    Message.objects.all().delete()
    assert cancel(first, DOOR) == 3
    assert Message.objects.count() == 3
    mail = made(Message.objects.get(person=str(mette.pk)))
    assert mail.subject == "Aflyst: mandag den 31. marts, Virtuelle stormøder om ØA26" and mail.method == "CANCEL"
    for told in ("kl. 19.00-20.30 er aflyst", WHY, "taget ud af din kalender", "torsdag den 3. april", "Vælg torsdag"):
        assert told in mail.text + mail.html, told
    assert "SEQUENCE:1" in entry(mail) and "20250331T190000" in entry(mail)
    kept = made(Message.objects.get(person=str(bo.pk)))
    assert "Du beholder din plads torsdag den 3. april" in kept.text and kept.method == "REQUEST"
    assert line(meeting, bo).seat_id == second and line(meeting, bo).wish is None
    session = Session.objects.get(pk=first)
    assert (session.taken, session.cancelled_at, session.cancelled_why) == (0, DOOR, WHY)
    assert answer(meeting, mette, second, DOOR).outcome is Outcome.SEATED
    assert "SEQUENCE:2" in entry(news()) and news().method == "REQUEST"
    assert not line(meeting, mette).offered and answer(meeting, ida, second, DOOR).outcome is Outcome.SEATED


def test_nobody_can_choose_or_get_back_a_cancelled_date(mette: Person) -> None:
    meeting = house.meeting(people=(mette,))
    first, second = seated(meeting, mette)
    answer(meeting, mette, second)
    cancel(first, BEFORE)
    with pytest.raises(AnswerRefused) as refused:
        answer(meeting, mette, first)
    assert refused.value.why is No.CANCELLED
    with pytest.raises(AnswerRefused) as refused:
        registrations.undo(line(meeting, mette).pk, by=house.actor(mette), at=BEFORE)
    assert refused.value.why is No.CANCELLED
    assert line(meeting, mette).seat_id == second


def test_the_deadline_does_not_hold_back_who_was_moved_and_everybody_else(mette: Person) -> None:
    bo = cast.person("Bo Holm")
    meeting = house.meeting(people=(mette, bo), late=house.Late.CLOSED)
    first, second = seated(meeting, mette)
    change(first, AFTER, starts=FIRST + timedelta(hours=3), ends=FIRST + timedelta(hours=4))
    with pytest.raises(AnswerRefused):
        answer(meeting, bo, second, AFTER)
    assert answer(meeting, mette, second, AFTER).outcome is Outcome.SEATED
    with pytest.raises(AnswerRefused):
        answer(meeting, mette, first, AFTER)


def test_a_no_to_a_late_request_takes_nothing_of_what_was_offered(mette: Person) -> None:
    """The mail said that the deadline does not hold back; the desk's no to another date does not change that."""
    meeting = house.meeting((None, None, None), people=(mette,), late=house.Late.ASK)
    first, second, third = seated(meeting, mette)
    answer(meeting, mette, second, AFTER)
    cancel(first, AFTER)
    registrations.decline_late(line(meeting, mette).pk, by=house.STAFF, at=AFTER)
    assert answer(meeting, mette, third, AFTER).outcome is Outcome.SEATED
    assert not line(meeting, mette).offered


@pytest.mark.parametrize("ended", [True, False])
def test_what_has_ended_or_is_cancelled_stands(mette: Person, ended: bool) -> None:
    meeting = house.meeting(people=(mette,))
    first, _second = seated(meeting, mette)
    if not ended:
        cancel(first, BEFORE)
    at = FIRST + LENGTH if ended else BEFORE
    mails = Message.objects.count()
    acts = (
        lambda: change(first, at, join_url=OTHER),
        lambda: cancel(first, at),
        lambda: meetings.remove_date(first, by=house.STAFF, at=at),
    )
    for act in acts:
        with pytest.raises(MeetingRefused) as refused:
            act()
        assert [fault.problem for fault in refused.value.faults] == [Problem.ENDED if ended else Problem.CANCELLED]
    assert Message.objects.count() == mails


def test_until_it_ends_it_can_be_moved_but_not_into_the_past(mette: Person) -> None:
    meeting = house.meeting(people=(mette,))
    first, _second = seated(meeting, mette)
    late = FIRST + LENGTH - MINUTES
    with pytest.raises(MeetingRefused) as refused:
        change(first, late, ends=late)
    assert [fault.problem for fault in refused.value.faults] == [Problem.PAST]
    assert change(first, late, ends=FIRST + LENGTH + 30 * MINUTES).ends == FIRST + LENGTH + 30 * MINUTES


def test_the_door_of_a_cancelled_date_lets_nobody_in_and_sends_no_links(mette: Person) -> None:
    meeting = house.meeting(people=(mette,))
    first, _second = seated(meeting, mette)
    doors.send_due(meeting, at=LINKS_AT)
    cancel(first, LINKS_AT)
    with pytest.raises(DoorShut):
        doors.arrive(first, mette.pk, by=house.STAFF, at=DOOR)
    door = Message.objects.get(kind="meetings.door")
    assert isinstance(recipes.of(door.kind)([door], reveal=True)[door.pk], Unbuildable)
    assert doors.send_due(meeting, at=DOOR) == 0


def test_a_receipt_that_still_waits_goes_before_the_news_and_brings_no_entry_back(mette: Person) -> None:
    meeting = house.meeting(people=(mette,))
    first, _second = seated(meeting, mette)
    receipt = Message.objects.get()
    assert made(receipt).calendar is not None
    cancel(first, BEFORE)
    receipt.refresh_from_db()
    assert receipt.priority == Message.Priority.URGENT
    assert made(receipt).calendar is None


def test_the_plain_address_goes_to_all_of_tonight_once_ahead_of_everything(mette: Person) -> None:
    bo, ida, nobody = cast.person("Bo Holm"), cast.person("Ida Bak"), cast.person("Uden Mail", email="")
    meeting = house.meeting(people=(mette, bo, ida, nobody))
    first, _second = seated(meeting, mette, bo, nobody)
    seated(meeting, ida, choice=1)
    outbox.enqueue([outbox.NewMessage("x", "k", "r", priority=Message.Priority.URGENT)], at=BEFORE)
    act: dict[str, Any] = {"by": house.STAFF, "at": DOOR}
    assert doors.mail_address(first, **act) == 2 and doors.mail_address(first, **act) == 0
    told = Message.objects.filter(kind="meetings.address")
    assert {one.person for one in told} == {str(mette.pk), str(bo.pk)}
    assert {one.priority for one in told} == {Message.Priority.NOW} and "teams" not in str(told[0].facts)
    Session.objects.filter(pk=first).update(meeting_number="312 456 789 01, kode Ab3", dial_in="32 72 66 19")
    text = made(told[0]).text
    for part in (ADDRESS, "312 456 789 01, kode Ab3", "32 72 66 19", "12 34 56 78", " · "):
        assert part in text, part
    assert len(text.replace("\n", " ").split()) <= 60
    assert doors.mail_address(first, **act) == 2
    assert Event.objects.filter(act="door.address_mailed").count() == 3


def test_the_plain_address_stays_in_until_the_day_and_when_there_is_none(mette: Person) -> None:
    meeting = house.meeting(people=(mette,), address="")
    first, _second = seated(meeting, mette)
    with pytest.raises(NoAddress):
        doors.mail_address(first, by=house.STAFF, at=DOOR)
    for at in (FIRST - timedelta(hours=12, seconds=1), FIRST + LENGTH):
        with pytest.raises(NotTonight):
            doors.mail_address(first, by=house.STAFF, at=at)
    cancel(first, DOOR)
    with pytest.raises(NotTonight):
        doors.mail_address(first, by=house.STAFF, at=DOOR)


def test_a_cancelled_date_is_gone_from_dates_letters_and_the_copy_of_the_file(mette: Person) -> None:
    from stormoede.meetings import tallies
    from stormoede.meetings.kinds import Meetings

    meeting = house.meeting(people=(mette,))
    first, second = seated(meeting, mette)
    cancel(first, BEFORE)
    kind, track = Meetings(), meeting.track
    assert [due.at for due in kind.dates(track) if ".date." in due.key] == [SECOND]
    assert [one.starts for one in kind.facts(track, "da").occasions] == [SECOND]
    assert kind.facts(track, "da").fields["møde.dage"] == "torsdag den 3. april"
    assert len(kind.dump(track)["dates"]) == 1 and not kind.answered(track).exists()
    (tally,) = tallies.of_round(track.round_id).meetings
    assert [date.id for date in tally.dates] == [second] and tally.answered == 0
    answer(meeting, mette, None)
    cancel(second, BEFORE)
    assert tallies.of_round(track.round_id).meetings == [] and kind.facts(track, "da").occasions == []
    assert len(kind.dump(track)["dates"]) == 2


def test_a_thousand_are_told_in_few_statements(django_assert_max_num_queries: Any) -> None:
    people = house.people(40)
    meeting = house.meeting(people=people)
    first, second = seated(meeting, *people)
    with django_assert_max_num_queries(30):
        change(first, BEFORE, town="Odense")
    with django_assert_max_num_queries(30):
        cancel(first, BEFORE)
    assert Registration.objects.filter(seat=None, offered=True, sequence=2).count() == 40
    assert Event.objects.filter(act="registration.displaced").count() == 40
    assert Session.objects.get(pk=second).taken == 0
