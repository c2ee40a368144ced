"""Who gets a seat, who waits and who moves up.

One person has one seat. Who waits for another date keeps the seat they have until the new one is theirs. Waiting lists are
kept in order; two who wait for each other's seats change places. A date's list stands still from the moment its door opens.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class Late(StrEnum):
    """What happens to an answer after the deadline."""

    CLOSED = "closed"
    ASK = "ask"
    STRAIGHT_IN = "straight_in"


class Door(StrEnum):
    """The door of a date: not open yet, open, closed for good."""

    SHUT = "shut"
    OPEN = "open"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What an act came to for the one who acted."""

    UNCHANGED = "unchanged"
    SEATED = "seated"
    WAITING = "waiting"
    ASKING = "asking"
    CANNOT = "cannot"
    TAKEN_BACK = "taken_back"


class No(StrEnum):
    """Why an act cannot be done."""

    UNKNOWN = "unknown"
    LATE = "late"
    CANCELLED = "cancelled"
    OVER = "over"
    FULL = "full"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, slots=True)
class Seats:
    """The seats of one date. ``capacity`` None has room for all. The door of a cancelled date is closed."""

    id: int
    capacity: int | None
    taken: int
    door: Door = Door.SHUT
    cancelled: bool = False

    @property
    def has_room(self) -> bool:
        return self.capacity is None or self.taken < self.capacity


@dataclass(frozen=True, slots=True)
class Standing:
    """One person's answer. Nothing set means: not answered."""

    seat: int | None = None
    wish: int | None = None
    asks: bool = False
    cannot: bool = False

    @property
    def outcome(self) -> Outcome:
        """The word for it; a wish comes before a seat that is kept meanwhile."""
        if self.cannot:
            return Outcome.CANNOT
        if self.wish is not None:
            return Outcome.ASKING if self.asks else Outcome.WAITING
        return Outcome.TAKEN_BACK if self.seat is None else Outcome.SEATED


@dataclass(frozen=True, slots=True)
class Waiter:
    """One who waits (not one who asks). Lists of them are in the order they began to wait."""

    who: str
    wish: int
    seat: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """``who`` goes from the waiting list of ``to`` to a seat there, and leaves a seat on ``left``, if any."""

    who: str
    to: int
    left: int | None


@dataclass(frozen=True, slots=True)
class Decision:
    """What shall be so: the actor's new standing, who moves up in what order, and the new counts of the dates that change."""

    outcome: Outcome
    standing: Standing
    moves: Sequence[Move] = ()
    taken: Mapping[int, int] = field(default_factory=dict)


def answer(
    seats: Sequence[Seats],
    mine: Standing,
    waiting: Sequence[Waiter],
    who: str,
    choice: int | None,
    *,
    on_time: bool,
    late: Late,
) -> Decision | No:
    """What comes of ``who`` choosing the date ``choice``, or None: cannot come."""
    if choice is None:
        return _cannot(seats, mine, waiting, who)
    date = next((one for one in seats if one.id == choice), None)
    if date is None:
        return No.UNKNOWN
    must_ask = not on_time and late is Late.ASK
    if (choice == mine.seat and mine.wish is None) or (choice == mine.wish and (must_ask or not mine.asks)):
        return Decision(Outcome.UNCHANGED, mine)
    if choice == mine.seat:
        return arrange(seats, waiting, who, mine, Standing(seat=choice))
    if date.door is Door.CLOSED:
        return No.CANCELLED if date.cancelled else No.OVER
    if not on_time and late is Late.CLOSED:
        return No.LATE
    if must_ask:
        return arrange(seats, waiting, who, mine, Standing(seat=mine.seat, wish=choice, asks=True))
    return _take(seats, mine, waiting, who, date)


def give_up(seats: Sequence[Seats], mine: Standing, waiting: Sequence[Waiter], who: str) -> Decision | No:
    """What comes of ``who`` leaving their seat: a wish for another date stands, and without one they cannot come."""
    if mine.seat is None or mine.wish is None:
        return _cannot(seats, mine, waiting, who)
    if any(one.id == mine.seat and one.door is Door.CLOSED for one in seats):
        return No.OVER
    return arrange(seats, waiting, who, mine, Standing(wish=mine.wish, asks=mine.asks))


def approve(seats: Sequence[Seats], mine: Standing, waiting: Sequence[Waiter], who: str) -> Decision | No:
    """What comes of saying yes to a late request: a seat, or a place last on the list."""
    date = next((one for one in seats if one.id == mine.wish), None)
    if date is None or not mine.asks:
        return No.NOT_ASKED
    if date.door is Door.CLOSED:
        return No.OVER
    return _take(seats, mine, waiting, who, date)


