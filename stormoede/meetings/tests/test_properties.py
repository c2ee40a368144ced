"""Whatever anybody does in whatever order: no two seats, no seat to nobody, no wrong calendar, and nobody reminded who answered.

The acts are the room's own, on the database. Mails lie in the outbox until they are sent, in the order the outbox would send
them, to each person's calendar. A room above with acts of its own that give or take seats adds its rules in a subclass.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from stormoede.letters.models import Letter
from stormoede.letters.queries import asking
from stormoede.lib.refusal import Refusal
from stormoede.mail import recipes
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content
from stormoede.meetings import queries
from stormoede.meetings.actions import attendance, changes, confirmations, doors, meetings, registrations
from stormoede.meetings.core.seats import Late
from stormoede.meetings.models import Arrival, Registration, Session
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import AFTER, BEFORE, DOOR, FIRST, LENGTH, LINKS_AT, STAFF
from stormoede.members.models import Person
from tests.calendars import Calendar

PEOPLE, DATES = 5, 3
LATER = timedelta(minutes=16)
TIMES = (BEFORE, AFTER, LINKS_AT, DOOR, FIRST + LENGTH + LATER, FIRST + timedelta(days=3) + LENGTH + LATER)
who_ = st.integers(0, PEOPLE - 1)
date_ = st.integers(0, DATES - 1)


class Round(RuleBasedStateMachine):
    """A meeting on three evenings, five people, a secretariat, and a clock that goes on."""

    @initialize(
        rooms=st.lists(st.sampled_from([1, 2, 3, None]), min_size=DATES, max_size=DATES), late=st.sampled_from(Late)
    )
    def begin(self, rooms: list[int | None], late: Late) -> None:
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.people = house.people(PEOPLE)
        self.meeting = house.meeting(tuple(rooms), late=late, people=self.people)
        self.dates = house.dates(self.meeting)
        self.letter = Letter.objects.create(
            round=self.meeting.track.round,
            key="invitation",
            title="Invitation",
            audience=self.meeting.audience,
            edited_at=BEFORE,
        )
        self.hour, self.moves = 0, 0
        self.calendars = {str(one.pk): Calendar() for one in self.people}

    def teardown(self) -> None:
        if hasattr(self, "whole"):
            self.sends()
            transaction.set_rollback(True)
            self.whole.__exit__(None, None, None)

    @property
    def at(self) -> Any:
        return TIMES[self.hour] + timedelta(seconds=self.moves)

    def do(self, act: Callable[[], object]) -> None:
        """An act that may be refused. Each takes a little time."""
        self.moves += 1
        with suppress(Refusal):
            act()

    @rule(who=who_, choice=st.one_of(date_, date_, st.none()))
    def answers(self, who: int, choice: int | None) -> None:
        self.do(
            lambda: house.answer(
                self.meeting, self.people[who], None if choice is None else self.dates[choice], self.at
            )
        )

    @rule(who=who_)
    def takes_it_back(self, who: int) -> None:
        if line := Registration.objects.filter(person=self.people[who]).first():
            self.do(lambda: registrations.undo(line.pk, by=house.actor(self.people[who]), at=self.at))

    @rule(who=who_, yes=st.booleans())
    def secretariat_answers(self, who: int, yes: bool) -> None:
        say = registrations.allow_late if yes else registrations.decline_late
        if line := Registration.objects.filter(person=self.people[who]).first():
            self.do(lambda: say(line.pk, by=STAFF, at=self.at))

    @rule(who=who_, yes=st.booleans())
    def answers_in_the_calendar(self, who: int, yes: bool) -> None:
        person, line = self.people[who], Registration.objects.filter(person=self.people[who]).first()
        if line and yes:
            self.do(lambda: confirmations.confirm(line, by=house.actor(person), at=self.at))
        elif line and line.seat_id:
            self.do(lambda: registrations.give_up(self.meeting.pk, person.pk, by=house.actor(person), at=self.at))

    @rule(date=date_, hours=st.sampled_from([-1, 1, 24]), elsewhere=st.booleans())
    def is_moved(self, date: int, hours: int, elsewhere: bool) -> None:
        plan = meetings.date_plan(Session.objects.get(pk=self.dates[date]))
        by = timedelta(hours=hours)
        new = f"https://meet.jit.si/{self.moves}" if elsewhere else plan.join_url
        moved = replace(plan, starts=plan.starts + by, ends=plan.ends + by, join_url=new)
        self.do(lambda: meetings.edit_date(self.dates[date], moved, by=STAFF, at=self.at))

    @rule(date=date_)
    def gets_a_new_address(self, date: int) -> None:
        plan = meetings.date_plan(Session.objects.get(pk=self.dates[date]))
        new = replace(plan, join_url=f"https://meet.jit.si/{self.moves}")
        self.do(lambda: meetings.edit_date(self.dates[date], new, by=STAFF, at=self.at))

    @rule(date=date_)
    def is_cancelled(self, date: int) -> None:
        self.do(lambda: changes.cancel(self.dates[date], "Sygdom", by=STAFF, at=self.at))

    @rule(date=date_, room=st.sampled_from([1, 2, 4, None]))
    def gets_other_room(self, date: int, room: int | None) -> None:
        plan = meetings.date_plan(Session.objects.get(pk=self.dates[date]))
        self.do(lambda: meetings.edit_date(self.dates[date], replace(plan, capacity=room), by=STAFF, at=self.at))

    @rule(who=who_, date=date_)
    def goes_in(self, who: int, date: int) -> None:
        person = self.people[who]
        self.do(lambda: doors.arrive(self.dates[date], person.pk, by=house.actor(person), at=self.at))

    @rule(who=who_, date=date_)
    def stands_in_the_file(self, who: int, date: int) -> None:
        self.do(lambda: attendance.note(self.dates[date], {self.people[who].pk: None}, by=STAFF, at=self.at))

    @rule(date=date_)
    def address_is_mailed(self, date: int) -> None:
        self.do(lambda: doors.mail_address(self.dates[date], by=STAFF, at=self.at))

    @rule()
    def links_are_due(self) -> None:
        doors.send_due(self.meeting, at=self.at)

    @rule()
    def time_passes(self) -> None:
        self.hour = min(self.hour + 1, len(TIMES) - 1)

    @rule()
    def sends(self) -> None:
        """The outbox is sent, most urgent first, and every calendar shows the seat its owner has, once, at its time."""
        for message in Message.objects.filter(settled_at__isnull=True).order_by("priority", "pk"):
            content = recipes.of(message.kind)([message], reveal=True)[message.pk]
            if isinstance(content, Content) and content.calendar is not None:
                self.calendars[message.person].take(content.calendar)
        Message.objects.filter(settled_at__isnull=True).update(settled_at=self.at, state=Message.State.ACCEPTED)
        seats = {
            str(one.person_id): [one.seat.starts]
            for one in Registration.objects.filter(seat__isnull=False).select_related("seat")
        }
        shown = {person: list(held.entries.values()) for person, held in self.calendars.items() if held.entries}
        assert shown == seats

    @invariant()
    def one_answer_and_one_seat_each(self) -> None:
        if hasattr(self, "whole"):
            lines = list(Registration.objects.all())
            assert len({one.person_id for one in lines}) == len(lines)
            assert {one.person_id for one in lines} <= {one.pk for one in self.people}
            assert not [one for one in lines if one.cannot and (one.seat_id or one.wish_id)]

    @invariant()
    def seats_are_counted_right_and_none_is_on_a_cancelled_date(self) -> None:
        for date in Session.objects.all() if hasattr(self, "whole") else ():
            assert date.taken == Registration.objects.filter(seat=date).count()
            assert date.capacity is None or date.taken <= date.capacity
            assert date.cancelled_at is None or not Registration.objects.filter(wish=date).exists()

    @invariant()
    def nobody_is_reminded_who_has_answered(self) -> None:
        if hasattr(self, "whole"):
            answered = set(queries.answered(self.meeting.track_id).values_list("pk", flat=True))
            stands = {one.person_id for one in Registration.objects.all() if one.seat_id or one.wish_id or one.cannot}
            assert answered == stands
            asked = asking.unanswered(Person.objects.all(), self.letter)
            assert {one.pk for one in self.people} - stands == {one.pk for one in asked}

    @invariant()
    def nobody_waits_for_a_free_seat(self) -> None:
        for date in Session.objects.filter(cancelled_at=None) if hasattr(self, "whole") else ():
            shut = self.at < date.starts - timedelta(minutes=15)
            free = date.capacity is None or date.taken < date.capacity
            assert not (shut and free and Registration.objects.filter(wish=date, asks=False).exists())

    @invariant()
    def who_came_came_once(self) -> None:
        if hasattr(self, "whole"):
            came = list(Arrival.objects.values_list("session", "person"))
            assert len(came) == len(set(came))


def played(examples: int, steps: int) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        Round, settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=checks)
    )  # fmt: skip


@pytest.mark.django_db
def test_no_sequence_of_acts_gives_what_must_never_be() -> None:
    played(12, 15)


@pytest.mark.long
@pytest.mark.django_db
def test_no_long_sequence_does_either() -> None:
    played(150, 30)
