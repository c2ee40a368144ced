"""Where a row's seat belongs among the seats a person has in one body and role."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_END = date.max


@dataclass(frozen=True, slots=True)
class Term:
    """A seat's days, both included; None is open. ``pk`` is None while it is not kept yet."""

    pk: int | None
    first: date
    last: date | None

    def overlaps(self, first: date, last: date | None) -> bool:
        return first <= (self.last or _END) and self.first <= (last or _END)


def place(first: date | None, last: date | None, seats: Sequence[Term], on: date) -> tuple[Term | None, Term] | None:
    """(the seat as it is, or None; the seat as it shall be). None when the row ended it and does not say when it began.

    A list that says no first day means the seat of today, or one still to come. A list that says no last day says
    nothing of it, but a seat that is over and is listed as the person's latest is open again. A seat reaches back to
    an earlier first day; a later one inside it changes nothing.
    """
    seats = sorted(seats, key=lambda seat: seat.first)
    found = _found(first, last, seats, on)
    if found is None:
        if first is None and last is not None and last < on:
            return None
        begins = first or on
        return None, Term(None, begins, last)
    begins = min(found.first, first) if first else found.first
    return found, Term(found.pk, begins, _last(found, last, seats, on))


def _found(first: date | None, last: date | None, seats: Sequence[Term], on: date) -> Term | None:
    if first is not None:
        exact = next((seat for seat in seats if seat.first == first), None)
        return exact or next((seat for seat in seats if seat.overlaps(first, last)), None)
    ended = next((seat for seat in seats if last is not None and seat.last == last), None)
    return ended or next((seat for seat in seats if (seat.last or _END) >= on), None)


def _last(found: Term, last: date | None, seats: Sequence[Term], on: date) -> date | None:
    if last is not None:
        return last if last >= found.first else found.last
    over = found.last is not None and found.last < on
    latest = all(seat.first <= found.first for seat in seats)
    return None if over and latest else found.last
