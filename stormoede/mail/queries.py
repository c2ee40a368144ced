"""How the outbox stands, for the desk."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from stormoede.lib.prepared import preparing
from stormoede.mail.models import Message, Relay


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the messages of a batch are. ``cancelled`` ones are not part of ``total``."""

    queued: int = 0
    accepted: int = 0
    deferred: int = 0
    refused: int = 0
    unbuildable: int = 0
    cancelled: int = 0

    @property
    def total(self) -> int:
        return self.queued + self.accepted + self.deferred + self.refused + self.unbuildable

    @property
    def waiting(self) -> int:
        return self.queued + self.deferred


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; empty is everything. ``people`` are ids; None is everybody, an empty set nobody."""

    state: str = ""
    kind: str = ""
    people: Collection[str] | None = None


def progress(batch_id: int) -> Progress:
    """Where the messages of a batch are, in one statement."""
    counts = Message.objects.filter(batch_id=batch_id).values_list("state").annotate(n=Count("id")).order_by()
    return Progress(**dict(counts))


def states(refs: Collection[str]) -> Mapping[str, Counter[str]]:
    """How many mails to people are in each state, by ref; a test to oneself is to nobody. One statement.

    Worded by hand, for the page that is opened all day.
    """
    found: dict[str, Counter[str]] = defaultdict(Counter)
    if not refs:
        return found
    places = ", ".join(["%s"] * len(refs))
    with preparing() as cursor:
        cursor.execute(_STATES.replace("{refs}", places), list(refs))
        for ref, state, count in cursor.fetchall():
            found[ref][state] = count
    return found


_STATES = """
SELECT ref, state, COUNT(*) FROM mail_message WHERE ref IN ({refs}) AND person <> '' GROUP BY ref, state
"""


def listing(wanted: Wanted) -> QuerySet[Message]:
    """The mails wanted, the newest first."""
    found = Message.objects.order_by("-id")
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.people is not None:
        found = found.filter(person__in=wanted.people)
    return found


def tally() -> Mapping[tuple[str, str], int]:
    """How many mails there are by (kind, state), in one statement: what the filters offer."""
    counts = Message.objects.values_list("kind", "state").annotate(n=Count("id")).order_by()
    return {(kind, state): n for kind, state, n in counts}


def relays_down() -> list[Relay]:
    """The relays that do not take mails just now."""
    return list(Relay.objects.filter(down_since__isnull=False).order_by("name"))
