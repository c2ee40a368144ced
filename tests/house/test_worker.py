"""The worker's promises: it survives any fault, starts again by itself, is woken by the bell, and stops when told."""

import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import transaction

from stormoede import wire, wiring, worker
from stormoede.lib import bell, clock


def test_settle_passes_until_nothing_is_left(db, monkeypatch):
    left = [2, 1, 0, 5]
    times = []

    def due(*, at):
        times.append(at)
        return left.pop(0)

    monkeypatch.setattr(wiring, "DUE", (due,))
    at = datetime(2025, 4, 4, tzinfo=UTC)
    assert worker.settle(at) == 3
    assert times == [at] * 3
    assert clock.installed() is None


def test_a_fault_while_settling_is_raised_and_gives_the_clock_back(db, monkeypatch):
    def due(*, at):
        raise ZeroDivisionError

    monkeypatch.setattr(wiring, "DUE", (due,))
    with pytest.raises(ZeroDivisionError):
        worker.settle(datetime(2025, 4, 4, tzinfo=UTC))
    assert clock.installed() is None


def test_a_failing_task_rests_longer_each_time_and_recovers(monkeypatch):
    now, fail, calls = [0.0], [True], []
    monkeypatch.setattr(worker.time, "monotonic", lambda: now[0])

    def task():
        calls.append(now[0])
        if fail[0]:
            raise OSError
        return 1

    patient = worker.Patient("outbox", task)
    for tick in range(12):
        now[0] = float(tick)
        assert patient() == 0
    assert calls == [0, 1, 3, 7]
    fail[0], now[0] = False, 15.0
    assert patient() == 1


def test_a_failing_task_does_not_keep_the_others_from_their_work(monkeypatch):
    done = threading.Event()

    def broken():
        raise RuntimeError

    monkeypatch.setattr(worker, "tasks", lambda name: [("broken", broken), ("good", lambda: done.set() or 0)])
    loop = worker.Loop()
    loop.start()
    assert done.wait(30)
    loop.stop()


def test_the_bell_wakes_the_worker_at_once(monkeypatch, transactional_db):
    heard = []
    monkeypatch.setattr(worker, "IDLE", 300.0)
    monkeypatch.setattr(worker, "tasks", lambda name: [("count", lambda: heard.append(time.monotonic()) or 0)])
    loop = worker.Loop()
    loop.start()
    deadline = time.monotonic() + 30
    while not heard and time.monotonic() < deadline:
        time.sleep(0.01)
    with transaction.atomic():
        bell.ring()
        time.sleep(0.1)
        assert len(heard) == 1, "not before the transaction is committed"
    while len(heard) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    loop.stop()
    assert len(heard) == 2


def test_a_ring_makes_nothing_due_sooner(monkeypatch):
    """Who rings has left a mail or an event; what the clock makes due is looked for at its own beat, however often it rings."""
    more, seen = [1, 0, 0, 0], []

    def due(*, at):
        seen.append("due")
        return more.pop(0)

    monkeypatch.setattr(wiring, "DUE", (due,))
    monkeypatch.setattr(wiring, "hooks_wait", lambda: False)
    monkeypatch.setattr(worker, "tasks", lambda name: [*worker.due(), ("outbox", lambda: seen.append("sent") or 0)])
    loop = worker.Loop()
    passes = {}
    for second in (100.0, 100.25, 100.5, 101.0, 101.5, 102.5):
        seen.clear()
        loop._one_pass(second)
        passes[second] = list(seen)
    assert passes == {
        100.0: ["due", "sent"],
        100.25: ["due", "sent"],  # it did something, so there may be more
        100.5: ["sent"],
        101.0: ["sent"],
        101.5: ["due", "sent"],
        102.5: ["due", "sent"],
    }


def test_a_ring_without_a_listener_costs_nothing(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        bell.ring()


@pytest.mark.postgres
def test_a_ring_in_one_process_is_heard_in_another(transactional_db):
    """The teller has a connection of its own, so for the listener it is as far away as another process."""
    heard = threading.Event()
    lines = [wire.hear(heard.set)]
    try:
        assert heard.wait(30), "listening begins with a look, since a ring may have been missed"
        heard.clear()
        lines.append(wire.tell())
        with transaction.atomic():
            bell.ring()
            assert not heard.wait(0.2), "not before the transaction is committed"
        assert heard.wait(30)
    finally:
        for line in lines:
            line.close()


@pytest.mark.django_db
def test_what_waits_for_others_holds_up_nothing_and_rests_after_a_fault():
    """One at a time, and not again while it rests; the one who calls it never waits."""
    go_on, begun = threading.Event(), list[int]()

    def task():
        begun.append(1)
        assert go_on.wait(30)
        raise OSError("the receiver hangs up")

    beside = worker.Beside("receiver", task)
    assert [beside() for _ in range(3)] == [0, 0, 0]
    (thread,) = [one for one in threading.enumerate() if one.name == "receiver"]
    go_on.set()
    thread.join(30)
    beside()
    assert not [one for one in threading.enumerate() if one.name == "receiver"]
    assert begun == [1]
