"""Invented people: the same seed makes the same people. Pure.

Names are put together by chance from common Danish first and last names; addresses end in ``.example``, which can never exist.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from stormoede.story.core.names import FIRST, LAST

_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "é": "e", "ü": "u", " ": "-"})


@dataclass(frozen=True, slots=True)
class Seat:
    """One row of the invented member list. Dates are ISO texts, as an association's file would have them."""

    number: str
    name: str
    email: str
    code: str
    body: str
    role: str
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Council:
    """A municipality to fill: its code, name and number of seats."""

    code: str
    name: str
    seats: int


def ascii_name(text: str) -> str:
    """``text`` as the local part or host of an address: lower case, æ ø å written out."""
    return text.lower().translate(_ASCII)


def names(seed: str) -> Iterator[str]:
    """Endless invented names, no two alike until all pairs are used."""
    random = Random(seed)  # noqa: S311 - invented people, no secret
    pairs = [f"{first} {last}" for first in FIRST.split() for last in LAST.split()]
    random.shuffle(pairs)
    while True:
        yield from pairs


def councils(wanted: Iterable[Council], named: dict[tuple[str, str], str], *, since: str, until: str) -> Iterator[Seat]:
    """A full council for each of ``wanted``: a mayor, a deputy mayor, members; seven of them in the finance committee.

    ``named`` gives names to some: by code and role, the first of that role in the council gets it.
    """
    supply = (name for name in names("stormøde") if name not in named.values())
    number = 0
    for council in wanted:
        host = f"{ascii_name(council.name)}.example"
        given = dict(named)
        taken: set[str] = set()
        for place in range(council.seats):
            number += 1
            role = ("mayor", "deputy_mayor")[place] if place < 2 else "member"
            name = given.pop((council.code, role), None) or next(supply)
            address = f"{ascii_name(name).replace('-', '.')}@{host}"
            assert address not in taken
            taken.add(address)
            person = Seat(f"K{number:05}", name, address, council.code, "council", role, since, until)
            yield person
            if place < 7:
                chair = "chair" if place == 0 else "member"
                yield Seat(person.number, name, address, council.code, "finance_committee", chair, since, until)
