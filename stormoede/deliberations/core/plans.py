"""A matter as it is to be, and what can be wrong with it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

CASE = 40_000
QUESTION = 2_000
MOST_QUESTIONS = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """A matter but for its track. ``regions`` are (code, deadline); ``bodies`` is a kind of body; ``when`` is words."""

    bodies: str
    deadline: datetime
    case: str = ""
    questions: tuple[str, ...] = ()
    regions: tuple[tuple[str, datetime], ...] = ()
    letter: str = ""
    when: str = ""


class Problem(StrEnum):
    """What can be wrong. The sentences are in refusals.py."""

    UNKNOWN_REGION = "unknown_region"
    REGION_TWICE = "region_twice"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the region at ``number`` of a plan."""

    number: int
    problem: Problem
    region: str


def faults(plan: Plan, regions: Collection[str]) -> Sequence[Fault]:
    """What is wrong with the regions of ``plan``; ``regions`` are the codes there are."""
    found, seen = [], set()
    for number, (region, _deadline) in enumerate(plan.regions):
        if region not in regions:
            found.append(Fault(number, Problem.UNKNOWN_REGION, region))
        elif region in seen:
            found.append(Fault(number, Problem.REGION_TWICE, region))
        seen.add(region)
    return found
