"""Who acts: a value, not a row, so that the record never needs a foreign key."""

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    PERSON = "person"
    STAFF = "staff"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody who acts. ``id`` is text: a person's or a staff member's id, or the name of the part of the system."""

    kind: ActorKind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


def system(part: str) -> Actor:
    """The system itself acts, through the part named."""
    return Actor(ActorKind.SYSTEM, part)
