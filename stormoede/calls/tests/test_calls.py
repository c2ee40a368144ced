"""A meeting at short notice: called, answered, moved, called off; and deputies."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import uuid4

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from stormoede.accounts import visits
from stormoede.accounts.models import Link
from stormoede.calls import queries, recipes
from stormoede.calls.actions import calls
from stormoede.calls.models import Call, Deputy
from stormoede.calls.refusals import CallOver, DeputyCalled, HourPassed, NobodyCalled, NotCalled
from stormoede.calls.tests.makers import AT, BY, STARTS, call, comes, line, people, sends
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content
from stormoede.meetings import tallies
from stormoede.meetings.actions import doors
from stormoede.meetings.models import Meeting, Registration, Session
from stormoede.meetings.tests import house
from stormoede.members.models import Person
from stormoede.rounds import files
from stormoede.rounds import queries as rounds
from stormoede.rounds.actions import following
from stormoede.rounds.core.next_year import Names
from tests import cast
from tests.examples import examples

pytestmark = pytest.mark.django_db


def mails(who: Person) -> Sequence[Content]:
    """What was written to somebody, oldest first, as it would be sent."""
    messages = list(Message.objects.filter(person=str(who.pk), kind__startswith="calls.").order_by("pk"))
    written = recipes.write(messages, reveal=True)
    found = [written[message.pk] for message in messages]
    assert all(isinstance(one, Content) for one in found), found
    return found  # type: ignore[return-value]


def calendar(who: Person) -> dict[str, icalendar.Event]:
    """What a calendar shows that has been given every file in order: entries by UID."""
    shown: dict[str, icalendar.Event] = {}
    for mail in mails(who):
        if mail.calendar is None:
            continue
        file = icalendar.Calendar.from_ical(mail.calendar)
        event = file.walk("VEVENT")[0]
        before = shown.get(str(event["uid"]))
        assert before is None or event["sequence"] > before["sequence"]
        if str(file["method"]) == "CANCEL":
            shown.pop(str(event["uid"]), None)
        else:
            shown[str(event["uid"])] = event
    return shown


def test_everybody_called_gets_one_urgent_mail_with_entry_and_links() -> None:
    called = people(3)
    unreached = cast.person("Uden Mail", email="")
    made = call((*called, unreached))
    assert Message.objects.count() == 3
    assert set(Message.objects.values_list("kind", "priority")) == {("calls.call", Message.Priority.URGENT)}
    mail = mails(called[0])[0]
    assert mail.subject == "Status på forhandlingerne, i dag kl. 15.30"
    assert "Kort nyt fra bordet." in mail.text
    assert "/p/" in mail.text and "/d/" in mail.text
    assert mail.method == "REQUEST"
    entry = next(iter(calendar(called[0]).values()))
    assert entry.decoded("dtstart") == STARTS
    assert "teams" not in str(entry).lower() or "meetup-join" not in str(entry)
    assert queries.tally(made) == queries.Tally(3, 0, 0, 0, 0)


def test_a_form_sent_twice_calls_once_and_a_passed_hour_or_nobody_is_refused() -> None:
    called, mark = people(2), uuid4()
    assert call(called, mark) == call(called, mark)
    assert Message.objects.count() == 2
    with pytest.raises(HourPassed):
        call(called, starts=AT - timedelta(minutes=5))
    Person.objects.update(email="")
    with pytest.raises(NobodyCalled):
        call(called)
    assert Call.objects.count() == 1


def test_answers_tick_in_and_the_last_one_counts() -> None:
    called = people(4)
    made = call(called)
    comes(made, called[0])
    comes(made, called[0])
    comes(made, called[1], False)
    sends(made, called[2])
    assert queries.tally(made) == queries.Tally(4, 1, 1, 1, 0)
    assert queries.tally(made).silent == 1
    comes(made, called[1])
    assert queries.tally(made) == queries.Tally(4, 2, 0, 1, 0)
    assert len(mails(called[0])) == 2
    assert calendar(called[1]) and not calendar(called[2])
    assert set(queries.answered(Meeting.objects.get().track_id)) == set(called[:3])
    with pytest.raises(NotCalled):
        comes(made, cast.person("En Anden"))
    with pytest.raises(CallOver):
        comes(made, called[3], at=STARTS + timedelta(hours=1))


def test_a_deputy_has_mail_entry_and_door_of_their_own_until_it_is_taken_back() -> None:
    called = people(2)
    made = call(called)
    deputy = sends(made, called[0])
    session = Session.objects.get()
    assert Person.objects.get(pk=deputy.pk).email == "ida@aabenraa.example"
    mail = mails(deputy)[0]
    assert "/s/" in mail.text and "/p/" not in mail.text
    assert "Medlem 000" in mail.text
    assert len(calendar(deputy)) == 1
    link = Link.objects.get(person=deputy)
    assert (link.purpose, link.subject) == ("s", doors.subject(session.pk))
    doors.arrive(session.pk, deputy.pk, by=BY, at=STARTS)
    assert queries.tally(made).came == 1
    comes(made, called[0])
    assert not calendar(deputy)
    assert not visits.lives(Link.objects.get(person=deputy), AT)
    assert line(made, deputy).seat_id is None
    assert queries.tally(made) == queries.Tally(2, 1, 0, 0, 1)
    again = sends(made, called[0])
    assert again == deputy
    assert len(calendar(deputy)) == 1
    assert visits.lives(Link.objects.get(person=deputy), AT)


def test_one_who_is_called_or_comes_for_somebody_else_is_no_deputy() -> None:
    called = people(3)
    made = call(called)
    with pytest.raises(DeputyCalled):
        sends(made, called[0], called[1].name, called[1].email)
    sends(made, called[0])
    with pytest.raises(DeputyCalled):
        sends(made, called[1])
    assert Deputy.objects.count() == 1


def test_another_time_changes_the_entry_of_all_who_may_come_and_tells_nobody_else() -> None:
    called = people(3)
    made = call(called)
    comes(made, called[0])
    comes(made, called[1], False)
    deputy = sends(made, called[1])
    later = STARTS + timedelta(minutes=45)
    assert calls.move(made, later, later + timedelta(minutes=30), house.ADDRESS, by=BY, at=AT) == 3
    for who in (called[0], called[2], deputy):
        assert [entry.decoded("dtstart") for entry in calendar(who).values()] == [later]
    assert not calendar(called[1])
    assert mails(called[2])[-1].subject.startswith("Ny tid, i dag kl. 16.15")
    assert {link.opens for link in Link.objects.exclude(purpose="p")} == {later - timedelta(minutes=15)}
    assert calls.move(made, later, later + timedelta(minutes=30), "", by=BY, at=AT) == 0


def test_called_off_takes_every_entry_out() -> None:
    called = people(3)
    made = call(called)
    comes(made, called[0])
    comes(made, called[1], False)
    deputy = sends(made, called[2])
    assert calls.call_off(made, by=BY, at=AT) == 2 + 1 - 1
    assert not any(calendar(who) for who in (*called, deputy))
    assert Session.objects.get().taken == 0
    with pytest.raises(CallOver):
        comes(made, called[0])


def test_a_call_in_a_file_waits_and_is_not_carried_over_nor_counted_as_a_meeting() -> None:
    called = people(2)
    made = call(called)
    round = house.round_()
    assert not tallies.of_round(round.pk).meetings
    text = files.dump(round)
    assert 'kind = "call"' in text
    other = files.load(text.replace('key = "oea26"', 'key = "oea99"', 1), by=BY, at=AT)
    waiting = Call.objects.get(meeting__track__round=other)
    assert waiting.called_at is None
    assert files.dump(other).replace("oea99", "oea26") == text
    before = Message.objects.count()
    assert calls.send(waiting, by=BY, at=AT) == 2
    assert Message.objects.count() == before + 2
    after = following.make(round, Names("oea27", "ØA27", "Næste"), by=BY, at=AT)
    assert not after.tracks.filter(kind="call").exists()
    assert [due.what for due in rounds.calendar(round)].count(made.meeting.track.title) == 1


class Anything(TestCase):
    """No order of answers, deputies and moves gives two seats, a seat to nobody, or an entry shown twice."""

    @settings(max_examples=examples(12), deadline=None)
    @given(
        st.lists(st.tuples(st.integers(0, 1), st.sampled_from(["come", "cannot", "ida", "per", "move"])), max_size=7)
    )
    def test_the_book_and_the_calendars_agree(self, acts: list[tuple[int, str]]) -> None:
        called = people(2)
        made = call(called)
        starts = STARTS
        for number, act in acts:
            if act == "move":
                starts += timedelta(minutes=5)
                calls.move(made, starts, starts + timedelta(minutes=30), "", by=BY, at=AT)
            elif act in {"come", "cannot"}:
                comes(made, called[number], act == "come")
            else:
                try:
                    sends(made, called[number], act, f"{act}@aabenraa.example")
                except DeputyCalled:
                    continue
        session = Session.objects.get()
        seated = Registration.objects.filter(seat=session)
        assert session.taken == seated.count()
        standing = set(queries.standing(made).values_list("person_id", flat=True))
        for row in Registration.objects.select_related("person"):
            shown = calendar(row.person)
            assert len(shown) == (0 if row.cannot else 1)
            assert all(entry.decoded("dtstart") == starts for entry in shown.values())
            if row.person not in called:
                assert (row.person_id in standing) == (row.seat_id is not None)
