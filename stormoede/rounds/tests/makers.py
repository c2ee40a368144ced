"""Rounds, tracks and kinds for this room's tests. Everybody is invented."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import QuerySet

from stormoede.events.actor import Actor, system
from stormoede.members.models import Person
from stormoede.rounds import kinds
from stormoede.rounds.actions import rounds, tracks
from stormoede.rounds.core.facts import RoundFacts, Signature
from stormoede.rounds.kinds import DueDate, Facts, Table
from stormoede.rounds.models import Round, Track
from stormoede.rounds.notices import Notices

BY = system("test")
AT = datetime(2025, 2, 6, 9, tzinfo=UTC)
FACTS = RoundFacts(
    title="Økonomiforhandlingerne for 2026",
    short="ØA26",
    starts_on=date(2025, 2, 7),
    ends_on=date(2025, 6, 30),
    negotiation="Starten af maj",
    sender_name="KL",
    sender_department="økonomisk sekretariat",
    mailbox="oea26@kl.example",
    contact_name="Sofie Ravn",
    contact_email="oea26@kl.example",
    contact_phone="12 34 56 78",
    letterhead=("Weidekampsgade 10", "2300 København S"),
    website="www.kl.example",
    signatories=(Signature("Birgitte Holm", "formand"), Signature("Anders Kjær Thygesen", "administrerende direktør")),
)


def make(key: str = "oea26", **changes: Any) -> Round:
    """A round without tracks."""
    return rounds.make(key, replace(FACTS, **changes), by=BY, at=AT)


def track(round: Round, key: str, kind: str = "told") -> Track:
    return tracks.append(round, key=key, kind=kind, title=key.title(), text="", by=BY, at=AT)


@dataclass
class Told:
    """A kind whose answers a test gives it."""

    told: Sequence[DueDate] = ()
    answerers: Sequence[Person] = ()
    asked: list[datetime] = field(default_factory=list)
    failure: Exception | None = None

    def load(self, track: Track, table: Table, *, by: Actor, at: datetime) -> None: ...

    def dump(self, track: Track) -> dict[str, Any]:
        return {}

    def copy(self, track: Track, to: Round, *, by: Actor, at: datetime) -> None: ...

    def dates(self, track: Track) -> Sequence[DueDate]:
        return self.told

    def facts(self, track: Track, language: str) -> Facts:
        return Facts({f"{track.key}.{language}": track.title})

    def answered(self, track: Track) -> QuerySet[Person]:
        return Person.objects.filter(pk__in=[person.pk for person in self.answerers])

    def due(self, track: Track, *, at: datetime) -> int:
        self.asked.append(at)
        if self.failure:
            raise self.failure
        return 2


@contextmanager
def known(**told: Told) -> Iterator[None]:
    """The kinds there are while a test runs: notices, and those given."""
    before = {name: kinds._kinds[name] for name in kinds.known()}
    kinds.install({"notice": Notices(), **told})
    try:
        yield
    finally:
        kinds.install(before)
