"""Who is at the page: a member who opened a personal link in this browser.

The link's row and generation are read on every request, so a revoked link ends at once.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import IntEnum

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase

from stormoede.accounts import actors, passes, senders
from stormoede.accounts.core.passes import Entry, is_raised
from stormoede.accounts.models import Link
from stormoede.events.actor import Actor
from stormoede.lib import clock, language
from stormoede.lib.prepared import Prepared
from stormoede.members.models import Person


class Level(IntEnum):
    """How sure we are. L1: the link was opened. L2: and a code sent to the registered address was given, lately."""

    L1 = 1
    L2 = 2


class NoVisit(Exception):
    """Nobody is at this page. ``ended`` says that the link was genuine but lives no more."""

    def __init__(self, *, ended: bool = False) -> None:
        super().__init__("ended" if ended else "absent")
        self.ended = ended


@dataclass(frozen=True, slots=True)
class Visit:
    """A member at a page. ``opened`` is False before the link's time (a door shows a countdown then)."""

    link: Link
    person: Person
    level: Level
    opened: bool = True

    @property
    def handle(self) -> str:
        return self.link.handle

    @property
    def actor(self) -> Actor:
        return actors.person(self.person)

    @property
    def subject(self) -> tuple[str, str]:
        """What the link is for, taken apart: ("round", "oea26")."""
        kind, _, key = self.link.subject.partition(":")
        return kind, key


def lives(link: Link, at: datetime) -> bool:
    """Whether ``link`` may be used at ``at`` (the round's time); before it opens it may be looked at."""
    return link.revoked_at is None and (link.closes is None or at < link.closes)


_LINKS = Prepared(
    lambda handle, purpose, other, third: Link.objects.select_related("person__organisation").filter(
        Q(purpose=purpose) | Q(purpose=other) | Q(purpose=third), pk=handle
    ),
    "a handle",
    "a purpose",
    "another",
    "a third",
)
# A printed sheet opens the page that a mail's link opens; a deputy's link opens a door, and nothing else.
_AS_WELL = {Link.Purpose.PAGE.value: Link.Purpose.SHEET.value, Link.Purpose.DOOR.value: Link.Purpose.DEPUTY.value}


def _read(entry: Entry, handle: str, purpose: str, also: str) -> Visit:
    link = next(iter(_LINKS(handle, purpose, _AS_WELL.get(purpose, purpose), also or purpose)), None)
    if link is None:
        raise NoVisit
    now = clock.round_now()
    if link.generation != entry.generation or not lives(link, now) or link.person.erased_at is not None:
        raise NoVisit(ended=True)
    level = Level.L2 if is_raised(entry, clock.wall()) else Level.L1
    return Visit(link, link.person, level, link.opens is None or link.opens <= now)


def visit(request: HttpRequest, handle: str, purpose: str, also: str = "") -> Visit:
    """The visit of ``handle`` in this browser: one statement, once a request. Raises NoVisit.

    ``also`` is a purpose whose links open the page as well; the page's guard alone says so.
    """
    known: dict[tuple[str, str], Visit] = request.__dict__.setdefault("_stormoede_visits", {})
    if (handle, purpose) not in known:
        held = passes.of(request, clock.wall())
        entry = held.of(handle) if held else None
        if entry is None:
            raise NoVisit
        known[handle, purpose] = _read(entry, handle, purpose, also)
    return known[handle, purpose]


def others(request: HttpRequest, handle: str) -> int:
    """How many other links this browser holds open."""
    held = passes.of(request, clock.wall())
    return sum(entry.handle != handle for entry in held.entries) if held else 0


def count_as_raised(request: HttpRequest, visit: Visit) -> None:
    """For the rest of this request ``visit`` counts as L2: its code has just been given."""
    known: dict[tuple[str, str], Visit] = request.__dict__.setdefault("_stormoede_visits", {})
    known.update({key: replace(visit, level=Level.L2) for key in known if key[0] == visit.handle})


def raise_level(request: HttpRequest, response: HttpResponseBase, visit: Visit) -> Visit:
    """A right code was given for ``visit``: this browser is at L2 for half an hour."""
    at = clock.wall()
    passes.give(response, passes.of_or_new(request, at).raising(visit.handle, at))
    return replace(visit, level=Level.L2)


def enter(request: HttpRequest, response: HttpResponseBase, link: Link) -> None:
    """This browser holds ``link`` from now on, as if its mail had been opened here."""
    at = clock.wall()
    passes.give(response, passes.of_or_new(request, at).opening(link.handle, link.generation, at))


def leave(request: HttpRequest, response: HttpResponseBase, handle: str) -> None:
    """This browser forgets ``handle``."""
    passes.give(response, passes.of_or_new(request, clock.wall()).closing(handle))


def prefer_language(request: HttpRequest, who: Visit) -> None:
    """Speak the visitor's language, else that of those who write about what the link is for."""
    language.prefer(request, who.person.language, senders.of(who.link.subject).language)
