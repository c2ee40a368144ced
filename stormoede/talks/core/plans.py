"""What is filled in about a tour, a speaker, a request and one talk, as values; and what can be wrong with it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

TITLE = 160
LINE = 200
TOPIC = 300
NOTE = 2_000
WORDS = 500
NOTES = 20_000
MOST_WISHES = 10
SHORTEST, LONGEST = 10, 480

type Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class TourPlan:
    """A tour. ``minutes`` is how long a talk lasts; ``when`` is words for the invitation."""

    title: str
    text: str
    first: date
    last: date
    ask_by: datetime
    minutes: int = 45
    when: str = ""


@dataclass(frozen=True, slots=True)
class SpeakerPlan:
    """What a speaker takes. ``home`` is the code of a municipality, ``regions`` are codes of regional councils."""

    side: str
    home: str
    regions: tuple[str, ...] = ()
    per_week: int = 2
    reach_km: int | None = None
    on_site: bool = True
    online: bool = True


@dataclass(frozen=True, slots=True)
class Asked:
    """A body's request, its wishes in order. ``site`` is the code of a municipality, "" for the council's own."""

    side: str
    form: str
    topic: str
    place: str
    note: str
    contact_name: str
    contact_email: str
    wishes: tuple[Span, ...]
    site: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """When, how and where one talk is. ``place`` is words, ``link`` the address of an online meeting."""

    starts: datetime
    ends: datetime
    form: str
    place: str = ""
    link: str = ""


class Problem(StrEnum):
    """What can be wrong. The sentences are in refusals.py."""

    ORDER = "order"
    TOO_LATE = "too_late"
    LENGTH = "length"
    NO_WISH = "no_wish"
    MANY_WISHES = "many_wishes"
    OUTSIDE = "outside"
    PASSED = "passed"
    TWICE = "twice"
    MISSING = "missing"
    ADDRESS = "address"
    UNKNOWN = "unknown"
    SITE = "site"
    NO_FORM = "no_form"
    NUMBER = "number"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with ``field``; ``number`` says which of several, from 1."""

    field: str
    problem: Problem
    number: int = 0


def tour_faults(plan: TourPlan, ask_by: date) -> Sequence[Fault]:
    """What is wrong with a tour; ``ask_by`` is the day its deadline falls on."""
    found = [] if plan.title.strip() else [Fault("title", Problem.MISSING)]
    if plan.last < plan.first:
        found.append(Fault("last", Problem.ORDER))
    if ask_by > plan.last:
        found.append(Fault("ask_by", Problem.TOO_LATE))
    if not SHORTEST <= plan.minutes <= LONGEST:
        found.append(Fault("minutes", Problem.LENGTH))
    return found


def speaker_faults(plan: SpeakerPlan, regions: Collection[str]) -> Sequence[Fault]:
    """What is wrong with a speaker; ``regions`` are the codes there are."""
    found = [] if plan.side in ("board", "secretariat") else [Fault("side", Problem.UNKNOWN)]
    if not set(plan.regions) <= set(regions):
        found.append(Fault("regions", Problem.UNKNOWN))
    if not (plan.on_site or plan.online):
        found.append(Fault("on_site", Problem.NO_FORM))
    if not 1 <= plan.per_week <= 35:
        found.append(Fault("per_week", Problem.NUMBER))
    if plan.reach_km is not None and not 0 <= plan.reach_km <= 2000:
        found.append(Fault("reach_km", Problem.NUMBER))
    return found


def asked_faults(asked: Asked, days: Sequence[date], first: date, last: date, at: datetime) -> Sequence[Fault]:
    """What is wrong with a request; ``days`` are those its wishes fall on, from ``first`` to ``last`` is the tour."""
    found = [Fault(name, Problem.MISSING) for name in ("topic", "contact_name") if not getattr(asked, name).strip()]
    if asked.form not in ("on_site", "online", "either") or asked.side not in ("", "board", "secretariat"):
        found.append(Fault("form", Problem.UNKNOWN))
    if not asked.wishes:
        found.append(Fault("wishes", Problem.NO_WISH))
    if len(asked.wishes) > MOST_WISHES:
        found.append(Fault("wishes", Problem.MANY_WISHES))
    for number, ((starts, ends), day) in enumerate(zip(asked.wishes, days, strict=True), 1):
        if problem := _wish(starts, ends, day, first, last, at):
            found.append(Fault("wishes", problem, number))
        elif (starts, ends) in asked.wishes[: number - 1]:
            found.append(Fault("wishes", Problem.TWICE, number))
    return found


def _wish(starts: datetime, ends: datetime, day: date, first: date, last: date, at: datetime) -> Problem | None:
    if not SHORTEST * 60 <= (ends - starts).total_seconds() <= LONGEST * 60:
        return Problem.LENGTH
    if not first <= day <= last:
        return Problem.OUTSIDE
    return Problem.PASSED if starts <= at else None


def spot_faults(spot: Spot, at: datetime) -> Sequence[Fault]:
    """What is wrong with where and when a talk is to be."""
    found = [] if spot.form in ("on_site", "online") else [Fault("form", Problem.UNKNOWN)]
    if not SHORTEST * 60 <= (spot.ends - spot.starts).total_seconds() <= LONGEST * 60:
        found.append(Fault("ends", Problem.LENGTH))
    if spot.starts <= at:
        found.append(Fault("starts", Problem.PASSED))
    if spot.link and not spot.link.startswith(("https://", "http://")):
        found.append(Fault("link", Problem.LINK))
    return found


def joined(spans: Sequence[Span]) -> list[Span]:
    """Spans in order, those that meet made one; what is no span is left out."""
    found: list[Span] = []
    for starts, ends in sorted(span for span in spans if span[0] < span[1]):
        if found and starts <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], ends))
        else:
            found.append((starts, ends))
    return found


def without(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """What is left of ``spans`` when every one of ``taken`` is cut out."""
    left = joined(spans)
    for first, last in taken:
        left = [
            piece
            for starts, ends in left
            for piece in ((starts, min(ends, first)), (max(starts, last), ends))
            if piece[0] < piece[1]
        ]
    return left
