"""The book of one meeting: read under lock, changed by a decision, written back in few statements.

Everybody who changes seats goes through here: all dates of the meeting are locked in the order of their ids, so that
no two can wait for one another. The statements are the same on PostgreSQL and SQLite but for the lock itself,
which SQLite takes when the transaction begins.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from stormoede.events.actions import records
from stormoede.events.actor import Actor, ActorKind
from stormoede.lib.prepared import Value, adapted, preparing, vendor
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.models import Message
from stormoede.meetings import invitations
from stormoede.meetings.core import doors
from stormoede.meetings.core.seats import Decision, Door, Late, Move, Seats, Standing, Waiter

_READ = """
SELECT s.id, s.capacity, s.taken, s.starts, s.ends, m.deadline, m.late, m.door_opens, m.door_stays, a.spec,
       r.id, r.seat_id, r.wish_id, r.asks, r.cannot, r.uid, r.sequence, r.offered, s.cancelled_at IS NOT NULL, {invited}
FROM meetings_session s
JOIN meetings_meeting m ON m.id = s.meeting_id
JOIN members_audience a ON a.id = m.audience_id
LEFT JOIN meetings_registration r ON r.meeting_id = m.id AND r.person_id = %s
WHERE s.meeting_id = %s ORDER BY s.id"""
_WAITING = """
SELECT r.id, r.wish_id, r.seat_id, r.person_id, r.sequence FROM meetings_registration r
JOIN meetings_session s ON s.id = r.wish_id
WHERE s.meeting_id = %s AND NOT r.asks ORDER BY r.wished_at, r.id"""
_ADD = """
INSERT INTO meetings_registration (id, meeting_id, person_id, seat_id, wish_id, wished_at, asks, cannot,
    answered_at, answered_by, uid, sequence, offered)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 0, FALSE) ON CONFLICT (meeting_id, person_id) DO NOTHING"""
_CHANGE = """
UPDATE meetings_registration SET seat_id = %s, wish_id = %s, wished_at = %s, asks = %s, cannot = %s,
    answered_at = %s, answered_by = %s, sequence = sequence + 1, offered = %s
WHERE id = %s AND sequence = %s"""
_MOVE = """
UPDATE meetings_registration SET seat_id = %s, wish_id = NULL, wished_at = NULL, sequence = sequence + 1, offered = FALSE
WHERE id = %s"""
_COUNT = "UPDATE meetings_session SET taken = %s WHERE id = %s"
_TRIES = 5


class Overtaken(Exception):
    """The same person's answer was changed between the lock and the write; read again."""


@dataclass(frozen=True, slots=True)
class Mine:
    """The actor's own line in the book; ``id`` None when there is none yet. ``offered``: another date, whatever the deadline."""

    id: UUID | None
    standing: Standing
    uid: str
    sequence: int
    offered: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the waiting list."""

    waiter: Waiter
    person: str
    sequence: int


@dataclass(frozen=True, slots=True)
class Book:
    """The meeting as it stands while its dates are locked. ``invited`` None: that must be asked separately."""

    meeting: int
    person: UUID
    seats: Sequence[Seats]
    mine: Mine
    deadline: datetime
    late: Late
    spec: object
    invited: bool | None

    @property
    def who(self) -> str:
        """How the actor is named in decisions."""
        return self.mine.id.hex if self.mine.id else "new"


def in_turn[T](do: Callable[[], T]) -> T:
    """Run ``do`` in a transaction, again when somebody with the same link was quicker."""
    for _ in range(_TRIES - 1):
        try:
            with transaction.atomic():
                return do()
        except Overtaken:
            continue
    with transaction.atomic():
        return do()


def open_book(meeting: int, person: UUID, at: datetime) -> Book | None:
    """Lock the meeting's dates and read them with the person's answer. None when the meeting has no dates."""
    question, values = invitations.question(meeting, person, at)
    with preparing() as cursor:
        cursor.execute(_locking(vendor(), question), [*values, adapted(person), meeting])
        rows = cursor.fetchall()
    if not rows:
        return None
    seats = [_seats(row, at) for row in rows]
    first = rows[0]
    invited = bool(first[19]) if question and invitations.holds(meeting, first[9]) else None
    return Book(meeting, person, seats, _mine(first[10:18]), _aware(first[5]), Late(first[6]), first[9], invited)


def _seats(row: Sequence[Any], at: datetime) -> Seats:
    window = doors.window(_aware(row[3]), _aware(row[4]), row[7], row[8])
    cancelled = bool(row[18])
    return Seats(row[0], row[1], row[2], Door.CLOSED if cancelled else window.door(at), cancelled)


def _mine(row: Sequence[Any]) -> Mine:
    id, seat, wish, asks, cannot, uid, sequence, offered = row
    if id is None:
        return Mine(None, Standing(), "", 0)
    own = id if isinstance(id, UUID) else UUID(id)
    return Mine(own, Standing(seat, wish, bool(asks), bool(cannot)), uid, sequence, bool(offered))


def lines(meeting: int) -> Mapping[str, Line]:
    """The waiting list, in order, by registration. Read after the lock."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [meeting])
        rows = cursor.fetchall()
    return {
        key: Line(Waiter(key, wish, seat), str(UUID(str(person))), sequence)
        for id, wish, seat, person, sequence in rows
        for key in [UUID(str(id)).hex]
    }


