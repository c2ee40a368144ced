"""Hooks against a real receiver: told in order, signed, tried again, given up, sent once more, and never told who somebody is."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest

from stormoede.api import telling
from stormoede.api.actions import hooks, postings
from stormoede.api.core import patience
from stormoede.api.core.acts import TEST, TOLD
from stormoede.api.document import document
from stormoede.api.models import Hook, Posting
from stormoede.api.outgoing import Wire
from stormoede.api.refusals import ActsMissing, AddressInside, AddressRefused, AlreadyWaiting, HookStopped
from stormoede.api.tests.receiver import Got, Receiver
from stormoede.events.actions.records import record
from stormoede.events.actor import system
from stormoede.events.models import Event
from stormoede.members.actions import people
from stormoede.talks.actions import plans, requests
from stormoede.talks.actions import talks as talk_acts
from stormoede.talks.core.plans import Spot
from stormoede.talks.tests import makers as talks
from stormoede.worker import settle
from tests import cast

pytestmark = pytest.mark.django_db
BY, AT = system("cast"), datetime(2025, 3, 1, 12, 0, tzinfo=UTC)
HERE = (ip_network("127.0.0.0/8"),)
State = Posting.State


@pytest.fixture(autouse=True)
def _this_machine_may_be_reached(settings) -> None:
    settings.HOOKS_TO = HERE


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


class Clock:
    """Real time, as the hooks see it."""

    def __init__(self) -> None:
        self.now = AT

    def __call__(self) -> datetime:
        return self.now

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def made(receiver: Receiver, *acts: str) -> tuple[Hook, str]:
    hook, secret = hooks.make(receiver.address, acts or ["letter.sent"], by=BY, at=AT)
    return hook, secret.reveal()


def happened(number: int = 1, act: str = "letter.sent") -> list[int]:
    return [record(act, f"letter:{index}", by=BY, at=AT).pk for index in range(number)]


def tell(clock: Clock, worker: str = "w") -> int:
    for hook in Hook.objects.all():
        postings.derive(hook, now=clock())
    return telling.send(Wire(HERE), worker, at=lambda: AT, now=clock)


def told(receiver: Receiver) -> list[int]:
    return [got.event for got in receiver.got]


def test_what_happens_is_told_once_and_in_order(receiver: Receiver, clock: Clock) -> None:
    happened(2)
    hook, _ = made(receiver)
    expected = happened(5)
    record("letter.edited", "letter:1", by=BY, at=AT)
    assert tell(clock) == 5
    assert tell(clock) == 0
    assert told(receiver) == expected
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 5
    assert set(hook.postings.values_list("state", "attempts")) == {(State.DELIVERED, 1)}


def test_a_posting_holds_ids_alone_and_its_signature(receiver: Receiver, clock: Clock) -> None:
    _, secret = made(receiver, "person.made")
    who = people.make("Karen Lund", "karen.lund@faaborg.example", None, by=BY, at=AT)
    tell(clock)
    (got,) = receiver.got
    event = Event.objects.get(act="person.made")
    assert got.told == {
        "type": "person.made",
        "timestamp": "2025-03-01T12:00:00Z",
        "data": {"event": event.pk, "kind": "person", "id": str(who.pk), "href": f"/api/v1/members/{who.pk}"},
    }
    assert got.is_signed_by(secret)
    assert not got.is_signed_by(secret[:-4] + "AAA=")
    assert got.headers["content-type"] == "application/json"


def test_two_secrets_sign_until_the_old_one_is_ended(receiver: Receiver, clock: Clock) -> None:
    hook, old = made(receiver)
    new = hooks.renew_secret(hook, by=BY, at=AT).reveal()
    assert new != old
    happened()
    tell(clock)
    assert receiver.got[-1].is_signed_by(new, old)
    assert hooks.retire_secret(hook, by=BY, at=AT)
    happened()
    tell(clock)
    assert receiver.got[-1].is_signed_by(new)
    assert not hooks.retire_secret(hook, by=BY, at=AT)
    hooks.renew_secret(hook, by=BY, at=AT)
    clock.later(days=8)
    happened()
    tell(clock)
    assert len(receiver.got[-1].headers["webhook-signature"].split(" ")) == 1


def test_a_database_signs_nothing_without_its_keys(receiver: Receiver, clock: Clock) -> None:
    hook, _ = made(receiver)
    Hook.objects.filter(pk=hook.pk).update(kid=200)
    happened()
    tell(clock)
    assert receiver.got == []
    assert "make a new secret" in Hook.objects.get().fault


def test_a_receiver_that_is_down_gets_everything_in_order_when_it_is_back(receiver: Receiver, clock: Clock) -> None:
    hook, _ = made(receiver)
    expected = happened(3)
    receiver.answer = lambda got: 503
    for _ in range(4):
        assert tell(clock) == 1
        assert tell(clock) == 0
        clock.later(hours=1, minutes=16)
    hook.refresh_from_db()
    assert (hook.faults, hook.fault) == (4, "answered 503")
    assert list(Event.objects.filter(act__startswith="hook.").values_list("act", flat=True)) == [
        "hook.made",
        "hook.down",
    ]
    receiver.answer = lambda got: 204
    expected += happened(1)
    assert tell(clock) == 4
    assert told(receiver) == [expected[0]] * 4 + expected
    assert Event.objects.filter(act="hook.up").count() == 1
    hook.refresh_from_db()
    assert (hook.faults, hook.fault, hook.again_at) == (0, "", None)


def test_the_receiver_may_say_how_long_to_wait(receiver: Receiver, clock: Clock) -> None:
    hook, _ = made(receiver)
    happened()
    receiver.answer = lambda got: (429, {"Retry-After": "1800"})
    tell(clock)
    hook.refresh_from_db()
    assert hook.again_at == AT + timedelta(minutes=30)


def test_one_that_is_refused_again_and_again_steps_aside(receiver: Receiver, clock: Clock) -> None:
    made(receiver)
    bad, *good = happened(3)
    receiver.answer = lambda got: 500 if got.event == bad else 204
    for _ in range(patience.IN_LINE):
        tell(clock)
        clock.later(minutes=2)
    tell(clock)
    assert told(receiver) == [bad] * patience.IN_LINE + good
    receiver.answer = lambda got: 204
    clock.later(hours=8)
    tell(clock)
    assert told(receiver)[-1] == bad


def test_after_three_days_it_is_given_up_and_can_be_sent_once_more(receiver: Receiver, clock: Clock) -> None:
    hook, _ = made(receiver)
    expected = happened(3)
    receiver.answer = lambda got: 500
    tell(clock)
    clock.later(days=3)
    tell(clock)
    assert set(hook.postings.values_list("state", "fault")) >= {(State.FAILED, "answered 500")}
    assert hook.postings.filter(state=State.FAILED).count() == 3
    assert Event.objects.filter(act="posting.failed").count() == 3
    receiver.answer = lambda got: 204
    receiver.got.clear()
    hook.refresh_from_db()
    assert postings.try_all_again(hook, by=BY, at=AT, now=clock()) == 3
    tell(clock)
    assert told(receiver) == expected
    again = hook.postings.order_by("pk")[1]
    postings.try_again(again, by=BY, at=AT, now=clock())
    with pytest.raises(AlreadyWaiting):
        postings.try_again(Posting.objects.get(pk=again.pk), by=BY, at=AT, now=clock())
    tell(clock)
    assert receiver.got[-1].headers["webhook-id"] == f"msg_{again.mark}" == receiver.got[1].headers["webhook-id"]


def test_410_stops_the_hook(receiver: Receiver, clock: Clock) -> None:
    hook, _ = made(receiver)
    happened(2)
    receiver.answer = lambda got: 410
    tell(clock)
    hook.refresh_from_db()
    assert hook.stopped_why == Hook.Stopped.GONE
    clock.later(days=1)
    assert tell(clock) == 0
    with pytest.raises(HookStopped):
        postings.test(hook, by=BY, at=AT, now=clock())


def test_stopped_it_is_told_what_waited_and_not_what_happened_meanwhile(receiver: Receiver, clock: Clock) -> None:
    hook, _ = made(receiver)
    (first,) = happened()
    assert postings.derive(hook, now=clock()) == 1
    hooks.stop(hook, by=BY, at=AT)
    assert tell(clock) == 0
    meanwhile = happened()
    assert hooks.start(hook, by=BY, at=AT)
    (after,) = happened()
    tell(clock)
    assert told(receiver) == [first, after]
    assert meanwhile != [after]


def test_new_words_are_told_from_now_on_and_old_ones_without_a_gap(receiver: Receiver, clock: Clock) -> None:
    hook, _ = made(receiver)
    happened(1, "letter.released")
    (waits,) = happened()
    hooks.edit(hook, receiver.address, ["letter.sent", "letter.released"], by=BY, at=AT)
    (after,) = happened(1, "letter.released")
    tell(clock)
    assert told(receiver) == [waits, after]


def test_events_that_are_committed_late_are_told_all_the_same(receiver: Receiver, clock: Clock) -> None:
    made(receiver)
    late, early = happened(2)
    row = Event.objects.filter(pk=late)
    values = row.values("at", "act", "actor_kind", "actor_id", "subject", "data", "pending")[0]
    row.delete()
    tell(clock)
    Event.objects.create(pk=late, **values)
    clock.later(minutes=1)
    tell(clock)
    assert told(receiver) == [early, late]
    for _ in range(3):
        clock.later(minutes=20)
        assert tell(clock) == 0
    assert Hook.objects.get().floor >= early


def test_a_test_is_told_at_once_also_while_the_hook_rests(receiver: Receiver, clock: Clock) -> None:
    hook, secret = made(receiver)
    happened()
    receiver.answer = lambda got: 500
    tell(clock)
    receiver.answer = lambda got: 204
    postings.test(hook, by=BY, at=AT, now=clock())
    tell(clock)
    assert receiver.got[-1].told["type"] == "hook.tested"
    assert receiver.got[-1].is_signed_by(secret)


def test_two_workers_never_tell_the_same_hook_at_once(receiver: Receiver, clock: Clock) -> None:
    hook, _ = made(receiver)
    expected = happened(1)
    inner: list[int] = []

    def meanwhile(got: Got) -> int:
        return 204

    receiver.answer = meanwhile
    assert postings.take(hook, "other", now=clock(), until=clock() + telling.LEASE)
    inner.append(tell(clock))
    clock.later(seconds=61)
    inner.append(tell(clock))
    assert inner == [0, 1]
    assert told(receiver) == expected


def test_the_worker_tells_them(receiver: Receiver) -> None:
    made(receiver)
    expected = happened(2)
    settle()
    assert told(receiver) == expected


def test_what_is_delivered_goes_after_a_month_and_what_was_given_up_after_three(
    receiver: Receiver, clock: Clock
) -> None:
    hook, _ = made(receiver)
    happened(2)
    tell(clock)
    hook.postings.filter(pk=hook.postings.first().pk).update(state=State.FAILED)
    clock.later(days=31)
    assert (postings.tidy(now=clock()), hook.postings.count()) == (1, 1)
    clock.later(days=60)
    assert (postings.tidy(now=clock()), hook.postings.count()) == (1, 0)


@pytest.mark.parametrize(
    ("address", "no"),
    [("ftp://a.example/", AddressRefused), ("https://a:b@c.example", AddressRefused), ("https://" + "a" * 500, AddressRefused),
     ("https://169.254.169.254/latest", AddressInside), ("https://[::1]/", AddressInside)],
)  # fmt: skip
def test_an_address_that_cannot_be_used_is_refused(address: str, no: type[Exception]) -> None:
    with pytest.raises(no):
        hooks.make(address, ["letter.sent"], by=BY, at=AT)
    with pytest.raises(ActsMissing):
        hooks.make("https://a.example/", ["staff.signed_in", "draft.written"], by=BY, at=AT)


def test_a_person_is_named_by_id_in_every_event_there_is(receiver: Receiver) -> None:
    who = cast.person("Karen Lund")
    event = record("person.renamed", f"person:{who.pk}", by=BY, at=AT)
    hook, _ = made(receiver, "person.renamed")
    said = telling.body(Posting(hook=hook, event=event)).decode()
    assert "Karen" not in said
    assert who.email not in said


def test_a_talk_is_told_from_the_asking_to_the_end_by_ids_alone(receiver: Receiver, clock: Clock) -> None:
    acts = [act for act in TOLD if act.startswith(("talk.", "speaker_request."))]
    made(receiver, *acts)
    tour = talks.tour()
    talks.speaker(tour)
    asked = talks.request(tour, "0430", talks.at(1))
    plans.propose(tour, by=BY, at=talks.AT)
    first = talks.agree(talks.one(asked))
    talk_acts.change(first, Spot(*talks.at(2), "on_site", "Rådhuset", ""), by=BY, at=talks.AT)
    talk_acts.cancel(first, by=BY, at=talks.AT)
    plans.propose(tour, by=BY, at=talks.AT)
    second = talks.one(asked)
    talk_acts.offer([second], by=BY, at=talks.AT)
    talk_acts.decline(second, "Jeg kan ikke", by=talks.voice(second), at=talks.AT)
    requests.withdraw(asked, by=BY, at=talks.AT)
    tell(clock)
    assert [got.told["type"] for got in receiver.got] == [
        *("speaker_request.asked", "talk.offered", "talk.accepted", "talk.edited", "talk.cancelled"),
        *("talk.offered", "talk.declined", "speaker_request.taken_back"),
    ]
    kinds = {(got.told["data"]["kind"], got.told["data"]["id"]) for got in receiver.got}
    assert kinds == {("speaker_request", str(asked.pk)), *(("talk", str(one.pk)) for one in (first, second))}
    addresses = {got.told["data"]["href"] for got in receiver.got}
    assert addresses == {f"/api/v1/{kind}s/{pk}" for kind, pk in kinds}
    assert not {"Ida", "Mona", "ikke", "@"} & set(
        re.findall(r"Ida|Mona|ikke|@", str([got.body for got in receiver.got]))
    )


def test_what_is_told_is_as_it_is_described(receiver: Receiver, clock: Clock) -> None:
    hook, _ = made(receiver)
    happened()
    postings.test(hook, by=BY, at=AT, now=AT)
    tell(clock)
    described = document()
    schema, webhooks = described["components"]["schemas"]["Told"], described["webhooks"]
    assert set(webhooks) == set(schema["properties"]["type"]["enum"]) == {*TOLD, TEST}
    event, test = (got.told for got in sorted(receiver.got, key=lambda got: got.told["type"] == TEST))
    assert set(event) == set(test) == set(schema["required"])
    assert set(event["data"]) == set(schema["properties"]["data"]["properties"])
    for one in receiver.got:
        post = webhooks[one.told["type"]]["post"]
        assert {head["name"] for head in post["parameters"]} <= set(one.headers)
