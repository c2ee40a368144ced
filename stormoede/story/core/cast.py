"""The cast: the invented people one can be in the story. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

LIVED_IN = "0430"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody in the secretariat. ``role`` is a staff role."""

    name: str
    email: str
    role: str


@dataclass(frozen=True, slots=True)
class Councillor:
    """Somebody in a municipality. ``role`` is a role of the member list; ``key`` names the part in addresses."""

    key: str
    name: str
    code: str
    role: str


SECRETARY = Colleague("Sofie Ravn", "sofie.ravn@kl.example", "secretariat")
WRITER = Colleague("Jonas Westergaard", "jonas.westergaard@kl.example", "secretariat")
READER = Colleague("Peter Skov", "peter.skov@kl.example", "reader")
ADMIN = Colleague("Karen Lindholt", "karen.lindholt@kl.example", "admin")
STAFF: Sequence[Colleague] = (SECRETARY, WRITER, READER, ADMIN)

MAYOR = Councillor("borgmester", "Henning Brandt", "0760", "mayor")
MEMBER = Councillor("medlem", "Mette Overgaard", LIVED_IN, "member")
COUNCIL_SECRETARY = Councillor("sekretaer", "Lone Friis", LIVED_IN, "secretary")
MEMBERS: Sequence[Councillor] = (MEMBER, MAYOR, COUNCIL_SECRETARY)

GONE = "flyttet.example"
"""The host whose addresses the story's receiver refuses."""
UNREACHED = 17
UNADDRESSED = 2
