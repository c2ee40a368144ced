"""What the privacy page promises to keep for 90 days goes after 90 days, and nothing else does."""

from datetime import UTC, datetime, timedelta

import pytest

from stormoede import wiring
from stormoede.events.models import Event
from stormoede.mail import troubles, upkeep
from stormoede.mail.core.replies import Trouble
from stormoede.mail.models import Incoming, Message

pytestmark = pytest.mark.django_db
AT = datetime(2025, 3, 10, 14, 0, tzinfo=UTC)
LATER = AT + timedelta(days=90, seconds=1)


@pytest.fixture(autouse=True)
def never_run(monkeypatch):
    monkeypatch.setattr(upkeep, "_last", None)


def _came(claim, state="done"):
    done = {"done_at": AT, "done_by": "system:mail", "done_how": "claimed"} if state == "done" else {}
    return Incoming.objects.create(
        digest=f"{claim}{state}", raw=b"x", received_at=AT, state=state, claim=claim, verdict="x", **done
    )


def _sent(number, state, text, code=250):
    settled = {"settled_at": AT} if state not in {"queued", "deferred"} else {}
    return Message.objects.create(
        key=f"k{number}", kind="test", ref="x:1", date=AT, mark=f"{number:032x}",
        state=state, reply_code=code, reply_text=text, **settled,
    )  # fmt: skip


def test_bounces_and_automatic_replies_go_after_ninety_days_and_what_people_wrote_stays():
    gone = [_came("bounce", "waiting"), _came("bounce"), _came("automatic")]
    kept = [_came("inbox"), _came("inbox", "waiting"), _came("calendar")]
    assert upkeep.run(at=AT + timedelta(days=90)) == 0
    assert upkeep.run(at=LATER + timedelta(hours=1)) == 3
    assert set(Incoming.objects.values_list("pk", flat=True)) == {one.pk for one in kept}
    told = Event.objects.filter(act="incoming.deleted").values_list("subject", "actor_id")
    assert set(told) == {(f"incoming:{one.pk}", "mail") for one in gone}
    assert upkeep.run(at=LATER + timedelta(hours=1)) == 0


def test_a_mail_keeps_how_it_ended_and_loses_what_the_server_said_of_it():
    took = _sent(1, "accepted", "2.0.0 Ok: queued as 4F1")
    refused = _sent(2, "refused", "5.1.1 <mette@faaborg.example>: unknown", 550)
    own = _sent(3, "unbuildable", "This is no mail address.", None)
    waits = _sent(4, "deferred", "4.2.0 Later", 450)
    assert upkeep.run(at=LATER) == 2
    said = dict(Message.objects.values_list("pk", "reply_text"))
    assert said == {took.pk: "", refused.pk: "", own.pk: own.reply_text, waits.pk: waits.reply_text}
    refused.refresh_from_db()
    assert (refused.state, refused.reply_code, troubles.of(refused)) == ("refused", 550, Trouble.ADDRESS)
    assert Event.objects.get(act="mail.words_deleted").data == {"to": refused.pk, "count": 2}


def test_more_than_one_go_takes_is_gone_on_with_at_once(monkeypatch):
    monkeypatch.setattr("stormoede.mail.actions.tidying._AT_ONCE", 2)
    for state in ("waiting", "done"):
        _came("bounce", state)
    _came("automatic")
    assert [upkeep.run(at=LATER) for _ in range(3)] == [2, 1, 0]


def test_the_worker_does_it():
    assert upkeep.run in wiring.DUE