def write(
    book: Book,
    decision: Decision,
    waiting: Mapping[str, Line],
    act: str,
    *,
    offered: bool = False,
    by: Actor,
    at: datetime,
) -> UUID:
    """Write the decision: counts, the person's line, who moved up, what happened, and the mails about it.

    ``offered``: what the person was offered is still theirs to take after this act.
    """
    with preparing() as cursor:
        for session, taken in sorted(decision.taken.items()):
            cursor.execute(_COUNT, [taken, session])
        registration = book.mine.id or uuid4()
        _write_own(cursor, book, decision.standing, registration, by, at, offered=offered)
    sequence = book.mine.sequence + 1 if book.mine.id else 0
    records.record(
        act, f"registration:{registration}", by=by, at=at, data=told(book.mine.standing, decision.standing, sequence)
    )
    outbox.enqueue_one(_receipt(registration, book, decision.standing, sequence, act, by), at=at)
    if decision.moves:
        move_up(decision.moves, waiting, by=by, at=at)
    return registration


def move_up(moves: Sequence[Move], waiting: Mapping[str, Line], *, by: Actor, at: datetime) -> None:
    """Write those who moved up, record it and mail them."""
    with connection.cursor() as cursor:
        cursor.executemany(_MOVE, [[move.to, adapted(UUID(move.who))] for move in moves])
    records.record_many(
        "registration.moved_up",
        [
            (
                f"registration:{UUID(move.who)}",
                told(Standing(move.left, move.to), Standing(seat=move.to), waiting[move.who].sequence + 1),
            )
            for move in moves
        ],
        by=by,
        at=at,
    )
    outbox.enqueue([_moved_mail(move, waiting[move.who]) for move in moves], at=at)


def count(taken: Mapping[int, int]) -> None:
    """Write new counts of seats taken."""
    with connection.cursor() as cursor:
        for session, number in sorted(taken.items()):
            cursor.execute(_COUNT, [number, session])


def _write_own(
    cursor: CursorWrapper, book: Book, standing: Standing, registration: UUID, by: Actor, at: datetime, *, offered: bool
) -> None:
    moment = adapted(at)
    wished_at = moment if standing.wish is not None else None
    parts: list[Value] = [standing.seat, standing.wish, wished_at, standing.asks, standing.cannot, moment, str(by)]
    if book.mine.id is None:
        cursor.execute(_ADD, [adapted(registration), book.meeting, adapted(book.person), *parts, secrets.token_hex(16)])
    else:
        cursor.execute(_CHANGE, [*parts, offered, adapted(book.mine.id), book.mine.sequence])
    if cursor.rowcount != 1:
        raise Overtaken


def told(was: Standing, now: Standing, sequence: int) -> dict[str, int | bool | None]:
    """What the record keeps of a change of standing."""
    return {
        "sequence": sequence,
        "seat": now.seat,
        "wish": now.wish,
        "asks": now.asks,
        "cannot": now.cannot,
        "was_seat": was.seat,
        "was_wish": was.wish,
        "was_asks": was.asks,
        "was_cannot": was.cannot,
    }


def _receipt(registration: UUID, book: Book, standing: Standing, sequence: int, act: str, by: Actor) -> NewMessage:
    was = book.mine.standing
    other = {"by": by.id} if by.kind is ActorKind.PERSON and by.id != str(book.person) else {}
    return NewMessage(
        key=f"meetings.receipt:{registration}:{sequence}",
        kind="meetings.receipt",
        ref=f"registration:{registration}",
        person=str(book.person),
        facts={
            "act": act.partition(".")[2],
            "sequence": sequence,
            "outcome": standing.outcome.value,
            "seat": standing.seat,
            "wish": standing.wish,
            "left": was.seat if was.seat != standing.seat else None,
            "new": standing.seat is not None and was.seat != standing.seat,
            "wished": was.wish if was.wish != standing.wish else None,
            **other,
        },
        priority=Message.Priority.PERSONAL,
    )


def _moved_mail(move: Move, line: Line) -> NewMessage:
    sequence = line.sequence + 1
    return NewMessage(
        key=f"meetings.moved_up:{UUID(move.who)}:{sequence}",
        kind="meetings.moved_up",
        ref=f"registration:{UUID(move.who)}",
        person=line.person,
        facts={"act": "moved_up", "sequence": sequence, "outcome": "seated", "seat": move.to, "left": move.left},
        priority=Message.Priority.PERSONAL,
    )


@lru_cache(maxsize=64)
def _locking(vendor: str, question: str) -> str:
    # A first answer asks in the same statement whether the person is invited; later ones need not.
    asked = f"CASE WHEN r.id IS NULL AND EXISTS ({question}) THEN 1 ELSE 0 END" if question else "0"
    lock = " FOR NO KEY UPDATE OF s" if vendor == "postgresql" else ""
    return _READ.replace("{invited}", asked) + lock


def _aware(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=UTC)
