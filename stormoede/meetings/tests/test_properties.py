"""Whatever anybody does in whatever order: no two seats, no seat to nobody, no wrong calendar, and nobody reminded who answered.

The acts are the room's own and those of the member list, on the database. Mails lie in the outbox until they are sent, in the
order the outbox would send them, to each person's calendar; a released reminder is one of them.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from stormoede.events.actions.records import deliver
from stormoede.events.models import Event
from stormoede.letters import recipes as letters
from stormoede.letters.actions import drafts, due, releases, trials
from stormoede.letters.core.drafts import Draft, Reminds, Text
from stormoede.letters.models import Letter
from stormoede.letters.queries import asking
from stormoede.lib import clock, words
from stormoede.lib.refusal import Refusal
from stormoede.mail import recipes
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content, Unbuildable, Withheld
from stormoede.meetings import queries
from stormoede.meetings.actions import (
    attendance,
    changes,
    confirmations,
    departures,
    doors,
    meetings,
    registrations,
)
from stormoede.meetings.core.seats import Late
from stormoede.meetings.models import Arrival, Meeting, Registration, Session
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import AFTER, BEFORE, DOOR, FIRST, LENGTH, LINKS_AT, STAFF
from stormoede.members.actions import leaves, people
from stormoede.members.models import Audience, Body, Leave, Mandate, Person
from stormoede.members.queries import audiences
from tests import cast
from tests.calendars import Calendar
from tests.examples import examples, played

PEOPLE, STAND_INS, DATES = 5, 2, 3
LATER = timedelta(minutes=16)
REMINDS = datetime(2025, 3, 21, 7, tzinfo=UTC)
TIMES = (BEFORE, REMINDS, AFTER, LINKS_AT, DOOR, FIRST + LENGTH + LATER, FIRST + timedelta(days=3) + LENGTH + LATER)
who_ = st.integers(0, PEOPLE + STAND_INS - 1)
member_ = st.integers(0, PEOPLE - 1)
stand_in_ = st.one_of(st.none(), st.integers(PEOPLE, PEOPLE + STAND_INS - 1))
day_ = st.integers(-4, 8).map(lambda n: FIRST.date() + timedelta(n))
date_ = st.integers(0, DATES - 1)


def seated(members: Sequence[Person]) -> list[Mandate]:
    """The meeting's audience: a council, and these in it."""
    council = Body.objects.create(kind=Body.Kind.COUNCIL, organisation=cast.organisation(), name="Council")
    Audience.objects.update(spec={"any": [{"bodies": ["council"]}]})
    since = date(2022, 1, 1)
    return [Mandate.objects.create(person=one, body=council, role="member", valid_from=since) for one in members]


def invited(meeting: Meeting) -> Letter:
    """The invitation, sent and come, with a reminder released for the fifth day before the deadline."""
    texts = {"da": Text("Vælg aften", "", "Vælg aften", "Kære ((navn))\n\n((knap: Vælg aften))")}
    round, audience = meeting.track.round, meeting.audience_id
    letter = drafts.make(round, "invitation", Draft("Invitation", audience, texts=texts), by=STAFF, at=BEFORE)
    letter = released(letter)
    Message.objects.update(settled_at=BEFORE, state=Message.State.ACCEPTED)
    wanted = Draft("Påmindelse", audience, texts=texts, reminds=Reminds(5, time(8)))
    released(drafts.make(round, "paamindelse", wanted, about=letter, by=STAFF, at=BEFORE), REMINDS)
    Message.objects.update(settled_at=BEFORE, state=Message.State.ACCEPTED)
    return letter


def released(letter: Letter, release_at: datetime | None = None) -> Letter:
    someone = Person.objects.order_by("pk")[0].pk
    trials.send(letter, to="sofie.ravn@kl.example", person=someone, edit_number=letter.edit_number, by=STAFF, at=BEFORE)
    return releases.release(letter, by=STAFF, at=BEFORE, release_at=release_at)


