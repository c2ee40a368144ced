"""The tide is another one after whatever happens, and the same while nothing does."""

import threading

import pytest
from django.db import connection, transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import system
from stormoede.lib import clock
from stormoede.mail import tide
from stormoede.mail.actions import results
from stormoede.mail.actions.results import Result
from stormoede.mail.models import Message
from stormoede.mail.tests import makers

BY = system("test")


def happens() -> None:
    record("round.edited", "round:oea26", by=BY, at=clock.wall())


@pytest.mark.django_db
def test_an_act_moves_it_and_looking_does_not(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        tide.now()
    # On PostgreSQL somebody else's transaction may begin or end between two looks, but not always.
    assert any(tide.now() == tide.now() for _ in range(30))
    before = tide.now()
    happens()
    assert tide.now() != before


@pytest.mark.django_db
@pytest.mark.parametrize("state", [Message.State.ACCEPTED, Message.State.DEFERRED, Message.State.REFUSED])
def test_whatever_becomes_of_a_mail_moves_it(state: str) -> None:
    makers.queue(2)
    seen = [tide.now()]
    for one in Message.objects.order_by("pk"):
        Message.objects.filter(pk=one.pk).update(lease_by="w", lease_until=clock.wall())
        again = clock.wall() if state == Message.State.DEFERRED else None
        results.settle([Result(one.pk, "", state, 250, "", again)], "w", at=clock.wall())
        seen.append(tide.now())
    makers.queue(1, start=2)
    seen.append(tide.now())
    assert len(set(seen)) == 4


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_an_act_that_was_begun_first_and_ends_last_moves_it() -> None:
    """Its number is lower than one that is seen already."""
    written, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                happens()
                written.set()
                assert go_on.wait(30)
        finally:
            connection.close()

    other = threading.Thread(target=slow)
    other.start()
    assert written.wait(30)
    happens()
    before = tide.now()
    go_on.set()
    other.join()
    assert tide.now() != before
