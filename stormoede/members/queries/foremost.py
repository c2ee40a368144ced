"""Somebody's foremost role on a day, for others to put in their statements; and the organisations with their groups.

Worded by hand: they stand in the sums that the desk looks at all day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

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
    """Every organisation in Danish order. One statement."""
    with preparing() as cursor:
        cursor.execute(_PLACES, [on] * 4)
        return [Place(*row) for row in cursor.fetchall()]


def _group(kind: str) -> str:
    return f"""(SELECT g.id FROM members_groupmembership k JOIN members_group g ON g.id = k.group_id
  WHERE k.organisation_id = o.id AND g.kind = '{kind}'
    AND (k.valid_from IS NULL OR k.valid_from <= %s) AND (k.valid_to IS NULL OR k.valid_to >= %s) ORDER BY g.sort_key LIMIT 1)"""  # noqa: S608 - constants


_PLACES = f"""
SELECT o.id, o.code, o.name, o.seats, COALESCE(r.code, ''), COALESCE(r.name, ''), COALESCE(c.name, '')
FROM members_organisation o
LEFT JOIN members_group r ON r.id = {_group(Group.Kind.REGION.value)}
LEFT JOIN members_group c ON c.id = {_group(Group.Kind.REGIONAL_COUNCIL.value)}
ORDER BY o.sort_key, o.id
"""  # noqa: S608 - constants
