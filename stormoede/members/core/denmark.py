"""The facts of Denmark's municipalities, from the files shipped in members/data."""

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from stormoede.lib.danish import slug
from stormoede.members.core import matching

_DATA = Path(__file__).resolve().parent.parent / "data"
REGIONS_BEGAN = date(2007, 1, 1)
MERGER = date(2027, 1, 1)
_OWN_TITLES = {"0101": "Københavns Kommune", "0400": "Bornholms Regionskommune"}


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality. ``code`` has four digits; regions and the regional council are named as the law and KL name them."""

    code: str
    name: str
    region: str
    region_from_merger: str
    regional_council: str
    seats: int

    @property
    def full_name(self) -> str:
        return _OWN_TITLES.get(self.code, f"{self.name} Kommune")


def municipalities() -> tuple[Municipality, ...]:
    """All 98, in Danish order."""
    with (_DATA / "dk_municipalities.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(
            Municipality(
                code=row["kommunekode"],
                name=row["navn"],
                region=row["region_2026"],
                region_from_merger=row["region_2027"],
                regional_council=row["kkr"],
                seats=int(row["pladser_2026_2029"]),
            )
            for row in csv.DictReader(stream)
        )


def aliases(places: tuple[Municipality, ...]) -> dict[str, str]:
    """Code by spelling, for every spelling a list may use beside the name itself."""
    with (_DATA / "dk_aliases.csv").open(encoding="utf-8", newline="") as stream:
        extra = [(row["code"], row["alias"]) for row in csv.DictReader(stream)]
    names = [(place.code, place.name) for place in places]
    full = [(place.code, place.full_name) for place in places]
    return matching.table(names, [*names, *full, *extra])


def group_code(name: str) -> str:
    """The code of a group: "Region Sjælland" is sjaelland, "KKR Hovedstaden" is hovedstaden."""
    return slug(name.partition(" ")[2])
