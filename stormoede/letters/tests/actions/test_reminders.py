"""Reminders: to the audience minus those who have answered, before the deadline, and never to one who has answered."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as DatabaseCase

from stormoede.accounts.actions import reminders
from stormoede.accounts.models import RemindersOff
from stormoede.events.actor import Actor, ActorKind
from stormoede.events.models import Event
from stormoede.letters.actions import drafts, due, releases
from stormoede.letters.core.drafts import Draft, Reminds
from stormoede.letters.models import Delivery, Letter
from stormoede.letters.queries import asking, checks, figures
from stormoede.letters.refusals import HasReminders, NotReady
from stormoede.letters.tests import makers
from stormoede.letters.tests.makers import AT, OTHER, REMINDS_AT, WRITER
from stormoede.lib import clock
from stormoede.lib.refusal import Refusal
from stormoede.mail import sender, transports
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content, Withheld
from stormoede.meetings.actions import registrations
from stormoede.meetings.models import Meeting, Registration, Session
from stormoede.members.models import Mandate, Person
from tests.examples import examples

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def when_reminders_go_out() -> Iterator[None]:
    """Whether one is still wanted is asked on the day it leaves."""
    clock.install(lambda: REMINDS_AT)
    yield
    clock.install(None)


def invited() -> Letter:
    """The invitation, sent and delivered to all who have an address; returns the reminder of it as a draft."""
    letter = releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)
    delivered()
    return makers.letter(letter.round, "paamindelse")


def delivered() -> None:
    sender.drain(transports.Here(), worker="test", at=lambda: AT)


def answer(person: Person, *, by: Actor | None = None, cannot: bool = False, at: datetime = AT) -> None:
    session = Session.objects.order_by("starts")[0]
    choice = None if cannot else session.pk
    registrations.answer(session.meeting_id, person.pk, choice, by=by or Actor(ActorKind.PERSON, str(person.pk)), at=at)


def released(reminder: Letter) -> Letter:
    return releases.release(makers.tested(reminder), by=OTHER, at=AT + DAY, release_at=REMINDS_AT)


def reminded(letter: Letter) -> set[str]:
    """The names of those whose reminder waits or has come."""
    held = Delivery.objects.filter(letter=letter).exclude(message__state=Message.State.CANCELLED)
    return set(held.values_list("person__name", flat=True))


def test_it_goes_to_the_audience_minus_those_who_answered_or_stopped_it() -> None:
    people = {name: makers.member(name) for name in ("Seat", "Cannot", "Secretary", "Desk", "Stopped", "Silent")}
    makers.member("Nowhere", email="")
    reminder = invited()
    answer(people["Seat"])
    answer(people["Cannot"], cannot=True)
    answer(people["Secretary"], by=Actor(ActorKind.PERSON, str(people["Silent"].pk)))
    answer(people["Desk"], by=WRITER)
    by = Actor(ActorKind.PERSON, str(people["Stopped"].pk))
    reminders.stop(people["Stopped"].pk, "round:oea26", by=by, at=AT)
    makers.member("Newcomer")
    released(reminder)
    assert due.run(at=REMINDS_AT - timedelta(seconds=1)) == 0
    assert due.run(at=REMINDS_AT) == 1
    assert due.run(at=REMINDS_AT) == 0
    assert reminded(reminder) == {"Silent"}


def test_one_who_left_the_audience_or_never_got_the_letter_is_not_reminded() -> None:
    gone, refused = makers.member("Gone"), makers.member("Refused")
    makers.member("Silent")
    reminder = invited()
    Mandate.objects.filter(person=gone).delete()
    Message.objects.filter(person=str(refused.pk)).update(state=Message.State.REFUSED)
    released(reminder)
    due.run(at=REMINDS_AT)
    assert reminded(reminder) == {"Silent"}


def test_an_answer_that_comes_while_the_reminder_waits_takes_it_back() -> None:
    quick, slow = makers.member("Quick"), makers.member("Slow")
    reminder = invited()
    released(reminder)
    due.run(at=REMINDS_AT)
    answer(quick, at=REMINDS_AT)
    waiting = list(Message.objects.filter(kind="letters.letter", settled_at__isnull=True))
    built = makers.built(waiting)
    by_person = {message.person: built[message.pk] for message in waiting}
    assert isinstance(by_person[str(quick.pk)], Withheld) and isinstance(by_person[str(slow.pk)], Content)
    report = sender.drain(transports.Here(), worker="test", at=lambda: REMINDS_AT)
    assert (report.withheld, report.unbuildable) == (1, 0)
    assert reminded(reminder) == {"Slow"}
    assert figures.reminded(reminder.round) == 1
    answer(slow, at=REMINDS_AT)
    sent = Message.objects.filter(person=str(slow.pk), kind="letters.letter").order_by("-pk")[0]
    assert isinstance(makers.built([sent])[sent.pk], Content)


def test_who_leaves_the_audience_while_the_reminder_waits_is_not_sent_it() -> None:
    gone = makers.member("Gone")
    makers.member("Slow")
    reminder = invited()
    released(reminder)
    due.run(at=REMINDS_AT)
    Mandate.objects.filter(person=gone).update(valid_to=REMINDS_AT.date() - DAY)
    report = sender.drain(transports.Here(), worker="test", at=lambda: REMINDS_AT)
    assert report.withheld == 1 and reminded(reminder) == {"Slow"}


def test_a_reminder_can_be_stopped_from_the_mail_program() -> None:
    person = makers.member()
    reminder = invited()
    released(reminder)
    due.run(at=REMINDS_AT)
    message = Message.objects.get(person=str(person.pk), settled_at__isnull=True)
    mail = makers.built([message])[message.pk]
    assert isinstance(mail, Content)
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail.headers["List-Unsubscribe"].startswith("<http") and "/u/" in mail.headers["List-Unsubscribe"]
    assert "Du har ikke svaret" in mail.subject


def test_nobody_left_to_remind_is_no_fault() -> None:
    person = makers.member()
    reminder = invited()
    released(reminder)
    answer(person)
    due.run(at=REMINDS_AT)
    reminder.refresh_from_db()
    assert reminder.sent_at == REMINDS_AT and not Delivery.objects.filter(letter=reminder).exists()


def test_its_hour_moves_with_the_deadline_and_the_release_is_taken_back_at_once() -> None:
    makers.member()
    reminder = released(invited())
    Meeting.objects.update(deadline=Meeting.objects.get().deadline - 2 * DAY)
    assert due.run(at=AT + DAY) == 1
    reminder.refresh_from_db()
    assert reminder.released_at is None
    assert Event.objects.get(act="letter.release_stopped").data == {"why": "moved"}
    assert asking.hour(reminder) == REMINDS_AT - 2 * DAY
    again = releases.release(makers.tested(reminder), by=OTHER, at=AT + DAY, release_at=REMINDS_AT)
    assert again.release_at == REMINDS_AT - 2 * DAY


def test_a_worker_that_comes_after_the_deadline_reminds_nobody() -> None:
    makers.member()
    released(invited())
    due.run(at=Meeting.objects.get().deadline)
    assert Event.objects.get(act="letter.release_stopped").data == {"why": "late"}


def _checks(reminder: Letter, at: datetime = AT) -> dict[str, str]:
    return {check.key: check.says.value for check in checks.review(reminder, at=at).checks}


def test_what_stops_it_is_said_before_it_is_released() -> None:
    makers.member()
    early = makers.letter(makers.round(), "paamindelse")
    assert _checks(early)["about"] == "stop"
    with pytest.raises(HasReminders):
        drafts.delete(early.about, edit_number=early.about.edit_number, by=WRITER, at=AT)
    releases.release(makers.tested(makers.letter(early.round)), by=OTHER, at=AT)
    reminder = makers.letter(early.round, "paamindelse")
    assert _checks(reminder) == {"fields": "done", "hour": "done", "dates": "done", "people": "now"}
    delivered()
    assert _checks(reminder)["people"] == "done"
    late = Draft("Sent", 0, texts=makers.draft(reminder).texts, reminds=Reminds(0, time(23, 59, 59)))
    drafts.edit(reminder, late, edit_number=0, by=WRITER, at=AT)
    reminder.refresh_from_db()
    assert _checks(reminder)["hour"] == "stop"
    with pytest.raises(NotReady):
        releases.release(makers.tested(reminder), by=OTHER, at=AT + DAY, release_at=REMINDS_AT)


def test_what_ships_is_short() -> None:
    makers.member()
    reminder = invited()
    assert "length" not in _checks(reminder)


WHO = st.integers(0, 2)
STEPS = st.one_of(
    st.tuples(st.just("answer"), WHO, st.sampled_from(["own", "desk", "secretary"])),
    st.tuples(st.just("cannot"), WHO, st.sampled_from(["own", "desk", "secretary"])),
    st.tuples(st.just("undo"), WHO, st.just("")),
    st.tuples(st.just("stop"), WHO, st.just("")),
    st.tuples(st.just("resume"), WHO, st.just("")),
    st.tuples(st.just("wait"), WHO, st.just("")),
    st.tuples(st.just("send"), WHO, st.just("")),
)


class TestReminding(DatabaseCase):
    """Answers, withdrawals, stops, waits and passes of the worker in any order."""

    @settings(max_examples=examples(12), deadline=None)
    @given(st.lists(STEPS, min_size=4, max_size=12))
    def test_nobody_is_reminded_who_has_answered(self, steps: list[tuple[str, int, str]]) -> None:
        self.people = [makers.member(f"P{number}") for number in range(3)]
        self.reminder, self.now = released(invited()), AT + DAY
        for word, who, hand in [*steps, ("wait", 0, ""), ("send", 0, ""), ("send", 0, "")]:
            getattr(self, f"_{word}")(self.people[who], hand)
        assert Message.objects.filter(key__startswith=f"letter:{self.reminder.pk}").count() <= 3

    def _answer(self, person: Person, hand: str, cannot: bool = False) -> None:
        by = {"own": None, "desk": WRITER, "secretary": Actor(ActorKind.PERSON, str(self.people[0].pk))}[hand]
        answer(person, by=by, cannot=cannot, at=self.now)

    def _cannot(self, person: Person, hand: str) -> None:
        self._answer(person, hand, cannot=True)

    def _undo(self, person: Person, _hand: str) -> None:
        held = Registration.objects.filter(person=person).first()
        with suppress(Refusal):
            if held:
                registrations.undo(held.pk, by=Actor(ActorKind.PERSON, str(person.pk)), at=self.now)

    def _stop(self, person: Person, _hand: str) -> None:
        reminders.stop(person.pk, "round:oea26", by=Actor(ActorKind.PERSON, str(person.pk)), at=self.now)

    def _resume(self, person: Person, _hand: str) -> None:
        reminders.resume(person.pk, "round:oea26", by=Actor(ActorKind.PERSON, str(person.pk)), at=self.now)

    def _wait(self, _person: Person, _hand: str) -> None:
        self.now = REMINDS_AT
        due.run(at=self.now)

    def _send(self, _person: Person, _hand: str) -> None:
        before, wanting = self._told(), self._wanting()
        sender.drain(transports.Here(), worker="test", at=lambda: self.now)
        assert self._told() - before <= wanting

    def _told(self) -> set[UUID]:
        held = Delivery.objects.filter(letter=self.reminder, message__state=Message.State.ACCEPTED)
        return set(held.values_list("person", flat=True))

    def _wanting(self) -> set[UUID]:
        """Who may be reminded, worked out apart from the code under test."""
        answered = {one.person_id for one in Registration.objects.all() if one.seat_id or one.wish_id or one.cannot}
        stopped = set(RemindersOff.objects.values_list("person_id", flat=True))
        return {person.pk for person in self.people} - answered - stopped
