"""Who is offered a mail that came in, in order. ``stormoede/wiring.py`` names them; the first who claims it has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from stormoede.mail.core.reading import Mail

if TYPE_CHECKING:
    from stormoede.mail.models import Message


@dataclass(frozen=True, slots=True)
class Offer:
    """A mail that was read, with what is known of it: the mail of ours it speaks of, and whose it seems to be.

    ``returned``: it came to a return path of ours. ``addressed``: it came to an answer address of ours. ``people`` are the
    ids of all who have the sender's address. ``trusted``: our border says that the sender is who he says.
    """

    incoming: int
    mail: Mail
    message: "Message | None"
    returned: bool
    addressed: bool
    people: Sequence[str]
    trusted: bool

    @property
    def person(self) -> str:
        """Whose the mail is, as far as that is plain: by what it answers, else by the sender's address, if one has it."""
        if self.message is not None and self.message.person and (self.addressed or self.message.person in self.people):
            return self.message.person
        return self.people[0] if len(self.people) == 1 else ""


@dataclass(frozen=True, slots=True)
class Claim:
    """What a mail came to. ``waits``: a person at the desk must look. ``facts`` are ids and figures."""

    by: str
    verdict: str
    waits: bool
    person: str = ""
    message: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)


class Claimant(Protocol):
    """Takes a mail or leaves it, in the caller's transaction. What it does must be harmless when done twice."""

    def __call__(self, offer: Offer, *, at: datetime) -> Claim | None: ...


class Directory(Protocol):
    """Who has which address. People stand above this room."""

    def having(self, address: str) -> Sequence[str]:
        """Ids of all who have ``address``, without regard to letter case."""

    def address(self, person: str) -> str:
        """The address of a person, in lower case; empty without one."""


_claimants: Sequence[Claimant] = ()
_directory: Directory | None = None


def install(claimants: Sequence[Claimant], directory: Directory) -> None:
    """Name the claimants in their order, and who knows people's addresses."""
    global _claimants, _directory
    _claimants, _directory = claimants, directory


def in_order() -> Sequence[Claimant]:
    """All claimants, the first first."""
    return _claimants


def directory() -> Directory:
    """Who knows people's addresses."""
    assert _directory is not None
    return _directory
