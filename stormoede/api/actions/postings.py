"""What is on its way to a hook: derived from the events, taken by one worker at a time, settled or put off."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from stormoede.api.actions.hooks import subject as hook_subject
from stormoede.api.core import patience
from stormoede.api.models import Hook, Posting
from stormoede.api.queries import hooks as queries
from stormoede.api.refusals import AlreadyWaiting, HookStopped
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.lib import bell

AT_ONCE = 500
# A transaction that is still open after so long is none of ours: nothing can come to stand below the ceiling any more.
SETTLED = timedelta(minutes=15)
KEPT, KEPT_FAILED = timedelta(days=30), timedelta(days=90)
State = Posting.State


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a try came to nothing. ``status`` is what the receiver answered, None when nobody did; ``rest`` is what it asks for."""

    fault: str
    status: int | None = None
    rest: timedelta | None = None


@transaction.atomic
def derive(hook: Hook, *, now: datetime) -> int:
    """Lay a posting down for every event that the hook has not been told. Returns how many; twice is harmless."""
    missing = queries.untold(hook, AT_ONCE)
    rows = [Posting(hook=hook, event_id=event, mark=secrets.token_hex(16), made_at=now) for event in missing]
    Posting.objects.bulk_create(rows, ignore_conflicts=True)
    if len(missing) < AT_ONCE and now - hook.ceiling_at >= SETTLED:
        # Events are numbered before they are committed, so the floor follows late.
        levels = {"floor": hook.ceiling, "ceiling": queries.newest(), "ceiling_at": now}
        Hook.objects.filter(pk=hook.pk, ceiling_at=hook.ceiling_at).update(**levels)
    return len(missing)


@transaction.atomic
def test(hook: Hook, *, by: Actor, at: datetime, now: datetime) -> Posting:
    """Lay a posting down that tells of nothing, to see whether it arrives. Raises HookStopped."""
    if hook.stopped_at is not None:
        raise HookStopped
    made = Posting.objects.create(hook=hook, mark=secrets.token_hex(16), made_at=now)
    Hook.objects.filter(pk=hook.pk, again_at__isnull=False).update(again_at=now)
    record("hook.tested", hook_subject(hook), by=by, at=at, data={"posting": made.pk})
    bell.ring()
    return made


def take(hook: Hook, worker: str, *, now: datetime, until: datetime) -> bool:
    """Have the hook to oneself until then, or go on having it. False when another worker has it, or it has been stopped."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=now) | Q(lease_by=worker)
    running = Hook.objects.filter(free, pk=hook.pk, stopped_at__isnull=True)
    return bool(running.update(lease_by=worker, lease_until=until))


def leave(hook: Hook, worker: str) -> None:
    """Let others have the hook."""
    Hook.objects.filter(pk=hook.pk, lease_by=worker).update(lease_by="", lease_until=None)


@transaction.atomic
def delivered(posting: Posting, status: int, *, by: Actor, at: datetime, now: datetime) -> None:
    """The receiver has it. A hook that was down is up again."""
    Posting.objects.filter(pk=posting.pk).update(
        state=State.DELIVERED, status=status, fault="", tried_at=now, attempts=F("attempts") + 1, settled_at=now
    )
    failing = Hook.objects.filter(pk=posting.hook_id, failing_since__isnull=False)
    was = failing.values_list("faults", flat=True).first()
    if was is not None:
        failing.update(failing_since=None, again_at=None, faults=0, fault="")
        if was >= patience.DOWN:
            record("hook.up", f"hook:{posting.hook_id}", by=by, at=at)


@transaction.atomic
def put_off(posting: Posting, failure: Failure, spread: float, *, by: Actor, at: datetime, now: datetime) -> None:
    """It did not arrive: the hook rests, and tries again, for three days; then what is so old is given up."""
    hook = Hook.objects.select_for_update(no_key=True).filter(pk=posting.hook_id).first()
    if hook is None:
        return
    faults, attempts = hook.faults + 1, posting.attempts + 1
    since = hook.failing_since or now
    Hook.objects.filter(pk=hook.pk).update(
        failing_since=since,
        faults=faults,
        fault=failure.fault[:200],
        again_at=now + patience.rest(faults, spread, failure.rest),
    )
    if faults == patience.DOWN:
        record("hook.down", f"hook:{hook.pk}", by=by, at=at)
    aside = patience.aside(attempts, failure.status is not None, spread)
    tried = {"attempts": attempts, "tried_at": now, "status": failure.status, "fault": failure.fault[:200]}
    Posting.objects.filter(pk=posting.pk).update(**tried, next_at=now + aside if aside else None)
    if patience.is_over(posting.made_at, now):
        _give_up([posting.pk], failure, by, at, now)
    if patience.is_over(since, now):
        old = Posting.objects.filter(hook=hook, settled_at__isnull=True, made_at__lte=now - patience.GIVE_UP)
        _give_up(list(old.values_list("pk", flat=True)[:AT_ONCE]), failure, by, at, now)


def _give_up(pks: list[int], failure: Failure, by: Actor, at: datetime, now: datetime) -> None:
    waiting = Posting.objects.filter(pk__in=pks, settled_at__isnull=True)
    gone = list(waiting.values_list("pk", flat=True))
    waiting.update(state=State.FAILED, fault=failure.fault[:200], settled_at=now, next_at=None)
    for pk in gone:
        record("posting.failed", f"posting:{pk}", by=by, at=at)


@transaction.atomic
def try_again(posting: Posting, *, by: Actor, at: datetime, now: datetime) -> None:
    """Send it once more, now: one that was given up, was delivered, or has stepped aside. Raises HookStopped, AlreadyWaiting."""
    if posting.hook.stopped_at is not None:
        raise HookStopped
    found = Posting.objects.select_for_update(no_key=True).get(pk=posting.pk)
    if found.state == State.WAITING and found.next_at is None and posting.hook.again_at is None:
        raise AlreadyWaiting
    fresh = {"state": State.WAITING, "attempts": 0, "next_at": None, "settled_at": None, "made_at": now}
    Posting.objects.filter(pk=posting.pk).update(**fresh)
    Hook.objects.filter(pk=posting.hook_id, again_at__isnull=False).update(again_at=now)
    record("posting.tried_again", f"posting:{posting.pk}", by=by, at=at)
    bell.ring()


@transaction.atomic
def try_all_again(hook: Hook, *, by: Actor, at: datetime, now: datetime) -> int:
    """Send everything that was given up once more, in the order it happened. Returns how many. Raises HookStopped."""
    if hook.stopped_at is not None:
        raise HookStopped
    lost = Posting.objects.filter(hook=hook, state=State.FAILED)
    pks = list(lost.values_list("pk", flat=True))
    lost.update(state=State.WAITING, attempts=0, next_at=None, settled_at=None, made_at=now)
    Hook.objects.filter(pk=hook.pk, again_at__isnull=False).update(again_at=now)
    for pk in pks:
        record("posting.tried_again", f"posting:{pk}", by=by, at=at)
    bell.ring()
    return len(pks)


def tidy(*, now: datetime) -> int:
    """Take away what was delivered a month ago, and what was given up three months ago. Returns how many."""
    old = Posting.objects.filter(state=State.DELIVERED, settled_at__lte=now - KEPT)
    lost = Posting.objects.filter(state=State.FAILED, settled_at__lte=now - KEPT_FAILED)
    return sum(found.delete()[0] for found in (old, lost))
