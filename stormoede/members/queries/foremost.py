"""Somebody's foremost role on a day, for others to put in their statements; and the organisations with their groups.

Worded by hand: they stand in the sums that the desk looks at all day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from stormoede.lib.prepared import preparing
from stormoede.members.core.titles import RANK
from stormoede.members.models import Group

_WHENS = " ".join(f"WHEN '{role}' THEN {place}" for place, role in enumerate(RANK))
_PLACE = f"MIN(CASE k.role {_WHENS} END)"
_VALID = "k.valid_from <= %s AND (k.valid_to IS NULL OR k.valid_to >= %s)"


@dataclass(frozen=True, slots=True)
class Way:
    """How a database finds the foremost role of the person whose row is called p.

    ``ahead`` stands among the statement's named parts, ``place`` (the role's place in RANK) among what is read, ``join``
    among what is joined. The day, twice, is their only parameter, and comes before those of the rest.
    """

    ahead: str
    place: str
    join: str


# A look into the index of seats for each person is what SQLite does best; PostgreSQL lists everybody's role at once.
WAYS = {
    "sqlite": Way("", f"(SELECT {_PLACE} FROM members_mandate k WHERE k.person_id = p.id AND {_VALID})", ""),  # noqa: S608 - constants
    "postgresql": Way(
        f"f AS (SELECT k.person_id, {_PLACE} AS place FROM members_mandate k WHERE {_VALID} GROUP BY k.person_id), ",  # noqa: S608 - constants
        "f.place",
        "LEFT JOIN f ON f.person_id = p.id",
    ),
}


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation with the groups of the day, empty where it has none. ``seats`` None: nobody has said how many."""

    id: int
    code: str
    name: str
    seats: int | None
    region: str
    region_name: str
    council: str


def places(on: date) -> Sequence[Place]:
    """Every organisation in Danish order; of several groups of a kind it belongs to, the first by name. One statement."""
    with preparing() as cursor:
        cursor.execute(_PLACES, [on, on])
        rows: list[Any] = cursor.fetchall()
    own = {pk: (code, name, seats) for pk, code, name, seats, *_group in rows}
    groups: dict[tuple[int, str], tuple[str, str]] = {}
    for pk, _code, _name, _seats, kind, code, name in rows:
        groups.setdefault((pk, kind), (code, name))
    found = []
    for pk, (code, name, seats) in own.items():
        region, region_name = groups.get((pk, _REGION), ("", ""))
        _code, council = groups.get((pk, _COUNCIL), ("", ""))
        found.append(Place(pk, code, name, seats, region, region_name, council))
    return found


_REGION, _COUNCIL = Group.Kind.REGION.value, Group.Kind.REGIONAL_COUNCIL.value
_PLACES = """
SELECT o.id, o.code, o.name, o.seats, g.kind, g.code, g.name
FROM members_organisation o
LEFT JOIN (
  SELECT k.organisation_id, g.id, g.kind, g.code, g.name, g.sort_key
  FROM members_groupmembership k JOIN members_group g ON g.id = k.group_id
  WHERE (k.valid_from IS NULL OR k.valid_from <= %s) AND (k.valid_to IS NULL OR k.valid_to >= %s)) g ON g.organisation_id = o.id
ORDER BY o.sort_key, o.id, g.sort_key, g.id
"""