class Round(RuleBasedStateMachine):
    """A meeting on three evenings, five members and two who may sit for them, a secretariat, and a clock that goes on."""

    @initialize(
        rooms=st.lists(st.sampled_from([1, 2, 3, None]), min_size=DATES, max_size=DATES), late=st.sampled_from(Late)
    )
    def begin(self, rooms: list[int | None], late: Late) -> None:
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.people = house.people(PEOPLE + STAND_INS)
        self.meeting = house.meeting(tuple(rooms), late=late)
        self.mandates = seated(self.people[:PEOPLE])
        self.dates = house.dates(self.meeting)
        self.letter = invited(self.meeting)
        self.hour, self.moves = 0, 0
        clock.install(lambda: self.at)
        self.reminded: set[str] = set()
        self.could_not: dict[UUID, bool] = {}
        self.calendars = {str(one.pk): Calendar() for one in self.people}

    def teardown(self) -> None:
        if not hasattr(self, "whole"):
            return
        try:
            self.sends()
        finally:
            clock.install(None)
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
        before = Registration.objects.filter(person=self.people[who]).first()
        self.do(
            lambda: house.answer(
                self.meeting, self.people[who], None if choice is None else self.dates[choice], self.at
            )
        )
        now = Registration.objects.filter(person=self.people[who]).first()
        if now and now.asks and not (before and before.asks):
            self.could_not[now.person_id] = bool(before and before.cannot)

    @rule(who=who_)
    def takes_it_back(self, who: int) -> None:
        if line := Registration.objects.filter(person=self.people[who]).first():
            self.do(lambda: registrations.undo(line.pk, by=house.actor(self.people[who]), at=self.at))

    @rule(who=who_, yes=st.booleans())
    def secretariat_answers(self, who: int, yes: bool) -> None:
        say = registrations.allow_late if yes else registrations.decline_late
        if line := Registration.objects.filter(person=self.people[who]).first():
            self.do(lambda: say(line.pk, by=STAFF, at=self.at))
            if line.asks and not yes:
                now = Registration.objects.get(pk=line.pk)
                assert (now.seat_id, now.wish_id) == (line.seat_id, None)
                assert now.cannot == self.could_not[now.person_id]

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

    @rule(works=st.booleans())
    def time_passes(self, works: bool) -> None:
        self.hour = min(self.hour + 1, len(TIMES) - 1)
        if works:
            self.worker_looks()

    @rule()
    def worker_looks(self) -> None:
        """What the hour makes due: the reminder goes out, and who will have left gives the seat back."""
        due.run(at=self.at)
        departures.free(at=self.at)
        self.nobody_sits_who_has_left(self.people)

    def nobody_sits_who_has_left(self, who: Sequence[Person]) -> None:
        for line in Registration.objects.filter(person__in=who).select_related("person", "seat", "wish"):
            for session in (line.seat, line.wish):
                if session is not None and session.starts > self.at:
                    on = words.local_day(session.starts, self.meeting.track.round.time_zone)
                    assert audiences.includes({"any": [{"bodies": ["council"]}]}, line.person_id, on=on)

    @rule()
    def sends(self) -> None:
        """The outbox is sent, most urgent first, and every calendar shows the seat its owner has, once, at its time."""
        for message in Message.objects.filter(settled_at__isnull=True).order_by("priority", "pk"):
            content = recipes.of(message.kind)([message], reveal=True)[message.pk]
            if message.kind == letters.LETTER:
                self.reminds(message, content)
            elif isinstance(content, Content) and content.calendar is not None:
                self.calendars[message.person].take(content.calendar)
        Message.objects.filter(settled_at__isnull=True).update(settled_at=self.at, state=Message.State.ACCEPTED)
        seats = {
            str(one.person_id): [one.seat.starts]
            for one in Registration.objects.filter(seat__isnull=False).select_related("seat")
        }
        shown = {person: list(held.entries.values()) for person, held in self.calendars.items() if held.entries}
        assert shown == seats

    def reminds(self, message: Message, content: Content | Unbuildable) -> None:
        """A reminder is for one who has not answered when it leaves, and comes once."""
        if isinstance(content, Content):
            assert UUID(message.person) not in self.answered() and self.is_asked(UUID(message.person))
            assert message.person not in self.reminded
            self.reminded.add(message.person)
        else:
            gone = not self.is_asked(UUID(message.person))
            assert isinstance(content, Withheld) and (gone or UUID(message.person) in self.answered())

    def is_asked(self, who: UUID) -> bool:
        """Whether they are in the meeting's audience now."""
        on = words.local_day(self.at, self.meeting.track.round.time_zone)
        return audiences.includes({"any": [{"bodies": ["council"]}]}, who, on=on)

    def answered(self) -> set[UUID]:
        return {one.person_id for one in Registration.objects.all() if one.seat_id or one.wish_id or one.cannot}

    @invariant()
    def one_answer_and_one_seat_each(self) -> None:
        if hasattr(self, "whole"):
            lines = list(Registration.objects.all())
            assert len({one.person_id for one in lines}) == len(lines)
            assert {one.person_id for one in lines} <= {one.pk for one in self.people}
            assert not [one for one in lines if one.cannot and (one.seat_id or one.wish_id)]

    @invariant()
    def seats_are_counted_right_and_none_is_on_a_cancelled_date(self) -> None:
        for held in Session.objects.all() if hasattr(self, "whole") else ():
            assert held.taken == Registration.objects.filter(seat=held).count()
            assert held.capacity is None or held.taken <= held.capacity
            assert held.cancelled_at is None or not Registration.objects.filter(wish=held).exists()

    @invariant()
    def nobody_is_reminded_who_has_answered(self) -> None:
        if hasattr(self, "whole"):
            answered = set(queries.answered(self.meeting.track_id).values_list("pk", flat=True))
            stands = self.answered()
            assert answered == stands
            asked = asking.unanswered(Person.objects.all(), self.letter)
            assert {one.pk for one in self.people} - stands == {one.pk for one in asked}

    @invariant()
    def nobody_waits_for_a_free_seat(self) -> None:
        for held in Session.objects.filter(cancelled_at=None) if hasattr(self, "whole") else ():
            shut = self.at < held.starts - timedelta(minutes=15)
            free = held.capacity is None or held.taken < held.capacity
            assert not (shut and free and Registration.objects.filter(wish=held, asks=False).exists())

    @invariant()
    def who_came_came_once(self) -> None:
        if hasattr(self, "whole"):
            came = list(Arrival.objects.values_list("session", "person"))
            assert len(came) == len(set(came))


