"""What every kind of track can be asked. One implementation a kind, listed in ``stormoede/wiring.py``."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol, runtime_checkable

from django.db.models import QuerySet

from stormoede.events.actor import Actor
from stormoede.members.models import Person
from stormoede.rounds.models import Round, Track

type Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DueDate:
    """A date of the round's calendar. ``what`` is translated text; ``key`` is stable, for tests and feeds.

    ``whole_day`` is told without its time of day, which is midnight where the round is. ``hangs_on`` is the key of the
    date this one is derived from: a door from its meeting. ``proposed``: nobody has confirmed it yet, and nothing is sent by it.
    """

    at: datetime
    key: str
    what: str
    ends: datetime | None = None
    detail: str = ""
    whole_day: bool = False
    hangs_on: str = ""
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """One date a letter can list: when, and where ("Teams" or a town)."""

    starts: datetime
    ends: datetime
    place: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What a letter may state of a track. ``fields`` are merge fields by name (``møde.frist``); ``occasions`` fill ((aftener)).

    ``answers`` says that people answer it here, ``deadline`` until when: what a reminder goes out before.
    """

    fields: Mapping[str, str]
    occasions: Sequence[Occasion] = ()
    answers: bool = False
    deadline: datetime | None = None


class Kind(Protocol):
    """One kind of track."""

    def load(self, track: Track, table: Table, *, by: Actor, at: datetime) -> None:
        """Make what the TOML table of ``track`` says: what is left of it without key, kind, title and text.

        Raises rounds.core.tables.Unreadable (from ``Reader(table).done()``), or rounds.refusals.FileRefused with the
        place in the table and the reason. Places are the table's own (``deadline``); the file's are put before them.
        """

    def dump(self, track: Track) -> dict[str, Any]:
        """The table ``load`` would read, in the order a person would write it."""

    def copy(self, track: Track, to: Round, *, by: Actor, at: datetime) -> None:
        """Carry what the kind keeps over to the track of the same key in another round, its dates moved by rounds/following.py.

        They become proposals, whatever the kind; it removes the track where nothing of it is for another year.
        """

    def dates(self, track: Track) -> Sequence[DueDate]:
        """All dates of the track, in the order of time."""

    def facts(self, track: Track, language: str) -> Facts:
        """What letters may state, in ``language``."""

    def answered(self, track: Track) -> QuerySet[Person]:
        """Everybody who has answered, so that a reminder is audience minus answered."""

    def due(self, track: Track, *, at: datetime) -> int:
        """Do what ``at`` makes due; doing it twice is harmless. Returns how many things were done."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer an audience may be made of. ``key`` never changes its meaning, ``label`` is it in words."""

    key: str
    label: str


@runtime_checkable
class Answering(Protocol):
    """What a kind can be asked besides, when an audience may be an answer to it. Nobody has to."""

    def answers(self, track: Track, language: str) -> Sequence[Choice]:
        """All answers there are, in the order one would offer them."""

    def who(self, track: Track, key: str, on: date) -> QuerySet[Person]:
        """Everybody who has answered ``key`` as of ``on``; nobody when there is no such answer."""


_kinds: Mapping[str, Kind] = {}


def install(kinds: Mapping[str, Kind]) -> None:
    """Name the kinds there are."""
    global _kinds
    _kinds = kinds


def of(track: Track) -> Kind:
    """The kind of ``track``. KeyError when the database holds a kind this program does not know."""
    return _kinds[track.kind]


def known() -> Sequence[str]:
    """The names of all kinds."""
    return tuple(_kinds)
