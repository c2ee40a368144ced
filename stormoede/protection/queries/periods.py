"""How long each class is kept, and what would go when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from stormoede.lib.privacy import DataClass, Term
from stormoede.protection import declared, words
from stormoede.protection.models import Period

SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Told:
    """A class of data, and in words how long it is kept."""

    one: DataClass
    kept: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """A term: its days, how much of it is over, how much will be within 30 days, when the next goes, and how much then."""

    term: Term
    days: int
    now: int
    soon: int
    next: datetime | None
    then: int


def days() -> Mapping[str, int]:
    """The days of every term: the association's own where it has set any."""
    own = dict(Period.objects.values_list("term", "days"))
    return {key: own.get(key, term.days) for key, term in declared.terms().items()}


def told(one: DataClass, known: Mapping[str, int]) -> Told:
    """The class with its periods in words."""
    return Told(one, words.kept(one, known))


def ahead(at: datetime) -> Sequence[Ahead]:
    """What goes by each term, and when."""
    known = days()
    return [_ahead(term, known[key], at) for key, term in declared.terms().items()]


def _ahead(term: Term, number: int, at: datetime) -> Ahead:
    length = timedelta(days=number)
    oldest = term.oldest()
    goes = oldest + length if oldest else None
    then = term.waiting(oldest + timedelta(days=1)) if oldest else 0
    return Ahead(
        term, number, term.waiting(at - length), term.waiting(at - length + SOON), max(goes, at) if goes else None, then
    )
