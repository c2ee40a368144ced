"""The record: what is written with an act, and how its listeners get it, at least once and none in another's way."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connections, transaction

from stormoede.events import handlers
from stormoede.events.actions import records
from stormoede.events.actor import Actor, ActorKind, system
from stormoede.events.models import Event
from stormoede.lib import bell

AT = datetime(2025, 2, 7, 9, 0, tzinfo=UTC)
BY = system("test")


@pytest.fixture
def heard() -> Iterator[list[str]]:
    """Who listens to ``door.opened``; a listener that gets ``door:bad`` raises."""
    got: list[str] = []

    def listen(event: Event) -> None:
        if event.subject == "door:bad":
            raise ZeroDivisionError
        got.append(event.subject)

    before = handlers._handlers
    handlers.install({"door.opened": [listen]})
    yield got
    handlers.install(before)


@pytest.mark.django_db
def test_an_event_says_who_what_when_and_of_what() -> None:
    records.record("door.opened", "door:1", by=Actor(ActorKind.STAFF, "7"), at=AT, data={"seats": 3})
    event = Event.objects.get()
    assert (event.act, event.subject, event.actor_kind, event.actor_id) == ("door.opened", "door:1", "staff", "7")
    assert (event.at, event.data) == (AT, {"seats": 3})


@pytest.mark.django_db
def test_nobody_listens_so_nothing_waits(heard: list[str]) -> None:
    records.record("door.closed", "door:1", by=BY, at=AT)
    assert records.deliver() == 0
    assert heard == []


@pytest.mark.django_db
def test_events_are_handed_over_once_and_in_order(heard: list[str]) -> None:
    records.record_many("door.opened", [(f"door:{n}", None) for n in range(3)], by=BY, at=AT)
    assert records.deliver(limit=2) == 2
    assert records.deliver() == 1
    assert records.deliver() == 0
    assert heard == ["door:0", "door:1", "door:2"]


@pytest.mark.django_db
def test_a_handler_that_raises_keeps_its_event_and_nobody_elses(heard: list[str]) -> None:
    records.record_many("door.opened", [("door:1", None), ("door:bad", None), ("door:2", None)], by=BY, at=AT)
    with pytest.raises(ZeroDivisionError):
        records.deliver()
    assert heard == ["door:1", "door:2"]
    assert [event.subject for event in Event.objects.filter(pending=True)] == ["door:bad"]


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_undone_leaves_no_event_and_rings_no_bell(heard: list[str]) -> None:
    rung: list[int] = []

    def listener() -> None:
        rung.append(1)

    bell.listen(listener)
    try:
        with pytest.raises(RuntimeError), transaction.atomic():
            records.record("door.opened", "door:1", by=BY, at=AT)
            raise RuntimeError
        assert not Event.objects.exists() and rung == []
        records.record("door.opened", "door:1", by=BY, at=AT)
        assert rung == [1]
    finally:
        bell.leave(listener)


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_events(heard: list[str]) -> None:
    records.record_many("door.opened", [(f"door:{n}", None) for n in range(40)], by=BY, at=AT)
    start = threading.Barrier(2)

    def work() -> None:
        start.wait()
        records.deliver()
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(heard) == sorted(f"door:{n}" for n in range(40))
