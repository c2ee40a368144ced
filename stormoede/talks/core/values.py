"""What is asked, who can what, and who is placed where: the values that placing speakers is reckoned with.

Times are aware. A place is a municipality's code.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

ON_SITE, ONLINE, EITHER = "on_site", "online", "either"


@dataclass(frozen=True, slots=True)
class Wish:
    """A time somebody would like a talk at; ``rank`` 1 is what they would like most."""

    rank: int
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Ask:
    """One council's request. ``side`` is empty when the speaker may be from either; ``form`` is on_site, online or either."""

    id: int
    place: str
    region: str
    side: str
    form: str
    wishes: tuple[Wish, ...]


@dataclass(frozen=True, slots=True)
class Able:
    """What one speaker can take. No ``regions``: all of them. ``reach_km`` is one way from ``home``; None is anywhere."""

    id: int
    side: str
    home: str
    regions: frozenset[str]
    openings: tuple[tuple[datetime, datetime], ...]
    per_week: int
    reach_km: int | None
    on_site: bool
    online: bool


class Missed(StrEnum):
    """Why an earlier wish was not met."""

    NOBODY = "nobody"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Why:
    """Why a speaker was placed here: which of how many wishes; how many others could have taken that very time.

    ``km`` is from the speaker's home; ``nearer`` says how many of the others live nearer. ``same_day`` is how many other talks
    the speaker has that day, ``same_week`` how many that week. ``missed`` has the earlier wishes, and why each was not met.
    """

    rank: int
    wishes: int
    could: int
    km: int
    nearer: int
    same_day: int
    same_week: int
    missed: tuple[tuple[int, Missed], ...] = ()

    def told(self) -> dict[str, Any]:
        """As plain values, to be kept."""
        plain = {name: getattr(self, name) for name in _COUNTS}
        return {**plain, "missed": [[rank, why.value] for rank, why in self.missed]}

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Why":
        """What ``told`` gave."""
        missed = tuple((int(rank), Missed(why)) for rank, why in told.get("missed", ()))
        return cls(**{name: int(told[name]) for name in _COUNTS}, missed=missed)


_COUNTS = ("rank", "wishes", "could", "km", "nearer", "same_day", "same_week")


class Lack(StrEnum):
    """Why nobody is placed with a request: the first thing that leaves nobody."""

    NO_WISH = "no_wish"
    NOBODY = "nobody"
    SIDE = "side"
    FORM = "form"
    REGION = "region"
    PLACE = "place"
    TOO_FAR = "too_far"
    OPENINGS = "openings"
    WEEK_FULL = "week_full"
    ELSEWHERE = "elsewhere"


@dataclass(frozen=True, slots=True)
class Short:
    """Why a request is left. ``could`` is how many passed all that came before ``lack``.

    ``km`` is how far the nearest of them lives, for TOO_FAR. ``held_by`` are the requests they are placed with instead.
    """

    lack: Lack
    could: int = 0
    km: int | None = None
    held_by: tuple[int, ...] = ()

    def told(self) -> dict[str, Any]:
        """As plain values, to be kept."""
        return {"lack": self.lack.value, "could": self.could, "km": self.km, "held_by": list(self.held_by)}

    @classmethod
    def read(cls, told: Mapping[str, Any]) -> "Short":
        """What ``told`` gave."""
        return cls(Lack(told["lack"]), told["could"], told["km"], tuple(told["held_by"]))


@dataclass(frozen=True, slots=True)
class Placing:
    """A speaker with a request. ``rank`` is of the wish, None for a time of one's own. ``km`` is one way from home; online it is 0."""

    ask: int
    speaker: int
    starts: datetime
    ends: datetime
    form: str
    place: str
    rank: int | None
    km: int
    fixed: bool = False
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """A request nobody is placed with."""

    ask: int
    why: Short


@dataclass(frozen=True, slots=True)
class Plan:
    """Who goes where, the fixed ones among them.

    ``councils`` and ``first_wishes`` count requests; ``km`` is what all of them travel, from home by the day's talks and home
    again. ``proved``: there is no better plan; False when the time ran out first.
    """

    placings: tuple[Placing, ...]
    left: tuple[Left, ...]
    councils: int
    first_wishes: int
    km: int
    proved: bool

    @property
    def value(self) -> tuple[int, int, int]:
        """What plans are compared by: the greater is the better one."""
        return self.councils, self.first_wishes, -self.km
