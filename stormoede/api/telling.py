"""Telling the hooks: what happened becomes postings, and postings go out, one hook after the other, each in order."""

import json
import logging
import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings

from stormoede.api.actions import hooks, postings
from stormoede.api.actions.postings import Failure
from stormoede.api.core import acts, signing
from stormoede.api.core.schemas import plain
from stormoede.api.models import Hook, Posting
from stormoede.api.outgoing import Outcome, Way, Wire
from stormoede.api.queries import hooks as queries
from stormoede.api.refusals import HookStopped
from stormoede.events.actor import system
from stormoede.lib import clock

LOG = logging.getLogger("stormoede.hooks")
# Longer than one posting can take: a worker that has not come back by then is dead, and another goes on.
LEASE = timedelta(seconds=60)
# A hook with much to be told lets the others have a turn after so many seconds.
TURN = 10.0
GONE = 410
_BY = system("hooks")
_EVERY = timedelta(hours=1)
type Clock = Callable[[], datetime]
_spread = random.Random()  # noqa: S311 - so that no crowd comes back at once


def run(*, at: datetime) -> int:
    """Derive what hooks are to be told. Returns how much that is."""
    return sum(postings.derive(hook, now=clock.wall()) for hook in queries.running())


def send(way: Way, worker: str, *, at: Clock, now: Clock = clock.wall) -> int:
    """Send what is due, hook by hook. Returns how many were tried. ``at`` is the round's time, ``now`` real time."""
    return sum(_serve(hook, way, worker, at, now) for hook in queries.ready(now()))


def _serve(hook: Hook, way: Way, worker: str, at: Clock, now: Clock) -> int:
    """Tell one hook what it is to be told, until there is nothing, it fails, or its turn is over."""
    tried, until = 0, time.monotonic() + TURN
    try:
        while time.monotonic() < until and postings.take(hook, worker, now=now(), until=now() + LEASE):
            posting = queries.next_of(hook, now())
            if posting is None:
                break
            tried += 1
            if not _try(hook, posting, way, at(), now):
                break
    finally:
        postings.leave(hook, worker)
    return tried


def _try(hook: Hook, posting: Posting, way: Way, at: datetime, now: Clock) -> bool:
    """One try. False when the hook is to be left alone."""
    outcome = _posted(hook, posting, way, now())
    status = outcome.status
    if status is not None and 200 <= status < 300:
        postings.delivered(posting, status, by=_BY, at=at, now=now())
        return True
    failure = Failure(outcome.fault or f"answered {status}", status, outcome.rest)
    postings.put_off(posting, failure, _spread.random(), by=_BY, at=at, now=now())
    if status == GONE:
        _gone(hook, at)
    return False


def _posted(hook: Hook, posting: Posting, way: Way, now: datetime) -> Outcome:
    signers = queries.secrets(hook, now)
    if not signers:
        return Outcome(fault="the key behind the secret is gone: make a new secret")
    text = body(posting)
    head = signing.headers(signers, message_id(posting), int(now.timestamp()), text)
    return way.post(hook.address, text, {"Content-Type": "application/json", **head})


def _gone(hook: Hook, at: datetime) -> None:
    """410: the receiver wants to hear no more."""
    try:
        hooks.stop(hook, Hook.Stopped.GONE, by=_BY, at=at)
    except HookStopped:
        LOG.info("A hook that was stopped meanwhile said that it is gone")


def message_id(posting: Posting) -> str:
    """What the receiver knows a posting by: the same each time it is sent."""
    return f"msg_{posting.mark}"


def body(posting: Posting) -> bytes:
    """What is said: which event, when, about what, and where that is read. Ids only."""
    event = posting.event
    if event is None:
        told: dict[str, object] = {"type": acts.TEST, "timestamp": plain(posting.made_at), "data": {}}
    else:
        kind, _, name = event.subject.partition(":")
        data = {"event": event.pk, "kind": kind, "id": name, "href": acts.href(event.act, event.subject)}
        told = {"type": event.act, "timestamp": plain(event.at), "data": data}
    return json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()


def out() -> Way:
    """The way out, as the settings open it."""
    return Wire(settings.HOOKS_TO)


def waits() -> bool:
    """Whether anything is to be told now. One statement."""
    return queries.ready(clock.wall()).exists()


_tidied: datetime | None = None


def tidy(*, at: datetime) -> int:
    """Every hour, take away postings that have been kept long enough. Returns how many."""
    global _tidied
    now = clock.wall()
    if _tidied is not None and timedelta(0) <= now - _tidied < _EVERY:
        return 0
    _tidied = now
    return postings.tidy(now=now)
