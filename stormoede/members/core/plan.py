"""What a member list would change, as values: the shape of a plan, and what it is made from."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from stormoede.members.core.rows import RefusedRow

type BodyKey = tuple[str, int | str]


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation as it is known."""

    pk: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person as they are known. ``place`` is the organisation's pk."""

    id: UUID
    number: str
    name: str
    email: str
    language: str
    place: int | None


@dataclass(frozen=True, slots=True)
class KnownSeat:
    """A seat as it is known. One that ``stands_in`` for another ends with the leave, whatever a list says."""

    pk: int
    body: int
    role: str
    first: date
    last: date | None
    stands_in: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """Everything a list is compared with. Bodies by (kind, organisation's pk), or (kind, name key) for a group's or none's."""

    places: Mapping[str, Place]
    spellings: Mapping[str, str]
    bodies: Mapping[BodyKey, int]
    people: Sequence[KnownPerson]
    seats: Mapping[UUID, Sequence[KnownSeat]]


@dataclass(frozen=True, slots=True)
class SeatPlan:
    """A seat given (``pk`` None), or one whose days change. ``gone`` marks one that a complete list no longer has."""

    pk: int | None
    body: int
    role: str
    first: date
    last: date | None
    gone: bool = False


@dataclass(frozen=True, slots=True)
class PersonPlan:
    """A new person (``old`` None) or one who changes, with every field as it shall be."""

    row: int
    old: KnownPerson | None
    number: str
    name: str
    email: str
    language: str
    place: int | None
    seats: Sequence[SeatPlan] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that change, of one who is known."""
        if self.old is None:
            return ()
        return tuple(
            field
            for field in ("name", "email", "number", "language", "place")
            if getattr(self.old, field) != getattr(self, field)
        )


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody a row may mean: ``value`` is a person's id, or "row:7" for another row of the list."""

    value: str
    name: str
    email: str
    number: str


@dataclass(frozen=True, slots=True)
class PersonQuestion:
    """Is the person in ``row`` one of these? Answered by a candidate's value or "new"."""

    row: int
    name: str
    email: str
    code: str
    candidates: Sequence[Candidate]

    @property
    def id(self) -> str:
        return f"p{self.row}"


@dataclass(frozen=True, slots=True)
class PlaceQuestion:
    """Does ``text`` mean the organisation with this code? Answered by "yes" or "no". ``rows`` is how many say it."""

    id: str
    text: str
    code: str
    name: str
    row: int
    rows: int


type Question = PersonQuestion | PlaceQuestion


@dataclass(slots=True)
class Plan:
    """What a list would change. ``unchanged`` counts people; ``unreachable`` those of the list left without an address.

    ``kept`` and ``absent`` are codes said to be whole where nothing ends: a row cannot be used, or there is none.
    """

    people: list[PersonPlan] = field(default_factory=list)
    gone: list[tuple[KnownPerson, SeatPlan]] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    answered: list[Question] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    rows: int = 0
    waiting: int = 0
    unchanged: int = 0
    unreachable: int = 0
    shared: int = 0

    @property
    def new(self) -> Iterator[PersonPlan]:
        return (person for person in self.people if person.old is None)

    @property
    def changed(self) -> Iterator[PersonPlan]:
        return (person for person in self.people if person.old is not None)

    @property
    def empty(self) -> bool:
        """Would nothing change?"""
        return not self.people and not self.gone

    def mark(self) -> str:
        """A mark of what would change: equal when the list and what it is compared with say the same."""
        digest = hashlib.sha256()
        for person in self.people:
            known = person.old.id if person.old else None
            seats = [(seat.pk, seat.body, seat.role, str(seat.first), str(seat.last)) for seat in person.seats]
            digest.update(repr((person.row, known, person.fields, seats)).encode())
        for person_gone, seat in self.gone:
            digest.update(repr((person_gone.id, seat.pk, str(seat.last))).encode())
        digest.update(repr([question.id for question in (*self.questions, *self.answered)]).encode())
        return digest.hexdigest()[:16]
