"""Hooks: how they stand, what is on its way to them, and what they have not been told yet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from stormoede.accounts import keyring
from stormoede.api.core import signing
from stormoede.api.models import Hook, Posting
from stormoede.events.models import Event

State = Posting.State


@dataclass(frozen=True, slots=True)
class Line:
    """One hook with its figures."""

    hook: Hook
    waiting: int
    failed: int


def lines() -> list[Line]:
    """Every hook with what waits and what could not be delivered. One statement."""
    counted = Hook.objects.annotate(
        waiting=Count("postings", filter=Q(postings__state=State.WAITING)),
        failed=Count("postings", filter=Q(postings__state=State.FAILED)),
    )
    return [Line(hook, hook.waiting, hook.failed) for hook in counted.order_by("made_at", "pk")]


def in_trouble() -> int:
    """How many hooks an administrator has to look at: stopped by their receiver, down, or with postings given up. One statement."""
    lost = Posting.objects.filter(hook=OuterRef("pk"), state=State.FAILED)
    wrong = Q(stopped_why=Hook.Stopped.GONE) | Q(stopped_at__isnull=True, faults__gte=3) | Exists(lost)
    return Hook.objects.filter(wrong).count()


def running() -> QuerySet[Hook]:
    """The hooks that are not stopped."""
    return Hook.objects.filter(stopped_at__isnull=True)


def ready(now: datetime) -> QuerySet[Hook]:
    """The running hooks that have something to be sent, do not rest, and are in nobody's hands."""
    due = Posting.objects.filter(_due(now), hook=OuterRef("pk"))
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now)
    rested = Q(again_at__isnull=True) | Q(again_at__lte=now)
    return running().filter(free, rested, Exists(due))


def next_of(hook: Hook, now: datetime) -> Posting | None:
    """What the hook is told next: the oldest that has not stepped aside."""
    return Posting.objects.filter(_due(now), hook=hook).select_related("event").order_by("pk").first()


def _due(now: datetime) -> Q:
    return Q(settled_at__isnull=True) & (Q(next_at__isnull=True) | Q(next_at__lte=now))


def untold(hook: Hook, most: int) -> Sequence[int]:
    """Ids of events the hook is to be told and has no posting for, oldest first."""
    heard = Q(pk__in=())
    for act, after in hook.acts.items():
        heard |= Q(act=act, pk__gt=after)
    told = Posting.objects.filter(hook=hook, event=OuterRef("pk"))
    missing = Event.objects.filter(heard, ~Exists(told), pk__gt=hook.floor)
    return list(missing.order_by("pk").values_list("pk", flat=True)[:most])


def newest() -> int:
    """The newest event's id; 0 before there is any."""
    return Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def secrets(hook: Hook, now: datetime) -> list[bytes]:
    """The secrets that sign for the hook now, the newest first. Empty when their keys are gone."""
    return [secret for secret in _secrets(hook, now) if secret is not None]


def _secrets(hook: Hook, now: datetime) -> Iterator[bytes | None]:
    yield _secret(hook, hook.kid, hook.generation)
    if hook.before_kid is not None and hook.before_until is not None and hook.before_until > now:
        yield _secret(hook, hook.before_kid, hook.generation - 1)


def _secret(hook: Hook, kid: int, generation: int) -> bytes | None:
    return keyring.key(signing.label(str(hook.pk), generation), kid)


def postings(hook: Hook, state: str = "", word: str = "") -> QuerySet[Posting]:
    """The hook's postings with their events, the newest first; of one state, or of events with ``word`` in their word, if named."""
    found = Posting.objects.filter(hook=hook).select_related("event").order_by("-pk")
    if word:
        found = found.filter(event__act__icontains=word.strip())
    return found.filter(state=state) if state in State.values else found