class Members(Round):
    """The same while members go on leave, others sit for them, and mandates end."""

    def leaves(self, act: Callable[[], object]) -> None:
        """What the member list says of somebody is heard by the meeting before anything else happens."""
        last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        self.do(act)
        deliver()
        events = Event.objects.filter(pk__gt=last, subject__startswith="person:")
        told = {subject.partition(":")[2] for subject in events.values_list("subject", flat=True)}
        self.nobody_sits_who_has_left([one for one in self.people if str(one.pk) in told])

    def person(self, number: int | None) -> Person | None:
        return None if number is None else self.people[number]

    def leave_of(self, who: int) -> Leave | None:
        return Leave.objects.filter(mandate=self.mandates[who]).order_by("-valid_from").first()

    @rule(who=member_, first=day_, days=st.sampled_from([0, 1, 6, 60, None]), stand_in=stand_in_)
    def goes_on_leave(self, who: int, first: date, days: int | None, stand_in: int | None) -> None:
        last = None if days is None else first + timedelta(days)
        seat, other = self.mandates[who], self.person(stand_in)
        self.leaves(lambda: leaves.begin(seat, first, last, other, by=STAFF, at=self.at))

    @rule(who=member_, stand_in=stand_in_, choice=date_)
    def is_away_already(self, who: int, stand_in: int | None, choice: int) -> None:
        """A leave that begins today; its stand-in answers at once."""
        seat, other = self.mandates[who], self.person(stand_in)
        self.leaves(lambda: leaves.begin(seat, self.at.date(), None, other, by=STAFF, at=self.at))
        if other is not None:
            self.do(lambda: house.answer(self.meeting, other, self.dates[choice], self.at))

    @rule(who=member_, last=st.one_of(day_, st.just(BEFORE.date())))
    def comes_back(self, who: int, last: date) -> None:
        if leave := self.leave_of(who):
            self.leaves(lambda: leaves.end(leave, last, by=STAFF, at=self.at))

    @rule(who=member_, stand_in=stand_in_, first=day_)
    def another_sits(self, who: int, stand_in: int | None, first: date) -> None:
        if leave := self.leave_of(who):
            other = self.person(stand_in)
            self.leaves(lambda: leaves.name_stand_in(leave, other, first, by=STAFF, at=self.at))

    @rule(who=member_)
    def calls_it_off(self, who: int) -> None:
        """The leave never was, whether it has begun or not."""
        if leave := self.leave_of(who):
            before = leave.valid_from - timedelta(days=1)
            self.leaves(lambda: leaves.end(leave, before, by=STAFF, at=self.at))

    @rule(who=member_, last=day_)
    def mandate_ends(self, who: int, last: date) -> None:
        self.leaves(lambda: people.end_seat(self.mandates[who], last, by=STAFF, at=self.at))


@pytest.mark.brief
@pytest.mark.django_db
def test_no_sequence_of_acts_gives_what_must_never_be() -> None:
    played(Members, examples(24), 18)


@pytest.mark.long
@pytest.mark.django_db
def test_no_long_sequence_does_either() -> None:
    played(Members, examples(40), 30)
