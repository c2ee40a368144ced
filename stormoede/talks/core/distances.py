"""How far it is from one municipality to another, and how long it takes. The one place where it is said how that is reckoned:

- A straight line from a point in the one to a point in the other, times 1.2, since roads turn; rounded up to whole kilometres.
- Between Jutland, Funen and Zealand with the islands by it one goes over the bridges, so the line goes by way of them; to Bornholm by way
  of Copenhagen. Ferries across the Kattegat are not used.
- Sixty kilometres an hour: a minute a kilometre.
- To or from an island without a bridge the ferry is added: half an hour to Fanø, an hour and a half to Samsø and Ærø, two hours to Læsø and
  to Bornholm, where that makes it at least five hours from everywhere: half a day.
- Within one municipality the distance is 0.

These are estimates for comparing who should go where; nobody's travel is paid after them.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import ceil, dist
from pathlib import Path

ROADS_TURN = 1.2
_TABLE = Path(__file__).resolve().parent.parent / "data" / "dk_positions.csv"

type Point = tuple[int, int]

# Lillebælt, the two ends of the bridge across Storebælt, and the airport by Copenhagen.
_LITTLE_BELT, _NYBORG, _KORSOER, _KASTRUP = (547357, 6152547), (618054, 6130898), (633792, 6135545), (729699, 6170830)
_LANDS = ("jutland", "funen", "zealand", "bornholm")
# What lies between a land and the next in the order above.
_BETWEEN: tuple[tuple[Point, ...], ...] = ((_LITTLE_BELT,), (_NYBORG, _KORSOER), (_KASTRUP,))


class UnknownPlace(LookupError):
    """There is no municipality with that code."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where a municipality lies. ``land`` counts from west to east; ``sailing`` is in minutes."""

    point: Point
    land: int
    sailing: int


@cache
def positions() -> Mapping[str, Position]:
    """All municipalities by their code."""
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        return {
            row["code"]: Position((int(row["east"]), int(row["north"])), _LANDS.index(row["land"]), int(row["sailing"]))
            for row in csv.DictReader(stream)
        }


def knows(code: str) -> bool:
    """Is there a municipality with that code?"""
    return code in positions()


@cache
def km(a: str, b: str) -> int:
    """Kilometres from one municipality to another, rounded up. Raises UnknownPlace."""
    if a == b:
        return 0
    one, other = sorted((_position(a), _position(b)), key=lambda position: position.land)
    line = [one.point]
    for between in _BETWEEN[one.land : other.land]:
        line += between
    return ceil(_length([*line, other.point]) * ROADS_TURN / 1000)


def minutes(km: int) -> int:
    """How long so many kilometres take, without ferries: sixty an hour."""
    return km


@cache
def travel(a: str, b: str) -> int:
    """Minutes from one municipality to another, with the ferries. Raises UnknownPlace."""
    return 0 if a == b else minutes(km(a, b)) + _position(a).sailing + _position(b).sailing


def _position(code: str) -> Position:
    try:
        return positions()[code]
    except KeyError:
        raise UnknownPlace(code) from None


def _length(line: Iterable[Point]) -> float:
    return sum(dist(one, other) for one, other in pairwise(line))
