"""How the outbox and the inbox stand, for the desk; and which mail of ours another one speaks of."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from stormoede.events.models import Event
from stormoede.lib.prepared import Keyed, preparing
from stormoede.mail.models import Incoming, Mailbox, Message, Relay, Scan


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


_OWN_ID = re.compile(r"<([0-9a-f]{32})@[^<>\s]+>")


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


# Mails of a page of a list.
shown = Keyed(lambda: Message.objects.all())
shown_incoming = Keyed(lambda: Incoming.objects.defer("raw", "text"))


def tally() -> Mapping[tuple[str, str], int]:
    """How many mails there are by (kind, state), in one statement: what the filters offer."""
    counts = Message.objects.values_list("kind", "state").annotate(n=Count("id")).order_by()
    return {(kind, state): n for kind, state, n in counts}


def relays_down() -> list[Relay]:
    """The relays that do not take mails just now."""
    return list(Relay.objects.filter(down_since__isnull=False).order_by("name"))


def by_marks(references: Sequence[str]) -> list[Message]:
    """The mails of ours that these Message-IDs name, in their order. No statement when none looks like ours."""
    marks = [found[1] for one in references if (found := _OWN_ID.fullmatch(one))]
    known = {message.mark: message for message in Message.objects.filter(mark__in=marks)} if marks else {}
    return [known[mark] for mark in marks if mark in known]


def latest_to(person: str) -> Message | None:
    """The last mail that was accepted for a person, a letter before anything else."""
    sent = Message.objects.filter(person=person, state=Message.State.ACCEPTED)
    return sent.filter(batch__isnull=False).order_by("-id").first() or sent.order_by("-id").first()


def address_changed(person: str, since: datetime) -> bool:
    """Has the person got another address after ``since``?"""
    told = Event.objects.filter(subject=f"person:{person}", at__gt=since)
    return any(
        event.act == "person.address_corrected" or event.data.get("address")
        for event in told.filter(act__in=("person.address_corrected", "person.imported"))
    )


def known_otherwise(people: Collection[str], since: datetime) -> bool:
    """Has anything that mails tell of one of these people become another since? One statement, none for nobody."""
    if not people:
        return False
    told = Event.objects.filter(subject__in=[f"person:{pk}" for pk in people], act__in=_OTHERWISE, at__gte=since)
    return any(event.act != "person.imported" or any(event.data.get(name) for name in _TOLD) for event in told)


_OTHERWISE = ("person.renamed", "person.address_corrected", "person.imported")
# What of a person a list may bring that mails tell.
_TOLD = ("name", "address", "language", "place")


@dataclass(frozen=True, slots=True)
class WantedIncoming:
    """What the inbox is narrowed to. ``state`` and ``claim`` empty are all; ``people`` as in ``Wanted``, or by ``words``."""

    state: str = ""
    claim: str = ""
    people: Collection[str] | None = None
    words: str = ""


def inbox(wanted: WantedIncoming) -> QuerySet[Incoming]:
    """The mails that came in, the newest first, without their bytes."""
    found = Incoming.objects.exclude(state=Incoming.State.RECEIVED).defer("raw", "text").order_by("-received_at", "-id")
    if wanted.state:
        found = found.filter(state=wanted.state)
    if wanted.claim:
        found = found.filter(claim=wanted.claim)
    if wanted.people is not None:
        said = Q(sender__icontains=wanted.words) | Q(sender_name__icontains=wanted.words)
        found = found.filter(Q(person__in=wanted.people) | said | Q(subject__icontains=wanted.words))
    return found


def inbox_tally() -> Mapping[tuple[str, str], int]:
    """How many mails came in, by (claim, state). One statement."""
    rows = Incoming.objects.exclude(state=Incoming.State.RECEIVED).values_list("claim", "state")
    return {(claim, state): n for claim, state, n in rows.annotate(n=Count("id")).order_by()}


@dataclass(frozen=True, slots=True)
class InboxStanding:
    """How many mails wait for the desk, and what is wrong with the mailbox, in its server's words; empty when nothing is."""

    waiting: int
    fault: str


def inbox_standing() -> InboxStanding:
    """In one statement, worded by hand for the page that is opened all day."""
    with preparing() as cursor:
        cursor.execute(_STANDING)
        waiting, fault = cursor.fetchone()
    return InboxStanding(waiting, fault or "")


_STANDING = """
SELECT (SELECT COUNT(*) FROM mail_incoming WHERE state = 'waiting'),
       (SELECT MAX(fault) FROM mail_mailbox WHERE down_since IS NOT NULL)
"""


def mailboxes_down() -> list[Mailbox]:
    """The mailboxes that cannot be read just now."""
    return list(Mailbox.objects.filter(down_since__isnull=False).order_by("name"))


def scan_of(digest: str) -> Scan | None:
    """What the virus scanner said of what has ``digest``, if it has been asked."""
    return Scan.objects.filter(pk=digest).first()


def infected(digests: Collection[str]) -> Collection[str]:
    """Those of ``digests`` in which a virus was found. One statement, none without digests."""
    return set(Scan.objects.filter(pk__in=digests, state=Scan.State.INFECTED).values_list("pk", flat=True))


def is_infected(digest: str) -> bool:
    """Whether a virus was found in it: then it is handed out to nobody."""
    return Scan.objects.filter(pk=digest, state=Scan.State.INFECTED).exists()


def from_person(person: str) -> QuerySet[Incoming]:
    """What came in from or about a person, the newest first, without the bytes."""
    return Incoming.objects.filter(person=person).defer("raw", "text").order_by("-received_at", "-id")


def of_message(message_ids: Iterable[int]) -> Mapping[int, int]:
    """The newest mail that waits about each of these mails of ours: incoming id by message id. One statement."""
    rows = Incoming.objects.filter(message__in=list(message_ids), state=Incoming.State.WAITING).order_by("id")
    return {message: pk for message, pk in rows.values_list("message_id", "pk") if message is not None}
