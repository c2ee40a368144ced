"""Putting mails into the outbox and taking them out again."""

from datetime import UTC, datetime, timedelta

import pytest

from stormoede.events.actor import Actor, ActorKind
from stormoede.events.models import Event
from stormoede.lib import clock
from stormoede.mail.actions import batches, outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.models import Message
from stormoede.mail.queries import progress
from stormoede.mail.refusals import MessageOnItsWay, MessageSettled

pytestmark = pytest.mark.django_db
AT = datetime(2025, 2, 7, 9, 0, tzinfo=UTC)
BY = Actor(ActorKind.STAFF, "7")


def new(n: int, **more: object) -> NewMessage:
    return NewMessage(key=f"letter:1:{n}", kind="test", ref="letter-version:1", person=str(n), **more)  # type: ignore[arg-type]


def settled(message: Message, state: str) -> Message:
    Message.objects.filter(pk=message.pk).update(
        state=state, settled_at=AT, attempts=3, reply_code=550, reply_text="no"
    )
    return message


def test_what_is_asked_for_twice_is_there_once() -> None:
    assert outbox.enqueue([new(1), new(2)], at=AT) == 2
    assert outbox.enqueue([new(2), new(3)], at=AT + timedelta(days=1)) == 1
    assert outbox.enqueue_one(new(3), at=AT) is False
    assert outbox.enqueue_one(new(4), at=AT) is True
    assert Message.objects.count() == 4
    assert Message.objects.get(key="letter:1:2").date == AT


def test_a_message_keeps_its_recipe() -> None:
    batch = batches.open("letter:1")
    facts = {"session": "31", "n": 3, "ø": None}
    outbox.enqueue_one(new(1, facts=facts, batch_id=batch.pk, priority=Message.Priority.BULK), at=AT)
    message = Message.objects.get()
    assert (message.facts, message.batch_id, message.priority, message.state) == (facts, batch.pk, 6, "queued")
    assert len(message.mark) == 32


def test_marks_differ() -> None:
    outbox.enqueue([new(n) for n in range(50)], at=AT)
    assert len(set(Message.objects.values_list("mark", flat=True))) == 50


@pytest.mark.parametrize("rows", [1, 3])
def test_many_take_one_statement(rows: int, django_assert_num_queries) -> None:
    with django_assert_num_queries(3):
        outbox.enqueue([new(n) for n in range(rows)], at=AT)


def test_nothing_is_nothing() -> None:
    assert outbox.enqueue([], at=AT) == 0


def test_a_refused_mail_is_tried_again_with_the_same_mark() -> None:
    outbox.enqueue_one(new(1), at=AT)
    message = settled(Message.objects.get(), "refused")
    outbox.try_again(message.pk, by=BY, at=AT)
    again = Message.objects.get()
    assert (again.state, again.attempts, again.settled_at, again.reply_text) == ("queued", 0, None, "")
    assert again.mark == message.mark
    assert Event.objects.filter(act="mail.tried_again", subject=f"message:{message.pk}").count() == 1


def test_an_accepted_mail_is_not_sent_twice() -> None:
    outbox.enqueue_one(new(1), at=AT)
    message = settled(Message.objects.get(), "accepted")
    with pytest.raises(MessageSettled):
        outbox.try_again(message.pk, by=BY, at=AT)
    with pytest.raises(MessageSettled):
        outbox.cancel(message.pk, now=clock.wall(), by=BY, at=AT)


def test_a_waiting_mail_is_taken_out() -> None:
    outbox.enqueue_one(new(1), at=AT)
    message = Message.objects.get()
    outbox.cancel(message.pk, now=clock.wall(), by=BY, at=AT)
    message.refresh_from_db()
    assert (message.state, message.settled_at) == ("cancelled", AT)
    assert Event.objects.filter(act="mail.cancelled").count() == 1


def test_a_mail_on_its_way_is_not_taken_out() -> None:
    outbox.enqueue_one(new(1), at=AT)
    Message.objects.update(lease_by="w", lease_until=clock.wall() + timedelta(minutes=1))
    with pytest.raises(MessageOnItsWay):
        outbox.cancel(Message.objects.get().pk, now=clock.wall(), by=BY, at=AT)


def test_a_batch_is_paused_and_resumed_once() -> None:
    batch = batches.open("letter:1")
    assert batches.open("letter:1").pk == batch.pk
    for _ in range(2):
        batches.pause(batch, by=BY, at=AT)
    assert (batch.paused_at, batch.paused_by) == (AT, "staff:7")
    for _ in range(2):
        batches.resume(batch, by=BY, at=AT)
    assert batch.paused_at is None
    assert list(Event.objects.values_list("act", flat=True)) == ["mail.batch_paused", "mail.batch_resumed"]


@pytest.mark.parametrize("rows", [1, 3])
def test_progress_is_one_statement(rows: int, django_assert_num_queries) -> None:
    batch = batches.open("letter:1")
    outbox.enqueue([new(n, batch_id=batch.pk) for n in range(rows)], at=AT)
    settled(Message.objects.earliest("pk"), "accepted")
    with django_assert_num_queries(1):
        found = progress(batch.pk)
    assert (found.accepted, found.queued, found.total, found.waiting) == (1, rows - 1, rows, rows - 1)
