"""The database stops taking writes while mails are under way: nothing is lost, nothing more is sent, and the sender survives."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection

from stormoede.mail import sender
from stormoede.mail.ledger import Ledger
from stormoede.mail.models import Message
from stormoede.mail.sender import drain
from stormoede.mail.tests.makers import at, queue, recipe, server

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_ledger(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(sender, "_LEDGER", Ledger())
    monkeypatch.setattr("stormoede.mail.ledger._TRIES", (0.0, 0.01))
    with recipe():
        yield


@contextmanager
def full_disk(when: Callable[[str], bool]) -> Iterator[None]:
    def refuse(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("UPDATE", "INSERT", "DELETE")) and when(sql):
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield


def test_answers_that_cannot_be_written_are_kept_and_nothing_more_is_sent() -> None:
    queue(10)
    with server() as (script, smtp):
        with full_disk(lambda sql: "'accepted'" in sql):
            report = drain(smtp, worker="w", at=at)
            assert report.fault
            sent = len(script.got)
            assert 1 <= sent <= smtp.connections
            assert drain(smtp, worker="w", at=at).fault
            assert len(script.got) == sent
        assert Message.objects.filter(state="accepted").count() == 0
        assert drain(smtp, worker="w", at=at).fault == ""
    assert Counter(script.addresses) == Counter(f"m{n}@faaborg.example" for n in range(10))
    assert set(Message.objects.values_list("state", flat=True)) == {"accepted"}


def test_a_disk_that_fills_up_for_a_moment_is_waited_for() -> None:
    queue(5)
    left = {"n": 1}

    def once(sql: str) -> bool:
        left["n"] -= "'accepted'" in sql
        return left["n"] >= 0 and "'accepted'" in sql

    with server() as (script, smtp), full_disk(once):
        assert drain(smtp, worker="w", at=at).fault == ""
    assert len(script.got) == 5 == Message.objects.filter(state="accepted").count()


def test_a_database_that_takes_no_claim_sends_nothing() -> None:
    queue(3)
    with server() as (script, smtp):
        with full_disk(lambda sql: True):
            assert drain(smtp, worker="w", at=at).fault
        assert script.got == []
        assert drain(smtp, worker="w", at=at).accepted == 3


def test_a_relay_that_fails_while_the_disk_is_full_is_survived() -> None:
    queue(3)
    with server() as (script, smtp):
        script.answers["EHLO"] = "hang up"
        with full_disk(lambda sql: "relay" in sql or "lease_by" not in sql):
            assert drain(smtp, worker="w", at=at).fault
        script.answers.clear()
        assert drain(smtp, worker="w", at=at).accepted == 3
