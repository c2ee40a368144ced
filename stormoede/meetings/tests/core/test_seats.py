"""The rules of seats, as properties: whatever anybody does in whatever order, these hold."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from stormoede.meetings.core import seats
from stormoede.meetings.core.seats import Decision, Door, Late, Move, No, Outcome, Seats, Standing, Waiter
from tests.examples import examples

PEOPLE = [f"p{n}" for n in range(7)]
DATES = [1, 2, 3]
NEXT = {Door.SHUT: Door.OPEN, Door.OPEN: Door.CLOSED, Door.CLOSED: Door.CLOSED}


def answer(dates, mine, choice, waiting=(), on_time=True, late=Late.ASK, who="a"):
    return seats.answer(dates, mine, waiting, who, choice, on_time=on_time, late=late)


class Meeting(RuleBasedStateMachine):
    """A meeting on three dates with small rooms, and people who change their minds."""

    @initialize(rooms=st.lists(st.sampled_from([0, 1, 1, 2, None]), min_size=3, max_size=3))
    def begin(self, rooms):
        self.dates = {id: Seats(id, room, 0) for id, room in zip(DATES, rooms, strict=True)}
        self.people: dict[str, Standing] = {}
        self.line: list[str] = []
        self.former: dict[str, Standing] = {}
        self.asked_from: dict[str, Standing] = {}

    @property
    def all(self):
        return list(self.dates.values())

    def waiting(self):
        return [Waiter(who, self.people[who].wish, self.people[who].seat) for who in self.line]

    def carry_out(self, who, decision, forced=False):
        mine = self.people.get(who, Standing())
        if isinstance(decision, No):
            return
        if decision.outcome is Outcome.UNCHANGED:
            assert decision.standing == mine and not decision.moves and not decision.taken
            return
        kept = decision.standing.seat is not None or decision.standing.cannot or forced
        assert kept or mine.seat is None, "a seat was lost before the new one was theirs"
        self.follow_line(who, decision.moves)
        for move in decision.moves:
            before = self.people[move.who]
            assert (before.wish, before.seat, before.asks) == (move.to, move.left, False)
            self.people[move.who] = Standing(seat=move.to)
        moved = {move.who for move in decision.moves}
        self.line = [one for one in self.line if one not in moved and one != who]
        if decision.standing.wish is not None and not decision.standing.asks:
            self.line.append(who)
        if who:
            self.former[who] = mine
            self.people[who] = decision.standing
        for id, count in decision.taken.items():
            self.dates[id] = replace(self.dates[id], taken=count)

    def follow_line(self, who, moves):
        """Whoever moves up was the first in line for that date."""
        line = [waiter for waiter in self.waiting() if waiter.who != who]
        for move in moves:
            first = next(waiter for waiter in line if waiter.wish == move.to)
            assert first.who == move.who
            assert self.dates[move.to].door is Door.SHUT
            line.remove(first)

    @rule(who=st.sampled_from(PEOPLE), choice=st.sampled_from([*DATES, None]), on_time=st.booleans(),
          late=st.sampled_from(Late))  # fmt: skip
    def answers(self, who, choice, on_time, late):
        mine = self.people.get(who, Standing())
        done = answer(self.all, mine, choice, self.waiting(), on_time, late, who)
        self.carry_out(who, done)
        if self.people.get(who, mine).asks and not mine.asks:
            self.asked_from[who] = mine
        again = answer(self.all, self.people.get(who, Standing()), choice, self.waiting(), on_time, late, who)
        if isinstance(done, Decision):
            assert isinstance(again, Decision) and again.outcome is Outcome.UNCHANGED

    @rule(who=st.sampled_from(PEOPLE))
    def secretariat_says_yes(self, who):
        mine = self.people.get(who, Standing())
        self.carry_out(who, seats.approve(self.all, mine, self.waiting(), who))

    @rule(who=st.sampled_from(PEOPLE))
    def secretariat_says_no(self, who):
        mine, before = self.people.get(who, Standing()), self.asked_from.get(who, Standing())
        self.carry_out(who, seats.decline(self.all, mine, self.waiting(), who, could_not=before.cannot))
        if mine.asks:
            assert self.people[who] == Standing(seat=mine.seat, cannot=before.cannot)

    @rule(who=st.sampled_from(PEOPLE))
    def takes_it_back(self, who):
        if who in self.former:
            mine, former = self.people[who], self.former[who]
            self.carry_out(who, seats.undo(self.all, mine, self.waiting(), who, former), forced=True)

    @rule(id=st.sampled_from(DATES), more=st.integers(1, 2))
    def more_room(self, id, more):
        if self.dates[id].capacity is not None:
            self.dates[id] = replace(self.dates[id], capacity=self.dates[id].capacity + more)
            self.carry_out("", seats.settle(self.all, self.waiting()), forced=True)

    @rule(id=st.sampled_from(DATES))
    def time_passes(self, id):
        self.dates[id] = replace(self.dates[id], door=NEXT[self.dates[id].door])

    @invariant()
    def never_over_and_counted_right(self):
        for date in getattr(self, "dates", {}).values():
            assert date.taken == sum(one.seat == date.id for one in self.people.values())
            assert date.capacity is None or date.taken <= date.capacity

    @invariant()
    def nobody_waits_for_a_free_seat(self):
        for date in getattr(self, "dates", {}).values():
            if date.door is Door.SHUT and date.has_room:
                assert not [one for one in self.waiting() if one.wish == date.id]

    @invariant()
    def no_two_first_in_line_wait_for_each_other(self):
        first = {}
        for waiter in reversed(self.waiting() if hasattr(self, "line") else []):
            if self.dates[waiter.wish].door is Door.SHUT:
                first[waiter.wish] = waiter
        for id, waiter in first.items():
            other = first.get(waiter.seat)
            assert other is None or other.seat != id

    @invariant()
    def cannot_stands_alone(self):
        for one in getattr(self, "people", {}).values():
            assert not one.cannot or (one.seat, one.wish, one.asks) == (None, None, False)
            assert one.wish is None or one.wish != one.seat
            assert not one.asks or one.wish is not None


Meeting.TestCase.settings = settings(max_examples=examples(120), stateful_step_count=30, deadline=None)
TestMeeting = Meeting.TestCase


@given(
    rooms=st.lists(st.integers(0, 4), min_size=3, max_size=3),
    raised=st.integers(1, 3),
    wishes=st.lists(st.tuples(st.sampled_from(DATES), st.sampled_from([None, *DATES])), max_size=12),
)
def test_a_chain_of_moving_up_ends_and_moves_each_once(rooms, raised, wishes):
    line = [Waiter(f"w{n}", wish, seat) for n, (wish, seat) in enumerate(wishes) if wish != seat]
    taken = [sum(one.seat == id for one in line) for id in DATES]
    dates = [Seats(id, count + room + raised, count) for id, room, count in zip(DATES, rooms, taken, strict=True)]
    moves = seats.settle(dates, line).moves
    assert len({move.who for move in moves}) == len(moves) <= len(line)


ONE = [Seats(1, 1, 1), Seats(2, 1, 0)]


def test_a_seat_where_there_is_room():
    assert answer(ONE, Standing(), 2) == Decision(Outcome.SEATED, Standing(seat=2), (), {2: 1})


def test_the_line_where_there_is_none():
    assert answer(ONE, Standing(), 1) == Decision(Outcome.WAITING, Standing(wish=1))


def test_a_swap_to_a_full_date_keeps_the_seat_and_waits():
    dates = [Seats(1, 1, 1), Seats(2, 1, 1)]
    assert answer(dates, Standing(seat=2), 1).standing == Standing(seat=2, wish=1)


def test_signing_off_lets_the_first_in_line_move_up_and_the_next_after_that():
    dates = [Seats(1, 1, 1), Seats(2, 1, 1)]
    line = [Waiter("b", 1, 2), Waiter("c", 2)]
    done = answer(dates, Standing(seat=1), None, line)
    assert done.moves == (Move("b", 1, 2), Move("c", 2, None))
    assert done.taken == {}


def test_two_who_wait_for_each_others_seats_change_places():
    dates = [Seats(1, 1, 1), Seats(2, 1, 1)]
    done = answer(dates, Standing(seat=1), 2, [Waiter("b", 1, 2)])
    assert done.standing == Standing(seat=2)
    assert done.moves == (Move("b", 1, 2),)


@pytest.mark.parametrize(
    ("late", "expected"),
    [
        (Late.CLOSED, No.LATE),
        (Late.ASK, Decision(Outcome.ASKING, Standing(wish=2, asks=True))),
        (Late.STRAIGHT_IN, Decision(Outcome.SEATED, Standing(seat=2), (), {2: 1})),
    ],
)
def test_after_the_deadline_the_late_rule_decides(late, expected):
    assert answer(ONE, Standing(), 2, on_time=False, late=late) == expected


@pytest.mark.parametrize("late", Late)
def test_who_cannot_come_may_say_so_after_the_deadline(late):
    assert answer(ONE, Standing(seat=1), None, on_time=False, late=late).outcome is Outcome.CANNOT


def test_an_open_door_moves_nobody_up_and_takes_no_more_on_the_list():
    open_door = [Seats(1, 1, 1, Door.OPEN)]
    assert answer(open_door, Standing(), 1) is No.FULL
    assert answer(open_door, Standing(seat=1), None, [Waiter("b", 1)]).moves == ()


def test_a_date_that_is_over_takes_nobody():
    assert answer([Seats(1, None, 0, Door.CLOSED)], Standing(), 1) is No.OVER


def test_a_seat_given_up_comes_back_only_when_it_is_free():
    full, free = [Seats(1, 1, 1), Seats(2, 2, 1)], [Seats(1, 1, 0), Seats(2, 2, 1)]
    assert seats.undo(full, Standing(seat=2), [], "a", Standing(seat=1)) is No.FULL
    assert seats.undo(free, Standing(seat=2), [], "a", Standing(seat=1)).standing == Standing(seat=1)
    assert seats.undo(free, Standing(seat=2), [], "a", Standing()).outcome is Outcome.TAKEN_BACK
