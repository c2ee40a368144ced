"""A hook's life: made with a secret that is shown once, edited, given another secret, stopped, started, removed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from stormoede.accounts import keyring
from stormoede.api.core import signing, targets
from stormoede.api.core.acts import TOLD
from stormoede.api.models import Hook
from stormoede.api.queries import hooks as queries
from stormoede.api.refusals import ActsMissing, AddressInside, AddressRefused, HookStopped
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.lib import seen
from stormoede.lib.hidden import Hidden
from stormoede.members.refusals import EditedMeanwhile

# The secret before goes on signing for so long, unless it is retired.
BOTH = timedelta(days=7)
_AT_EASE = {"failing_since": None, "again_at": None, "faults": 0, "fault": ""}


@transaction.atomic
def make(address: str, acts: Iterable[str], *, by: Actor, at: datetime) -> tuple[Hook, Hidden]:
    """A new hook and its secret, shown now and never again. It is told what happens from now on.

    Raises AddressRefused, AddressInside, ActsMissing.
    """
    chosen, place, newest = _acts(acts), _address(address), queries.newest()
    made = Hook.objects.create(
        address=place,
        acts=dict.fromkeys(chosen, newest),
        kid=settings.KEYS.newest,
        made_at=at,
        made_by=str(by),
        floor=newest,
        ceiling=newest,
        ceiling_at=at,
    )
    record("hook.made", subject(made), by=by, at=at, data={"acts": len(chosen)})
    return made, _shown(made)


@transaction.atomic
def edit(hook: Hook, address: str, acts: Iterable[str], *, mark: str = "", by: Actor, at: datetime) -> None:
    """Another address, or other events: what is new is told from now on. Raises AddressRefused, AddressInside, ActsMissing.

    EditedMeanwhile: it is another one by now than ``mark`` is of.
    """
    chosen, place, newest = _acts(acts), _address(address), queries.newest()
    found = _locked(hook)
    if mark and mark != mark_of(found):
        raise EditedMeanwhile
    heard = {act: found.acts.get(act, newest) for act in chosen}
    values: dict[str, object] = {"address": place, "acts": heard}
    # Another address is tried at once, whatever the one before did.
    Hook.objects.filter(pk=hook.pk).update(**values, **(_AT_EASE if place != found.address else {}))
    record("hook.edited", subject(hook), by=by, at=at, data={"acts": len(chosen)})


def mark_of(hook: Hook) -> str:
    """What a form that changes the hook carries along."""
    return seen.mark(hook.address, *sorted(hook.acts))


@transaction.atomic
def renew_secret(hook: Hook, *, by: Actor, at: datetime) -> Hidden:
    """A new secret, shown now and never again. The one before goes on signing beside it for a week, or until it is retired."""
    found = _locked(hook)
    found.before_kid, found.before_until = found.kid, at + BOTH
    found.kid, found.generation = settings.KEYS.newest, found.generation + 1
    found.save(update_fields=["kid", "generation", "before_kid", "before_until"])
    record("hook.secret_renewed", subject(hook), by=by, at=at, data={"generation": found.generation})
    return _shown(found)


@transaction.atomic
def retire_secret(hook: Hook, *, by: Actor, at: datetime) -> bool:
    """The secret before signs no more. False when there is none."""
    if not Hook.objects.filter(pk=hook.pk, before_kid__isnull=False).update(before_kid=None, before_until=None):
        return False
    record("hook.secret_retired", subject(hook), by=by, at=at)
    return True


@transaction.atomic
def stop(hook: Hook, why: str = Hook.Stopped.DESK, *, by: Actor, at: datetime) -> None:
    """The hook is told nothing from now on; what waits for it stays. Raises HookStopped when that is so already."""
    running = Hook.objects.filter(pk=hook.pk, stopped_at__isnull=True)
    if not running.update(stopped_at=at, stopped_why=Hook.Stopped(why)):
        raise HookStopped
    record("hook.stopped", subject(hook), by=by, at=at, data={"why": str(why)})


@transaction.atomic
def start(hook: Hook, *, by: Actor, at: datetime) -> bool:
    """The hook is told again: what waited, and what happens from now on. False when it was running."""
    found = _locked(hook)
    if found.stopped_at is None:
        return False
    newest = queries.newest()
    levels = {"floor": newest, "ceiling": newest, "ceiling_at": at}
    Hook.objects.filter(pk=hook.pk).update(stopped_at=None, stopped_why="", **levels, **_AT_EASE)
    record("hook.resumed", subject(hook), by=by, at=at)
    return True


@transaction.atomic
def remove(hook: Hook, *, by: Actor, at: datetime) -> None:
    """The hook goes, with what was on its way to it."""
    record("hook.removed", subject(hook), by=by, at=at)
    Hook.objects.filter(pk=hook.pk).delete()


def subject(hook: Hook) -> str:
    """The hook as events name it."""
    return f"hook:{hook.pk}"


def _locked(hook: Hook) -> Hook:
    return Hook.objects.select_for_update(no_key=True).get(pk=hook.pk)


def _shown(hook: Hook) -> Hidden:
    secret = keyring.key(signing.label(str(hook.pk), hook.generation), hook.kid)
    assert secret is not None
    return Hidden(signing.shown(secret))


def _acts(acts: Iterable[str]) -> list[str]:
    given = set(acts)
    chosen = [act for act in TOLD if act in given]
    if not chosen:
        raise ActsMissing
    return chosen


def _address(text: str) -> str:
    address = text.strip()
    if len(address) > 500:
        raise AddressRefused
    match targets.fault_of(address, settings.HOOKS_TO):
        case None:
            return address
        case targets.No.INSIDE:
            raise AddressInside
        case _:
            raise AddressRefused
