"""Each class of data goes when its time has passed, and nothing else does; every figure stands."""

from datetime import UTC, datetime, timedelta

import pytest

from stormoede import wiring
from stormoede.accounts.models import Link
from stormoede.calls.models import Deputy
from stormoede.contributions.models import Contribution, DraftField
from stormoede.deliberations.models import Deliberation, Matter
from stormoede.events.actor import system
from stormoede.events.models import Event
from stormoede.letters.actions import due
from stormoede.letters.models import Delivery
from stormoede.lib.refusal import Refusal
from stormoede.mail import troubles
from stormoede.mail.actions import expiring
from stormoede.mail.core.replies import Trouble
from stormoede.mail.models import Incoming, Message
from stormoede.meetings.models import Arrival, Registration
from stormoede.members.models import Import, Mandate, Person
from stormoede.passages.models import Text
from stormoede.protection import declared
from stormoede.protection.actions import periods
from stormoede.protection.queries import periods as ahead
from stormoede.web.desk.municipalities import figures
from tests import cast
from tests.house.world import World

pytestmark = pytest.mark.django_db
AT = datetime(2025, 3, 10, 14, 0, tzinfo=UTC)
LATER = AT + timedelta(days=90, seconds=1)
BY = system("cast")


@pytest.fixture(autouse=True)
def never_run(monkeypatch):
    monkeypatch.setattr(periods, "_last", None)


def passes(at):
    """Until a pass has nothing left to do."""
    total = 0
    while done := periods.run(at=at):
        total += done
    return total


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


def test_bounces_and_automatic_replies_go_after_ninety_days_and_what_people_wrote_after_two_years():
    gone = [_came("bounce", "waiting"), _came("bounce"), _came("automatic")]
    kept = [_came("inbox"), _came("inbox", "waiting"), _came("calendar")]
    assert periods.run(at=AT + timedelta(days=90)) == 0
    assert passes(LATER + timedelta(hours=1)) == 3
    assert set(Incoming.objects.values_list("pk", flat=True)) == {one.pk for one in kept}
    told = Event.objects.filter(act="incoming.deleted").values_list("subject", "actor_id")
    assert set(told) == {(f"incoming:{one.pk}", "protection") for one in gone}
    assert Event.objects.get(act="period.ended").data == {"count": 3, "days": 90}
    assert passes(AT + timedelta(days=731)) == 3
    assert not Incoming.objects.exists()


def test_a_mail_keeps_how_it_ended_and_loses_what_the_server_said_of_it():
    took = _sent(1, "accepted", "2.0.0 Ok: queued as 4F1")
    refused = _sent(2, "refused", "5.1.1 <mette@faaborg.example>: unknown", 550)
    own = _sent(3, "unbuildable", "This is no mail address.", None)
    waits = _sent(4, "deferred", "4.2.0 Later", 450)
    assert passes(LATER) == 2
    said = dict(Message.objects.values_list("pk", "reply_text"))
    assert said == {took.pk: "", refused.pk: "", own.pk: own.reply_text, waits.pk: waits.reply_text}
    refused.refresh_from_db()
    assert (refused.state, refused.reply_code, troubles.of(refused)) == ("refused", 550, Trouble.ADDRESS)


def test_more_than_one_go_takes_is_gone_on_with_at_once(monkeypatch):
    monkeypatch.setattr(expiring, "_AT_ONCE", 2)
    for state in ("waiting", "done"):
        _came("bounce", state)
    _came("automatic")
    assert [periods.run(at=LATER) for _ in range(3)] == [2, 1, 0]


def test_the_worker_does_it():
    assert periods.run in wiring.DUE


def test_the_association_sets_its_own_days_and_is_told_what_will_go():
    _came("bounce")
    told = {one.term.key: one for one in ahead.ahead(AT + timedelta(days=70))}["returned"]
    assert (told.days, told.now, told.soon, told.next, told.then) == (90, 0, 1, AT + timedelta(days=90), 1)
    assert periods.choose({"returned": 30, "inbox": 730}, by=BY, at=AT) == 1
    event = Event.objects.get(act="period.chosen")
    assert (event.subject, event.data) == ("period:returned", {"from": 90, "to": 30})
    assert {one.term.key: one for one in ahead.ahead(AT + timedelta(days=70))}["returned"].now == 1
    assert passes(AT + timedelta(days=31)) == 1
    for wrong in (0, 7301):
        with pytest.raises(Refusal):
            periods.choose({"returned": wrong}, by=BY, at=AT)


def test_who_has_left_office_for_a_year_is_erased_and_who_holds_one_is_not():
    body = World().body
    day = AT.date()
    left, sits, never = cast.person("Lars Toft"), cast.person("Pia Bro"), cast.person("Ib Ask")
    for person, last in ((left, day), (sits, None)):
        Mandate.objects.create(person=person, body=body, role="member", valid_from=day - timedelta(9), valid_to=last)
    at = AT + timedelta(days=367)
    waits = declared.terms()["person"]
    assert waits.people(at - timedelta(days=365)) == [left.pk]
    Import.objects.update(content=left.name.encode())
    assert periods._carry_out(waits, 365, at) == 0, "a member list waits"
    Import.objects.all().delete()
    assert periods._carry_out(waits, 365, at) == 1
    erased = set(Person.objects.filter(erased_at=at).values_list("pk", flat=True))
    assert erased == {left.pk}
    assert never.pk not in erased


def test_a_round_gives_way_to_figures_class_by_class():
    here = World()
    due.run(at=AT)
    Message.objects.update(state="accepted", settled_at=AT, reply_code=250)
    Arrival.objects.create(session=here.evening, person=here.member, at=AT)
    values = {"responsible": "Gitte", "responsible_email": "g@x.example", "set_at": AT, "set_by": "x"}
    Deliberation.objects.update_or_create(matter=Matter.objects.first(), body=here.body, defaults=values)
    ended = datetime.combine(here.round.ends_on, AT.time(), UTC)
    before = _figures(here, ended)
    events = Event.objects.filter(subject__startswith="registration:").count()

    passes(ended + timedelta(days=366))
    member = {"person": here.member}
    assert not Registration.objects.filter(**member).exists() and not Arrival.objects.filter(**member).exists()
    assert not Deputy.objects.exists()
    assert not Link.objects.filter(closes__lt=ended + timedelta(days=336)).exists()
    assert not Deliberation.objects.exclude(responsible="", responsible_email="").exists()
    assert Delivery.objects.filter(**member).exists() and Text.objects.filter(**member).exists()
    own = Event.objects.filter(subject__startswith="registration:")
    assert own.count() == events and not own.filter(actor_id=str(here.member.pk)).exists()
    came = Arrival.objects.get()
    assert came.person.erased_at and Registration.objects.filter(person=came.person, seat=came.session).exists()
    assert _figures(here, ended) == before

    passes(ended + timedelta(days=731))
    assert not Delivery.objects.filter(**member).exists()
    assert not Message.objects.filter(person=str(here.member.pk)).exists()
    assert _figures(here, ended) == before

    assert DraftField.objects.exists()
    passes(ended + timedelta(days=5 * 365 + 1))
    assert not DraftField.objects.exists() and not Text.objects.exclude(words="").exists()
    assert not Contribution.objects.filter(**member).exists() and Contribution.objects.exists()
    assert passes(ended + timedelta(days=3000)) == 0 or Person.objects.filter(erased_at__isnull=True).exists()


def _figures(here, at):
    told = figures.read(here.round, at)
    return {
        row.place.name: (row.figures.asked, row.figures.delivered, row.figures.answered, row.figures.came)
        for row in told.rows
    }
