"""The tour as the desk sees it: each request with its talk, what clashes, and which speakers could take it.

What clashes, and who can, is asked of the very function that places (core/assignment.py), against all other talks as they stand.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

from django.utils.translation import get_language

from stormoede.contributions.queries.standing import name_of
from stormoede.deliberations.queries import region_names
from stormoede.lib.danish import sort_key
from stormoede.mail import tide
from stormoede.talks import wording
from stormoede.talks.core import assignment, chances, days
from stormoede.talks.core.assignment import Able, Ask, Clash, Placing
from stormoede.talks.models import Speaker, SpeakerRequest, Talk, Tour, Wish
from stormoede.talks.queries import plans
from stormoede.talks.queries.plans import Engaged
from stormoede.web import talk_words
from stormoede.web.talk_words import standing

NAMED = 3
# While a request is one of these, it is asked who could take it.
_ASKING = ("open", "proposed", "offered")
# What lies farther apart than this is not in each other's way.
_NEAR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Can:
    """A speaker who could take a request at the wish of this rank."""

    speaker: Speaker
    rank: int


@dataclass(frozen=True)
class Whole:
    """A tour, read once: its requests (the withdrawn too), its speakers, and by request the talk on its way."""

    tour: Tour
    requests: Mapping[int, SpeakerRequest]
    speakers: Sequence[Speaker]
    talks: Mapping[int, Talk]
    elsewhere: Engaged
    regions: Mapping[str, str]

    @cached_property
    def ables(self) -> dict[int, Able]:
        return {one.pk: plans.able(one) for one in self.speakers}

    @cached_property
    def asks(self) -> dict[int, Ask]:
        return {pk: plans.ask(one) for pk, one in self.requests.items()}

    @cached_property
    def _placed(self) -> dict[int, list[Placing]]:
        """What each speaker is placed with, in other tours too."""
        found: dict[int, list[Placing]] = {}
        for one in (*map(plans.placing, self.talks.values()), *self.elsewhere.placings):
            found.setdefault(one.speaker, []).append(one)
        return found

    @cached_property
    def here(self) -> list[Speaker]:
        """The speakers who have not left."""
        return [one for one in self.speakers if one.left_at is None]

    @cached_property
    def _ways(self) -> dict[tuple[int, int], list[Placing]]:
        """By request that is still a question, and speaker: every way to meet a wish that both can, the best wish first."""
        wanted = [self.asks[pk] for pk, one in self.requests.items() if standing(one, self.talks.get(pk)) in _ASKING]
        found: dict[tuple[int, int], list[Placing]] = {}
        for one in chances.placings(wanted, [self.ables[speaker.pk] for speaker in self.here]):
            found.setdefault((one.ask, one.speaker), []).append(one)
        return found

    def called(self, request: int) -> str:
        """What to call a request: by its council. Only one of another tour that nobody has any more is asked for."""
        known = self.requests.get(request)
        return name_of(known.body) if known else self.elsewhere.names.get(request) or plans.called(request)

    def clashes(self, placing: Placing) -> tuple[Clash, ...]:
        """What speaks against ``placing``, with all other talks as they stand."""
        return assignment.clashes(placing, self._near(placing), self.ables[placing.speaker], self.asks[placing.ask])

    def _near(self, placing: Placing) -> list[Placing]:
        """What the speaker is placed with that can matter to it: near it, or in its week."""
        at, week = placing.starts, days.week(placing.starts)
        mine = (one for one in self._placed.get(placing.speaker, ()) if one.ask != placing.ask)
        return [one for one in mine if abs(one.starts - at) < _NEAR or days.week(one.starts) == week]

    def _free(self, way: Placing) -> bool:
        """Whether there is room for a way that both can: nothing is near it, or nothing that is clashes."""
        return not self._near(way) or not self.clashes(way)

    def said(self, placing: Placing) -> list[str]:
        """The same in sentences."""
        return [wording.clash(clash, self.called) for clash in self.clashes(placing)]

    def tried(self, speaker: int, ask: Ask, starts: datetime, ends: datetime) -> Iterator[tuple[Placing, list[str]]]:
        """Each form the request may be held in, on site first, with what speaks against this speaker then."""
        for form in ("on_site", "online"):
            if ask.form in (form, "either"):
                placing = plans.tentative(ask, self.ables[speaker], starts, ends, form)
                yield placing, self.said(placing)

    def can(self, request: SpeakerRequest, at: datetime) -> Iterator[Can]:
        """Who could take ``request`` without any clash, at the best of its wishes to come that they can."""
        for speaker in self.here:
            ways = self._ways.get((request.pk, speaker.pk), ())
            rank = next((one.rank for one in ways if one.starts > at and self._free(one)), None)
            if rank is not None:
                yield Can(speaker, rank)


def whole(tour: Tour) -> Whole:
    """Everything of ``tour`` that its pages tell of: a fixed number of statements, however much there is."""
    speakers = list(plans.speakers(tour))
    return Whole(
        tour,
        requests={one.pk: one for one in plans.requests(tour)},
        speakers=speakers,
        talks={talk.request_id: talk for talk in plans.on_their_way(tour)},
        elsewhere=plans.elsewhere(tour, speakers),
        regions=region_names(),
    )


@dataclass(frozen=True, slots=True)
class Told:
    """What the list of requests tells of a tour; nobody may change it. ``silent`` speakers have not said when they can."""

    lines: Sequence["Line"]
    regions: Mapping[str, str]
    silent: int


def told(tour: Tour, at: datetime) -> Told:
    """The tour as it stands at ``at``, to the minute, remembered while nothing happens."""
    minute = at.replace(second=0, microsecond=0)

    def read() -> Told:
        here = whole(tour)
        return Told(tuple(lines(here, minute)), here.regions, sum(one.told_at is None for one in here.here))

    return tide.kept(("tour", tour.pk, minute, get_language()), read)


@dataclass(frozen=True, slots=True)
class Line:
    """One request as the list tells of it. ``talk`` is the one on its way; who ``can`` is only asked while nobody has said yes."""

    request: SpeakerRequest
    name: str
    region: str
    region_name: str
    state: str
    talk: Talk | None
    clashes: Sequence[str]
    can: Sequence[Can]

    @property
    def wishes(self) -> Sequence[Wish]:
        return list(self.request.wishes.all())

    @property
    def wants(self) -> str:
        return talk_words.wants(self.request)

    def wished(self, at: datetime) -> bool:
        """Whether one of its wishes is to come."""
        return any(wish.starts > at for wish in self.wishes)

    @property
    def asking(self) -> bool:
        """Whether it is a question who can."""
        return self.state in _ASKING

    @property
    def more(self) -> int:
        """How many can beside the few a page names."""
        return max(0, len(self.can) - NAMED)


def lines(here: Whole, at: datetime) -> list[Line]:
    """Every request, in Danish order; those that were withdrawn last."""
    found = [line(here, request, at) for request in here.requests.values()]
    return sorted(found, key=lambda one: (one.state == "withdrawn", sort_key(one.name), one.request.pk))


def line(here: Whole, request: SpeakerRequest, at: datetime) -> Line:
    talk, region = here.talks.get(request.pk), here.asks[request.pk].region
    state = standing(request, talk)
    return Line(
        request,
        name_of(request.body),
        region,
        here.regions.get(region, ""),
        state,
        talk,
        talk_clashes(here, talk, at) if talk else (),
        tuple(here.can(request, at)) if state in _ASKING else (),
    )


def talk_clashes(here: Whole, talk: Talk, at: datetime) -> list[str]:
    """What speaks against a talk; what has been held is past all that."""
    if talk.ends <= at or talk.state == Talk.State.HELD:
        return []
    # As if it were only thought of: what a person has decided is marked all the same.
    return here.said(replace(plans.placing(talk), fixed=False))
