"""Answering a meeting, changing one's answer, taking it back, and the secretariat's word on a late request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from stormoede.events.actor import Actor
from stormoede.events.models import Event
from stormoede.meetings import invitations, queries
from stormoede.meetings.actions import books
from stormoede.meetings.actions.books import Book, Line
from stormoede.meetings.core import doors, seats
from stormoede.meetings.core.seats import Decision, No, Outcome, Standing
from stormoede.meetings.models import Meeting, Registration, Session
from stormoede.meetings.refusals import AnswerRefused, MeetingGone, NothingToUndo, NotInvited

CANNOT: Final = None
UNDO_FOR = timedelta(hours=24)
_DECLINED = "registration.late_declined"
_UNDONE_BY = ("registration.answered", "registration.undone")


@dataclass(frozen=True, slots=True)
class Answer:
    """What an act came to. ``standing`` is how the person stands now."""

    outcome: Outcome
    standing: Standing


def answer(meeting_id: int, person_id: UUID, choice: int | None, *, by: Actor, at: datetime) -> Answer:
    """Take the answer ``choice`` (a date's id, or CANNOT), received ``at``.

    The same answer twice changes nothing and mails nothing. Raises AnswerRefused, MeetingGone, or NotInvited on a first answer.
    """
    return books.in_turn(lambda: _answer(meeting_id, person_id, choice, by, at))


def give_up(meeting_id: int, person_id: UUID, *, by: Actor, at: datetime) -> Answer:
    """Give the seat up. Who waits for another date goes on waiting; who does not has answered that they cannot come.

    Raises AnswerRefused.
    """
    return books.in_turn(lambda: _give_up(meeting_id, person_id, by, at))


def undo(registration_id: UUID, *, by: Actor, at: datetime) -> Answer:
    """Put back the answer before the last act, for 24 hours. Raises NothingToUndo, or AnswerRefused (its seat is gone)."""
    person, meeting = _of(registration_id)
    return books.in_turn(lambda: _undo(registration_id, meeting, person, by, at))


def allow_late(registration_id: UUID, *, by: Actor, at: datetime) -> Answer:
    """Say yes to a late request. Raises AnswerRefused."""
    person, meeting = _of(registration_id)
    return books.in_turn(lambda: _word(meeting, person, True, by, at))


def decline_late(registration_id: UUID, *, by: Actor, at: datetime) -> Answer:
    """Say no to a late request; they stand as they did before it. Raises AnswerRefused."""
    person, meeting = _of(registration_id)
    return books.in_turn(lambda: _word(meeting, person, False, by, at))


def undoable(event: Event | None, sequence: int, at: datetime) -> bool:
    """Can this act, the last of a registration that stands at ``sequence``, still be undone?"""
    return bool(
        event and event.act in _UNDONE_BY and event.data.get("sequence") == sequence and at - event.at < UNDO_FOR
    )


def _answer(meeting: int, person: UUID, choice: int | None, by: Actor, at: datetime) -> Answer:
    book = _open(meeting, person, at)
    if not (_invited(book, at) if book.mine.id is None else _may_return(book, choice)):
        raise NotInvited
    waiting = books.lines(meeting) if _crowded(book, choice) else {}
    decision = seats.answer(
        book.seats,
        book.mine.standing,
        [line.waiter for line in waiting.values()],
        book.who,
        choice,
        on_time=doors.on_time(at, book.deadline) or book.mine.offered,
        late=book.late,
    )
    return _carry_out(book, decision, waiting, "registration.answered", by, at)


def _give_up(meeting: int, person: UUID, by: Actor, at: datetime) -> Answer:
    book = _open(meeting, person, at)
    waiting = books.lines(meeting)
    decision = seats.give_up(book.seats, book.mine.standing, [line.waiter for line in waiting.values()], book.who)
    return _carry_out(book, decision, waiting, "registration.answered", by, at)


def _undo(registration: UUID, meeting: int, person: UUID, by: Actor, at: datetime) -> Answer:
    book = _open(meeting, person, at)
    last = next(iter(queries.acts(registration, 1)), None)
    if last is None or not undoable(last, book.mine.sequence, at):
        raise NothingToUndo
    data = last.data
    former = Standing(data["was_seat"], data["was_wish"], data["was_asks"], data["was_cannot"])
    waiting = books.lines(meeting)
    line = [one.waiter for one in waiting.values()]
    decision = seats.undo(book.seats, book.mine.standing, line, book.who, former)
    return _carry_out(book, decision, waiting, "registration.undone", by, at)


def _word(meeting: int, person: UUID, allowed: bool, by: Actor, at: datetime) -> Answer:
    book = _open(meeting, person, at)
    waiting = books.lines(meeting)
    line = [one.waiter for one in waiting.values()]
    if allowed:
        decision = seats.approve(book.seats, book.mine.standing, line, book.who)
    else:
        could_not = book.mine.id is not None and queries.could_not(book.mine.id)
        decision = seats.decline(book.seats, book.mine.standing, line, book.who, could_not=could_not)
    act = "registration.late_allowed" if allowed else _DECLINED
    return _carry_out(book, decision, waiting, act, by, at)


def _carry_out(
    book: Book, decision: Decision | No, waiting: Mapping[str, Line], act: str, by: Actor, at: datetime
) -> Answer:
    if isinstance(decision, No):
        raise _refusal(book, decision)
    if decision.outcome is not Outcome.UNCHANGED:
        # A no of the desk's is no answer of theirs.
        offered = book.mine.offered and act == _DECLINED
        books.write(book, decision, waiting, act, offered=offered, by=by, at=at)
    return Answer(decision.outcome, decision.standing)


def _crowded(book: Book, choice: int | None) -> bool:
    """Must the waiting list be read? Not when nobody leaves a seat or a line and the date chosen has room:

    with room on a date whose door is shut nobody waits there, because every act lets all move up who can.
    """
    date = next((one for one in book.seats if one.id == choice), None)
    stays = book.mine.standing.seat is None and book.mine.standing.wish is None
    return not stays or (date is not None and not date.has_room)


def _open(meeting: int, person: UUID, at: datetime) -> Book:
    book = books.open_book(meeting, person, at)
    if book is None:
        raise MeetingGone
    return book


def _of(registration: UUID) -> tuple[UUID, int]:
    return Registration.objects.values_list("person_id", "meeting_id").get(pk=registration)


def _invited(book: Book, at: datetime) -> bool:
    if book.invited is None:
        return invitations.invited(book.meeting, book.person, at, book.spec)
    return book.invited


def _may_return(book: Book, choice: int | None) -> bool:
    """Whoever holds nothing any more and asks for a date must belong to the audience on that date's own day."""
    mine = book.mine.standing
    if choice is None or mine.seat is not None or mine.wish is not None:
        return True
    starts = Session.objects.filter(pk=choice, meeting=book.meeting).values_list("starts", flat=True).first()
    return starts is None or invitations.invited(book.meeting, book.person, starts, book.spec)


def _refusal(book: Book, why: No) -> AnswerRefused:
    time_zone = Meeting.objects.values_list("track__round__time_zone", flat=True).get(pk=book.meeting)
    return AnswerRefused(why, book.deadline, time_zone)
