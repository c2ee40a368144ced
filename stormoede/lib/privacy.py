"""What a room keeps about people, declared beside its models: one class of data after the other.

Each room's ``privacy.py`` has ``CLASSES`` and ``IMPERSONAL``; together they name every field of its models, which a house test holds
them to. The page /privatliv/, what a person is given of their own, what an erasure does, what goes when its time has passed, the
record of processing and the agreement with whoever runs the machines are all made of them (the room ``protection``).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.functional import Promise


class Basis(StrEnum):
    """The ground in the General Data Protection Regulation; a proposal to the one who answers for the data."""

    INTEREST = "6(1)(f)"
    CONSENT = "9(2)(a)"
    DUTY = "6(1)(c)"


class Fate(StrEnum):
    """What an erasure does with rows about a person."""

    GOES = "goes"
    EMPTIED = "emptied"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whom an erasure is about, as they were known when it began. ``shared``: somebody else has the same address, so what holds
    it may be the other's, and nothing is found by it."""

    id: UUID
    name: str
    email: str
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one model that are about a person, and what an erasure does with them.

    ``of`` are the fields, or ways to one (``contribution__person``), that hold the person's id, ``tagged`` those that hold it as
    ``person:…``. ``said`` are texts that may hold their mail address, ``named`` texts that may hold their name: by those, too, they
    are found. ``only`` narrows what is found. ``empties`` says what is put into the fields of an emptied row; where it is empty, an
    act of the class sees to it. ``shows`` are further values for the person's own copy, by name. ``words``: it happens only when
    the words are to go as well.
    """

    model: str
    of: tuple[str, ...] = ()
    tagged: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    fate: Fate = Fate.STAYS
    empties: Mapping[str, object] = field(default_factory=dict)
    only: Mapping[str, object] = field(default_factory=dict)
    shows: Mapping[str, str] = field(default_factory=dict)
    words: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A period after which something goes by itself. ``days`` is ours; the association may set its own.

    ``waiting`` says how many things had their beginning before a moment, and ``oldest`` when the first one had. ``go`` takes away
    what began before a moment (``go(before, by=…, at=…)``), as part of an act that leaves the event; it may take some at a time, and says
    how many it took. Where ``people`` is named instead, those are erased whole.
    """

    key: str
    days: int
    what: Promise
    waiting: Callable[[datetime], int]
    oldest: Callable[[], datetime | None]
    go: Callable[..., int] | None = None
    people: Callable[[datetime], list[UUID]] | None = None


@dataclass(frozen=True, slots=True)
class DataClass:
    """Data kept for one purpose and one time. ``fields`` are "Model" (all of it) or "Model.field".

    ``what``, ``why`` and ``kept`` are translated words to the person the data are about; ``kept`` may name its terms:
    ``%(answers)s after the round``. ``erased`` tells the one who erases what becomes of the class, and ``before`` are acts of the
    room's own that come first: ``act(somebody, words=…, by=…, at=…)``.
    """

    key: str
    fields: frozenset[str]
    what: Promise
    why: Promise
    kept: Promise
    basis: Basis = Basis.INTEREST
    rows: tuple[Rows, ...] = ()
    terms: tuple[Term, ...] = ()
    erased: Promise | str = ""
    recipients: Promise | str = ""
    before: tuple[Callable[..., object], ...] = ()
