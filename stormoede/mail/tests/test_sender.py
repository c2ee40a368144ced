"""Sending, against a real SMTP server: what arrives, what is written down, what is refused and what waits."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from aiosmtpd.smtp import AuthResult

from stormoede.events.actor import Actor, ActorKind
from stormoede.events.models import Event
from stormoede.lib import clock
from stormoede.mail.actions import batches
from stormoede.mail.models import Message, Relay
from stormoede.mail.recipes import Unbuildable
from stormoede.mail.sender import drain
from stormoede.mail.tests.makers import AT, Script, at, content, plain, queue, recipe, server
from stormoede.mail.transports import Here, Smtp

pytestmark = pytest.mark.django_db
BY = Actor(ActorKind.STAFF, "7")


@pytest.fixture(autouse=True)
def known_kind():
    with recipe():
        yield


def states() -> list[str]:
    return list(Message.objects.order_by("id").values_list("state", flat=True))


def test_every_mail_arrives_once_and_is_written_down() -> None:
    queue(7)
    with server() as (script, smtp):
        report = drain(smtp, worker="w", at=at)
        assert drain(smtp, worker="w", at=at).handled == 0
    assert sorted(script.addresses) == sorted(f"m{n}@faaborg.example" for n in range(7))
    assert (report.accepted, report.handled, report.fault) == (7, 7, "")
    for message in Message.objects.all():
        assert (message.state, message.settled_at, message.attempts) == ("accepted", AT, 1)
        assert (message.reply_code, message.reply_text) == (250, "2.0.0 taken")
        assert (message.lease_by, message.lease_until) == ("", None)


def test_lines_that_begin_with_a_dot_arrive_whole() -> None:
    queue(1)
    made = lambda messages, reveal: {m.pk: content(m, text=".x\n..y\n") for m in messages}  # noqa: E731
    with recipe(made), server() as (script, smtp):
        drain(smtp, worker="w", at=at)
    assert b"\r\n\r\n.x\r\n..y\r\n" in script.got[0][1]


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_a_no_for_good_is_kept_with_its_words(stage: str, pipelining: bool) -> None:
    queue(2)
    with server(Script({stage: "550 5.1.1 No such user here"}, pipelining=pipelining)) as (_, smtp):
        report = drain(smtp, worker="w", at=at)
    assert report.refused == 2
    message = Message.objects.first()
    assert (message.state, message.reply_code, message.reply_text) == ("refused", 550, "5.1.1 No such user here")
    assert message.settled_at == AT
    assert Event.objects.filter(act="mail.refused").count() == 2


def test_long_words_are_cut() -> None:
    queue(1)
    with server(Script({"RCPT": "550 " + "x" * 450})) as (_, smtp):
        drain(smtp, worker="w", at=at)
    assert Message.objects.get().reply_text == "x" * 450


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_a_not_now_waits_longer_every_time(stage: str) -> None:
    queue(1)
    with server(Script({stage: "451 4.7.1 Greylisted"})) as (script, smtp):
        for minutes in (2, 4, 8, 16):
            before = clock.wall()
            assert drain(smtp, worker="w", at=at).deferred == 1
            message, wait = Message.objects.get(), timedelta(minutes=minutes)
            assert (message.state, message.reply_code, message.settled_at) == ("deferred", 451, None)
            assert before + wait * 0.74 < message.next_at < clock.wall() + wait * 1.26
            assert drain(smtp, worker="w", at=at).handled == 0
            Message.objects.update(next_at=clock.wall())
        script.answers.clear()
        assert drain(smtp, worker="w", at=at).accepted == 1


def test_one_bad_address_does_not_hold_up_the_others() -> None:
    queue(6)
    script = Script({"RCPT": lambda address: "550 unknown" if address.startswith("m2@") else "250 ok"})
    with server(script) as (_, smtp):
        drain(smtp, worker="w", at=at)
    assert states() == ["accepted", "accepted", "refused", "accepted", "accepted", "accepted"]


@pytest.mark.parametrize("pipelining", [True, False])
@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
def test_a_server_that_hangs_up_loses_nothing(stage: str, pipelining: bool) -> None:
    queue(5)
    left = {"n": 3}

    def sometimes(_: str) -> str:
        left["n"] -= 1
        return "hang up" if left["n"] >= 0 else "250 ok"

    with server(Script({stage: sometimes}, pipelining=pipelining)) as (script, smtp):
        drain(smtp, worker="w", at=at)
        Message.objects.update(next_at=None)
        Relay.objects.update(down_since=None, again_at=None, faults=0, fault="")
        drain(smtp, worker="w", at=at)
    assert states() == ["accepted"] * 5
    assert len(set(script.addresses)) == 5


def test_a_connection_that_was_hung_up_while_idle_costs_nobody_an_attempt() -> None:
    with server() as (_, smtp):
        queue(1)
        drain(smtp, worker="w", at=at)
        for _, connection in smtp._idle:
            connection._smtp.sock.shutdown(2)
        queue(1, start=1)
        report = drain(smtp, worker="w", at=at)
    assert report.accepted == 1
    assert Message.objects.last().attempts == 1


def test_connections_stay_open_between_drains() -> None:
    seen = []
    with server(Script({"EHLO": lambda name: seen.append(name)})) as (_, smtp):
        for n in range(3):
            queue(1, start=n)
            drain(smtp, worker="w", at=at)
    assert len(seen) == 1


def test_421_is_about_the_connection() -> None:
    queue(1)
    with server(Script({"MAIL": "421 4.3.2 Shutting down"})) as (script, smtp):
        drain(smtp, worker="w", at=at)
        assert Message.objects.get().state == "deferred"
        script.answers.clear()
        Message.objects.update(next_at=None)
        drain(smtp, worker="w", at=at)
    assert states() == ["accepted"]


@pytest.mark.parametrize(
    ("stage", "reply"), [("EHLO", "554 go away"), ("MAIL", "530 5.7.0 Sign in first"), ("EHLO", "hang up")]
)
def test_a_relay_that_lets_nobody_in_costs_no_mail_an_attempt(stage: str, reply: str) -> None:
    queue(5)
    with server(Script({stage: reply})) as (script, smtp):
        report = drain(smtp, worker="w", at=at)
        assert (report.handled, bool(report.fault), bool(report.again_at)) == (0, True, True)
        assert set(Message.objects.values_list("state", "attempts", "lease_by")) == {("queued", 0, "")}
        again = drain(smtp, worker="w", at=at)
        assert again.fault == report.fault
        assert Relay.objects.get().faults == 1
        script.answers.clear()
        Relay.objects.update(again_at=clock.wall() - timedelta(seconds=1))
        assert drain(smtp, worker="w", at=at).accepted == 5
    assert Relay.objects.get().down_since is None
    assert [e.act for e in Event.objects.order_by("id")] == ["mail.relay_down", "mail.relay_up"]


@pytest.mark.parametrize("more", [{"host": "smtp..example"}, {"user": "oea26", "password": "rødgrød"}])
def test_a_relay_that_cannot_be_told_its_own_password_costs_no_mail_an_attempt(more: dict[str, str]) -> None:
    queue(5)
    with server(auth_require_tls=False, auth_required=True, authenticator=lambda *_: AuthResult(success=True)) as (
        _,
        smtp,
    ):
        report = drain(replace(smtp, **more), worker="w", at=at)
    assert report.fault == "The relay's host, name or password has letters that it cannot be told."
    assert set(Message.objects.values_list("state", "attempts", "lease_by")) == {("queued", 0, "")}


def test_a_dead_server_loses_nothing() -> None:
    queue(3)
    dead = Smtp("127.0.0.1", 1, "none", timeout=2)
    report = drain(dead, worker="w", at=at)
    assert report.fault
    assert report.again_at > clock.wall()
    assert states() == ["queued"] * 3


def test_where_encryption_is_asked_for_and_not_offered_nothing_goes_out() -> None:
    queue(1)
    with server() as (script, smtp):
        report = drain(replace(smtp, security="starttls", _idle=[]), worker="w", at=at)
    assert "STARTTLS" in report.fault
    assert not script.got


@contextmanager
def silent() -> Iterator[Smtp]:
    """A server that says nothing more once it has the mail, for as long as the test lasts."""
    over = threading.Event()

    def say_nothing(_: str) -> str:
        over.wait(60)
        return "250 ok"

    with server(Script({"DATA": say_nothing})) as (_, smtp):
        try:
            yield smtp
        finally:
            over.set()


def test_a_server_that_falls_silent_is_left() -> None:
    queue(1)
    with silent() as smtp:
        assert drain(replace(smtp, timeout=1, _idle=[]), worker="w", at=at).deferred == 1
        assert "timed out" in Message.objects.get().reply_text


def test_a_conversation_that_never_ends_is_broken_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stormoede.mail.dispatch._HANG_SECONDS", 0.3)
    queue(1)
    with silent() as smtp:
        began = time.monotonic()
        assert drain(replace(smtp, timeout=60, _idle=[]), worker="w", at=at).deferred == 1
        assert time.monotonic() - began < 30


def test_a_local_part_beyond_ascii_goes_where_the_server_takes_it() -> None:
    queue(1, address="søren@kommune.example")
    with server(enable_SMTPUTF8=True) as (script, smtp):
        drain(smtp, worker="w", at=at)
    assert script.addresses == ["søren@kommune.example"]


def test_a_local_part_beyond_ascii_is_refused_with_the_reason_elsewhere() -> None:
    queue(1, address="søren@kommune.example")
    queue(1, start=1)
    with server(enable_SMTPUTF8=False) as (_, smtp):
        drain(smtp, worker="w", at=at)
    assert states() == ["refused", "accepted"]
    assert "5.6.7" in Message.objects.first().reply_text


def test_a_paused_batch_waits_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stormoede.mail.dispatch._LOOK_SECONDS", 0.0)
    batch = batches.open("letter:1")
    queue(20, batch_id=batch.pk)
    queue(1, start=50)
    passed = []

    def at_now():
        passed.append(1)
        if len(passed) == 5:
            batches.pause(batch, by=BY, at=AT)
        return AT

    with server() as (script, smtp):
        drain(replace(smtp, connections=1, _idle=[]), worker="w", at=at_now)
        assert 5 <= len(script.got) <= 8
        assert "m50@faaborg.example" in script.addresses
        assert not Message.objects.filter(state="queued").exclude(lease_by="").exists()
        batches.resume(batch, by=BY, at=AT)
        drain(smtp, worker="w", at=at)
    assert len(script.got) == 21 == len(set(script.addresses))


def test_a_minutes_share_is_kept_and_shared_between_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    now = {"wall": clock.wall().replace(second=10)}
    monkeypatch.setattr(clock, "wall", lambda: now["wall"])
    queue(25)
    with server() as (script, smtp):
        limited = replace(smtp, per_minute=10, _idle=[])
        first = drain(limited, worker="a", at=at, limit=4)
        second = drain(limited, worker="b", at=at)
        assert (first.accepted, second.accepted) == (4, 6)
        assert second.again_at == now["wall"].replace(second=0, microsecond=0) + timedelta(minutes=1)
        now["wall"] += timedelta(minutes=1)
        assert drain(limited, worker="a", at=at).accepted == 10
        now["wall"] += timedelta(minutes=1)
        assert drain(limited, worker="b", at=at).accepted == 5
    assert Relay.objects.get().used == 5
    assert len(set(script.addresses)) == 25


def test_a_tenth_of_the_minute_is_kept_for_what_is_urgent(monkeypatch: pytest.MonkeyPatch) -> None:
    # All of it within one minute, on whichever second it is begun.
    now = clock.wall().replace(second=30)
    monkeypatch.setattr(clock, "wall", lambda: now)
    queue(20, priority=Message.Priority.BULK)
    with server() as (script, smtp):
        limited = replace(smtp, per_minute=10, _idle=[])
        assert drain(limited, worker="a", at=at).accepted == 9
        queue(1, start=99, priority=Message.Priority.URGENT)
        drain(limited, worker="a", at=at)
    assert script.addresses[9:10] == ["m99@faaborg.example"]


def test_a_lease_protects_until_it_ends() -> None:
    queue(2)
    Message.objects.filter(key="m:0").update(lease_by="other", lease_until=clock.wall() + timedelta(minutes=1))
    with server() as (script, smtp):
        assert drain(smtp, worker="w", at=at).accepted == 1
        Message.objects.filter(key="m:0").update(lease_until=clock.wall() - timedelta(seconds=1))
        assert drain(smtp, worker="w", at=at).accepted == 1
    assert sorted(script.addresses) == ["m0@faaborg.example", "m1@faaborg.example"]


def test_what_cannot_be_built_says_why_and_holds_up_nobody() -> None:
    queue(3)

    def gone(messages, *, reveal):
        return {m.pk: Unbuildable("The person is gone.") if m.person == "1" else content(m) for m in messages}

    with recipe(gone), server() as (_, smtp):
        assert drain(smtp, worker="w", at=at).unbuildable == 1
    assert states() == ["accepted", "unbuildable", "accepted"]
    assert Message.objects.get(key="m:1").reply_text == "The person is gone."


def test_a_recipe_that_breaks_holds_up_only_its_own_mail(caplog: pytest.LogCaptureFixture) -> None:
    queue(3)

    def broken(messages, *, reveal):
        if any(m.person == "1" for m in messages):
            raise ValueError("Mette Overgård")
        return plain(messages, reveal=reveal)

    with recipe(broken), server() as (_, smtp):
        drain(smtp, worker="w", at=at)
    assert states() == ["accepted", "deferred", "accepted"]
    assert "Mette" not in caplog.text


def test_a_kind_nobody_knows_is_unbuildable() -> None:
    queue(1)
    Message.objects.update(kind="unheard")
    with server() as (_, smtp):
        drain(smtp, worker="w", at=at)
    assert states() == ["unbuildable"]


def test_here_keeps_mails_in_the_outbox_and_refuses_one_domain() -> None:
    queue(2)
    queue(1, start=5, address="x@nowhere.example")
    report = drain(Here("nowhere.example"), worker="w", at=at)
    assert (report.accepted, report.refused) == (2, 1)
    assert Message.objects.get(key="m:5").reply_code == 550


def test_a_drain_ends_when_it_is_told_to() -> None:
    queue(10)
    with server() as (_, smtp):
        assert drain(smtp, worker="w", at=at, limit=3).accepted == 3
        assert drain(smtp, worker="w", at=at, seconds=-1).accepted == 0
    assert Message.objects.filter(state="queued", lease_by="").count() == 7


def test_an_idle_drain_takes_two_statements(django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        drain(Here(), worker="w", at=at)


@pytest.mark.parametrize("count", [1, 3])
def test_a_mail_costs_one_statement_of_its_own(count: int, django_assert_max_num_queries) -> None:
    queue(count)
    with django_assert_max_num_queries(13 + 3 * count) as found:
        drain(Here(), worker="w", at=at)
    updates = [query for query in found.captured_queries if "state = 'accepted'" in query["sql"]]
    assert len(updates) == count
