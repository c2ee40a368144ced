"""The one worker loop: hand pending events to their handlers, do what the clock makes due, send the outbox.

Everything it does is derived from rows that say what is missing, so it may stop at any instant, run as a thread or as
any number of processes, and do a thing twice without harm.
"""

import logging
import os
import secrets
import signal
import socket
import threading
import time
from collections.abc import Callable, Sequence
from datetime import datetime

from django.conf import settings
from django.db import close_old_connections, connections

from stormoede import wire, wiring
from stormoede.events.actions import records
from stormoede.lib import bell, clock
from stormoede.lib.wording import told as _

LOG = logging.getLogger("stormoede.worker")
# How often is looked for what the clock makes due, and for what nobody rang for.
IDLE = 1.0
# Passes begin no closer than this, so that hundreds who answer in the same second are served by a few.
GATHER = 0.25
LONGEST_REST = 60.0

type Task = Callable[[], int]


def name() -> str:
    """A name for leases: this machine, this process, and a mark that no other worker in it has."""
    return f"{socket.gethostname()[:30]}/{os.getpid()}/{secrets.token_hex(3)}"


def due() -> Sequence[tuple[str, Task]]:
    """What is done by the clock, in order, each with a name for the log. A task returns how many things it did."""
    return [(run.__module__, _now(run)) for run in wiring.DUE]


def _now(run: wiring.Due) -> Task:
    return lambda: run(at=clock.round_now())


def tasks(worker: str) -> Sequence[tuple[str, Task]]:
    """What a whole pass does: what happened is told on, what is due is done, and the mails of both are sent."""
    return [("events", records.deliver), *due(), ("outbox", lambda: wiring.send_outbox(worker))]


def _beside(worker: str) -> Sequence[tuple[str, Task]]:
    """What waits for others (a mailbox, receivers, a scanner), as far as they are named, so that it holds up nothing else."""
    found: list[tuple[str, Task]] = [
        ("hooks", Beside("hooks", lambda: wiring.tell_hooks(worker), ready=wiring.hooks_wait))
    ]
    if wiring.letterbox():
        found.append(("mailbox", Beside("mailbox", wiring.fetch_mail, min(5, settings.MAILBOX_SECONDS))))
    if settings.SCAN:
        found.append(("scanner", Beside("scanner", wiring.scan_files, 5)))
    return found


def settle(at: datetime | None = None) -> int:
    """Passes until one finds nothing to do. Returns how much was done; a fault is raised.

    ``at`` is the round's time for the whole of it, also for what the handlers and the mails call now.
    """
    source = clock.installed()
    if at is not None:
        clock.install(lambda: at)
    try:
        worker = name()
        hooks = ("hooks", lambda: wiring.tell_hooks(worker))
        scanner = ("scanner", wiring.scan_files)
        todo, total = [("mailbox", wiring.fetch_mail), scanner, *tasks(worker), hooks], 0
        while done := sum(task() for _, task in todo):
            total += done
        return total
    finally:
        clock.install(source)


class Patient:
    """A task that may fail: the fault is logged, and the task rests, twice as long each time, up to a minute."""

    def __init__(self, label: str, task: Task) -> None:
        self._label = label
        self._task = task
        self._rest = 0.0
        self._not_before = 0.0

    @property
    def rests(self) -> bool:
        """It has failed, and is not to be tried yet."""
        return time.monotonic() < self._not_before

    def __call__(self) -> int:
        if self.rests:
            return 0
        try:
            done = self._task()
        except Exception:
            self._rest = min(max(self._rest * 2, IDLE), LONGEST_REST)
            self._not_before = time.monotonic() + self._rest
            LOG.exception("%s failed; next try in %d s", self._label, self._rest)
            connections.close_all()
            return 0
        self._rest = 0.0
        return done


class Beside:
    """Does a task in a thread of its own, one at a time and once in ``every`` seconds at most, when ``ready``. Calling it never waits."""

    def __init__(self, label: str, task: Task, every: float = 0.0, ready: Callable[[], bool] = lambda: True) -> None:
        self._label, self._task, self._every, self._ready = label, Patient(label, task), every, ready
        self._thread: threading.Thread | None = None
        self._next = 0.0

    def __call__(self) -> int:
        busy = self._thread is not None and self._thread.is_alive()
        if not busy and not self._task.rests and time.monotonic() >= self._next and self._ready():
            self._next = time.monotonic() + self._every
            self._thread = threading.Thread(target=self._run, name=self._label, daemon=True)
            self._thread.start()
        return 0

    def _run(self) -> None:
        close_old_connections()
        try:
            self._task()
        finally:
            connections.close_all()


class Loop:
    """The worker, as a thread or as a process of its own."""

    def __init__(self) -> None:
        worker = name()
        by_clock = [label for label, _ in [*_beside(worker), *due()]]
        self._tasks = [(Patient(label, task), label in by_clock) for label, task in [*_beside(worker), *tasks(worker)]]
        self._look_at = 0.0
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, in a thread."""
        self._thread = threading.Thread(target=self.run, name="worker", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There is work."""
        self._wake.set()

    def stop(self, wait: float = 10.0) -> None:
        """End after the task that is under way, and wait for that when it is a thread."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(wait)

    def run(self) -> None:
        """Until stopped."""
        bell.listen(self.wake)
        try:
            while not self._stop.is_set():
                begun = time.monotonic()
                self._wake.clear()
                close_old_connections()
                if not self._one_pass(begun) and self._wake.wait(IDLE):
                    begun = time.monotonic()
                self._stop.wait(begun + GATHER - time.monotonic())
        finally:
            bell.leave(self.wake)
            connections.close_all()

    def _one_pass(self, now: float) -> int:
        """All tasks, or those alone that somebody may have rung for: what the clock makes due is not due sooner for a ring.

        Where the clock made something due, there may be more of it, so the next pass looks again.
        """
        looks = now >= self._look_at
        done = found = 0
        for task, by_clock in self._tasks:
            if self._stop.is_set() or (by_clock and not looks):
                continue
            did = task()
            done += did
            found += did if by_clock else 0
        if looks and not found:
            self._look_at = now + IDLE
        return done


def main() -> int:
    """The worker as a process, until SIGTERM or SIGINT."""
    loop = Loop()

    def end(*_: object) -> None:
        loop.stop()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    wire.hear(loop.wake)
    print(_("The worker is at work."), flush=True)
    loop.run()
    return 0
