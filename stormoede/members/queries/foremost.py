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
# The role's place in RANK, for the person whose row is called p: one look into the index of seats, which is cheaper than to
# list everybody's. The two parameters are the day, twice.
FOREMOST = f"""(SELECT MIN(CASE k.role {_WHENS} END) FROM members_mandate k
  WHERE k.person_id = p.id AND k.valid_from <= %s AND (k.valid_to IS NULL OR k.valid_to >= %s))"""  # noqa: S608 - constants


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
