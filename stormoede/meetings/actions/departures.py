"""A seat belongs to a person. Who has left the audience before the evening gives the seat back, and is told; so is who moves up.

It follows from the member list alone: somebody whom the meeting's audience reaches by a seat on some day, and does not reach on
the evening's own. So a mandate that ends next month frees the seat of the month after at once, whoever wrote it down and when.
A stand-in's seat that was taken back as if it had never been says nothing of any day; there the event that tells of it does.
"""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from stormoede.events.actor import system
from stormoede.events.models import Event
from stormoede.lib import words
from stormoede.meetings.actions import books
from stormoede.meetings.core import seats
from stormoede.meetings.core.seats import Standing
from stormoede.meetings.models import Registration, Session
from stormoede.members.models import Mandate
from stormoede.members.queries import audiences

BY: Final = system("meetings")
ACT: Final = "registration.freed"
_EVERY = timedelta(minutes=10)
_last: datetime | None = None


def run(*, at: datetime) -> int:
    """Every ten minutes of the round's time, free what no event has told of: a date moved, an audience edited. Returns how many."""
    global _last
    if _last is not None and _last <= at < _last + _EVERY:
        return 0
    _last = at
    return free(at=at)


def of_person(event: Event) -> None:
    """Handler of what ends or begins for one person. A list of members is looked at as a whole, when it has been carried out."""
    if "import" not in event.data:
        free(UUID(event.subject.partition(":")[2]), at=event.at, undone=_undone(event))


def of_erased(event: Event) -> None:
    """Handler of an erasure: seats on dates to come are given back, whoever the meeting is for."""
    free(UUID(event.subject.partition(":")[2]), at=event.at, undone=True)


def of_all(event: Event) -> None:
    """Handler of a member list."""
    free(at=event.at)


def _undone(event: Event) -> bool:
    """Does the event tell of a mandate that is not there any more, as if it had never been?"""
    return event.act == "mandate.ended" and not Mandate.objects.filter(pk=event.data["mandate"]).exists()


def free(person: UUID | None = None, *, at: datetime, undone: bool = False) -> int:
    """Give back the seats, and places in line, of those (or of ``person``) who will have left. Returns how many people.

    ``undone``: the person had a mandate that never was, so they need not have been reached on any day.
    """
    freed = 0
    for session in _to_come(at):
        for meeting, who in list(_departed(session, person, undone)):
            freed += books.in_turn(partial(_free, meeting, who, at))
    return freed


def _to_come(at: datetime) -> QuerySet[Session]:
    return Session.objects.filter(starts__gt=at).select_related("meeting__audience", "meeting__track__round")


def _departed(session: Session, person: UUID | None, undone: bool) -> Iterable[tuple[int, UUID]]:
    spec = session.meeting.audience.spec
    held = Registration.objects.filter(Q(seat=session) | Q(wish=session))
    if person is not None:
        held = held.filter(person=person)
    # Of each who holds a place their own seats are looked at: a list of everybody who is reached is as long as the members.
    one = {"pk": OuterRef("person")}
    gone = held.filter(~Exists(audiences.reaches(spec, on=_day(session), only=person).filter(**one)))
    if not undone:
        gone = gone.filter(Exists(audiences.reaches(spec, on=None, only=person).filter(**one)))
    return gone.order_by("pk").values_list("meeting_id", "person_id")


def _free(meeting: int, person: UUID, at: datetime) -> bool:
    book = books.open_book(meeting, person, at)
    if book is None:
        return False
    mine = book.mine.standing
    lost = {
        session.pk
        for session in _to_come(at).filter(meeting=meeting)
        if not audiences.reaches(session.meeting.audience.spec, on=_day(session), only=person).exists()
    }
    target = _without(mine, lost)
    if target == mine:
        return False
    waiting = books.lines(meeting)
    decision = seats.arrange(book.seats, [line.waiter for line in waiting.values()], book.who, mine, target)
    books.write(book, decision, waiting, ACT, by=BY, at=at)
    return True


def _without(mine: Standing, lost: Collection[int]) -> Standing:
    """What is left of an answer when the dates ``lost`` are not for its owner any more."""
    seat = None if mine.seat in lost else mine.seat
    if mine.wish is None or mine.wish in lost:
        return Standing(seat=seat, cannot=mine.cannot)
    return Standing(seat=seat, wish=mine.wish, asks=mine.asks)


def _day(session: Session) -> date:
    return words.local_day(session.starts, session.meeting.track.round.time_zone)