def decline(
    seats: Sequence[Seats], mine: Standing, waiting: Sequence[Waiter], who: str, *, could_not: bool = False
) -> Decision | No:
    """What comes of saying no to a late request: the seat they had, if any, stays theirs, or their answer that they cannot come.

    ``could_not``: that was their answer when they asked.
    """
    if not mine.asks:
        return No.NOT_ASKED
    return arrange(seats, waiting, who, mine, Standing(seat=mine.seat, cannot=could_not and mine.seat is None))


def undo(
    seats: Sequence[Seats], mine: Standing, waiting: Sequence[Waiter], who: str, former: Standing
) -> Decision | No:
    """Put back a former standing. A seat given up is only given back when it is still free and nobody waits for it."""
    if former == mine:
        return Decision(Outcome.UNCHANGED, mine)
    if former.seat is not None and former.seat != mine.seat:
        date = next((one for one in seats if one.id == former.seat), None)
        if date is None or date.door is Door.CLOSED:
            return No.CANCELLED if date is not None and date.cancelled else No.OVER
        if not date.has_room or _queued(waiting, date, who):
            return No.FULL
    if former.wish is not None and any(one.id == former.wish and one.door is not Door.SHUT for one in seats):
        former = Standing(seat=former.seat, cannot=former.cannot)
    return arrange(seats, waiting, who, mine, former)


def settle(seats: Sequence[Seats], waiting: Sequence[Waiter]) -> Decision:
    """Let everybody move up who can, after capacity was raised or a door shut again. ``standing`` says nothing here."""
    return arrange(seats, waiting, "", Standing(), Standing())


def arrange(seats: Sequence[Seats], waiting: Sequence[Waiter], who: str, mine: Standing, target: Standing) -> Decision:
    """Give ``who`` the standing ``target``, and let everybody move up who then can, until nobody can."""
    before = {one.id: one.taken for one in seats}
    taken = dict(before)
    if mine.seat != target.seat:
        if mine.seat is not None:
            taken[mine.seat] -= 1
        if target.seat is not None:
            taken[target.seat] += 1
    line = [waiter for waiter in waiting if waiter.who != who]
    if target.wish is not None and not target.asks:
        line.append(Waiter(who, target.wish, target.seat))
    moves = _move_up(seats, taken, line)
    own = next((move for move in reversed(moves) if move.who == who), None)
    standing = Standing(seat=own.to) if own else target
    changed = {key: count for key, count in taken.items() if count != before[key]}
    return Decision(standing.outcome, standing, tuple(move for move in moves if move.who != who), changed)


def _cannot(seats: Sequence[Seats], mine: Standing, waiting: Sequence[Waiter], who: str) -> Decision | No:
    if mine.cannot:
        return Decision(Outcome.UNCHANGED, mine)
    theirs = [one for one in seats if one.id == mine.seat] or seats
    if all(one.door is Door.CLOSED for one in theirs):
        return No.OVER
    return arrange(seats, waiting, who, mine, Standing(cannot=True))


def _take(seats: Sequence[Seats], mine: Standing, waiting: Sequence[Waiter], who: str, date: Seats) -> Decision | No:
    if date.has_room and not _queued(waiting, date, who):
        return arrange(seats, waiting, who, mine, Standing(seat=date.id))
    if date.door is Door.SHUT:
        return arrange(seats, waiting, who, mine, Standing(seat=mine.seat, wish=date.id))
    return No.FULL


def _queued(waiting: Sequence[Waiter], date: Seats, who: str) -> bool:
    """Does somebody else stand in a line that still moves?"""
    return date.door is Door.SHUT and any(waiter.wish == date.id and waiter.who != who for waiter in waiting)


def _move_up(seats: Sequence[Seats], taken: dict[int, int], line: list[Waiter]) -> list[Move]:
    """All moves, in order. Every round takes at least one out of ``line``, so it ends."""
    moving = [one for one in seats if one.door is Door.SHUT]
    moves: list[Move] = []
    while line:
        first = {one.id: next((waiter for waiter in line if waiter.wish == one.id), None) for one in moving}
        free = next(
            (
                waiter
                for one in moving
                if (one.capacity is None or taken[one.id] < one.capacity) and (waiter := first[one.id])
            ),
            None,
        )
        going = [free] if free else _circle({key: waiter for key, waiter in first.items() if waiter})
        if not going:
            break
        for waiter in going:
            line.remove(waiter)
            taken[waiter.wish] += 1
            if waiter.seat is not None:
                taken[waiter.seat] -= 1
            moves.append(Move(waiter.who, waiter.wish, waiter.seat))
    return moves


def _circle(first: Mapping[int, Waiter]) -> list[Waiter]:
    """Those first in line who together wait for nothing but one another's seats; empty when there are none."""
    for start in first:
        path: list[Waiter] = []
        at: int | None = start
        while at is not None and (waiter := first.get(at)) and waiter not in path:
            path.append(waiter)
            at = waiter.seat
        if path and at == start:
            return path
    return []
