"""A mail that was sent says what it said: every kind is built to the same bytes after any act that makes what it tells another.

And one that waits is made when it is sent, and tells what is true then.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stormoede.accounts import actors
from stormoede.accounts.actions import codes, links, mail_replies, staff
from stormoede.calls.actions import calls
from stormoede.calls.actions import mails as call_mails
from stormoede.calls.models import Call
from stormoede.contributions.actions import corrections
from stormoede.contributions.actions.drafts import INVITED
from stormoede.contributions.models import Answer
from stormoede.lib.refusal import Refusal
from stormoede.mail import bytes as mail_bytes
from stormoede.mail import recipes
from stormoede.mail.actions import claims, expiring, incoming, outbox, results
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.actions.results import Result
from stormoede.mail.models import Former, Message
from stormoede.mail.recipes import Unbuildable
from stormoede.meetings.actions import changes, confirmations, meetings
from stormoede.meetings.models import Meeting, Registration, Session
from stormoede.rounds import queries as rounds_queries
from stormoede.rounds.actions import rounds, tracks
from stormoede.rounds.models import Round
from stormoede.talks.actions import mails as talk_mails
from stormoede.talks.actions import requests, talks, tours
from stormoede.talks.core.plans import Asked, Spot, TourPlan
from stormoede.talks.models import Talk
from tests.examples import examples
from tests.house.world import AT, BY, World

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("sent mails")]
LETTERS = {"letters.letter", "letters.test"}


@pytest.fixture(scope="module")
def world(shared):
    return shared(_world)


def _world():
    made = World()
    Message.objects.filter(pk=made.message.pk).delete()
    _write_all(made)
    _act_all(made)
    return made


def _write_all(world):
    """At least one mail of every kind: those that acts have not written yet are put beside them."""
    member, first, second = world.member, *Session.objects.filter(meeting=world.evening.meeting_id)
    ref = f"registration:{Registration.objects.get(meeting=first.meeting_id).pk}"
    seated = {"outcome": "seated", "seat": first.pk, "wish": None, "left": None, "wished": None, "sequence": 1}
    told = {**seated, "act": "told", "changed": ["time", "place"], "was": first.starts.isoformat()}
    off = {**seated, "act": "cancelled", "outcome": "taken_back", "seat": None, "left": first.pk, "date": first.pk}
    call = Registration.objects.get(meeting=Call.objects.get().meeting_id)
    of_meetings = [
        ("meetings.receipt", {**seated, "act": "answered", "by": str(world.other.pk)}),
        ("meetings.receipt", told),
        ("meetings.receipt", off),
        ("meetings.moved_up", {**seated, "act": "moved_up", "left": second.pk}),
        ("meetings.door", {"session": first.pk}),
        ("meetings.address", {"session": first.pk}),
    ]
    outbox.enqueue(
        [
            *(NewMessage(f"{kind}:{n}", kind, ref, str(member.pk), facts=facts) for n, (kind, facts) in enumerate(of_meetings)),
            call_mails.one(call_mails.RECEIPT, call, outcome="coming"),
            call_mails.one(call_mails.DEPUTY, call, member=str(world.other.pk)),
            talk_mails.link(world.speaker, at=AT),
            talk_mails.over(world.talk),
            talk_mails.notes(world.talk),
            NewMessage("invited", INVITED, f"contribution:{world.draft.subject.split(':')[1]}", str(member.pk)),
            NewMessage("lost", "accounts.lost", "lost:1", str(member.pk)),
            NewMessage("new", "accounts.address_changed", "x", address="x@x.example", facts={"person": str(member.pk)}),
        ],
        at=AT,
    )  # fmt: skip


def _act_all(world):
    """Mails that acts write by themselves."""
    confirmations.tell(Registration.objects.get(meeting=world.evening.meeting_id), "tentative", at=AT)
    # One that waits stays, since the speaker has said yes.
    Message.objects.filter(kind="talks.offer").update(state="accepted", settled_at=AT)
    links.send(world.page, at=AT)
    codes.ask(world.member, nonce="x", by=BY, at=AT, dated=AT)
    staff.invite("ny@kl.example", "Ny Kollega", "reader", by=BY, at=AT)
    incoming.run(at=AT)
    world.incoming.refresh_from_db()
    mail_replies.write(world.incoming, "Tak for mailen.", by=BY, at=AT)
    text = Answer.objects.filter(version=world.version).first().text_id
    corrections.correct(world.version, text, "Flere hænder nu", "Slåfejl", by=BY, at=AT)


def built(message: Message) -> bytes | None:
    content = recipes.of(message.kind)([message], reveal=True)[message.pk]
    return None if isinstance(content, Unbuildable) else mail_bytes.build(message, content)


def send() -> Mapping[int, bytes]:
    """Let all that waits leave, and what can be made be taken. All that has been sent, by mail."""
    made = {pk: data for pk, data in built_of(Message.objects.all()).items() if data is not None}
    Message.objects.filter(pk__in=made, settled_at=None).update(state="accepted", settled_at=AT)
    return made


def built_of(messages):
    return {one.pk: built(one) for one in messages}


def others(sent: Mapping[int, bytes]) -> list[str]:
    """The kinds of those that are built otherwise than they were sent."""
    return sorted(one.kind for one in Message.objects.filter(pk__in=sent) if built(one) != sent[one.pk])


def _round(world, n):
    round = Round.objects.get(pk=world.round.pk)
    facts = rounds_queries.facts(round)
    now = {
        "title": f"Rundens navn {n}", "short": f"R{n}", "sender_name": f"Afsender {n}", "mailbox": f"p{n}@kl.example",
        "contact_name": f"Kontakt {n}", "contact_email": f"k{n}@kl.example", "contact_phone": f"{n} 11 22 33",
        "language": ("en", "da")[n % 2], "time_zone": ("Europe/London", "Europe/Copenhagen")[n % 2],
        "starts_on": facts.starts_on - timedelta(days=n % 2),
    }  # fmt: skip
    rounds.edit(round, replace(facts, **now), edit_number=round.edit_number, by=BY, at=AT)


def _new_round(world, n):
    facts = rounds_queries.facts(Round.objects.get(pk=world.round.pk))
    next_year = {"starts_on": facts.starts_on + timedelta(364), "ends_on": facts.ends_on + timedelta(364)}
    rounds.make(f"ny-{n}", replace(facts, sender_name=f"Ny {n}", **next_year), by=BY, at=AT)


def _no_round(world, n):
    for round in Round.objects.filter(key__startswith="ny-"):
        rounds.delete(round, edit_number=round.edit_number, by=BY, at=AT)


def _tracks(world, n):
    for track in Round.objects.get(pk=world.round.pk).tracks.select_related("round"):
        number = Round.objects.get(pk=world.round.pk).edit_number
        tracks.edit(track, title=f"Spor {n}", text=f"Tekst {n}", edit_number=number, by=BY, at=AT)


def _meetings(world, n):
    for meeting in Meeting.objects.filter(track__round=world.round, track__kind="meetings"):
        plan = meetings.plan_of(meeting)
        deadline = plan.deadline - timedelta(minutes=n)
        now = {
            "deadline": deadline, "links_at": deadline + timedelta(hours=1 + n), "platform": f"Platform {n}",
            "help_phone": f"{n} 99 88 77", "door_opens": 10 + n, "address_in_mail": bool(n % 2),
        }  # fmt: skip
        meetings.edit(meeting.pk, replace(plan, **now), by=BY, at=AT)


def _dates(world, n):
    for date in Session.objects.filter(meeting=world.evening.meeting_id):
        plan = meetings.date_plan(date)
        later = {"starts": plan.starts + timedelta(minutes=n), "ends": plan.ends + timedelta(minutes=n)}
        way = {"join_url": f"https://teams.example/{n}", "meeting_number": f"{n} 123", "dial_in": f"{n} 456"}
        where = {"place": f"Hus {n}", "town": f"By {n}"}
        meetings.edit_date(date.pk, replace(plan, **later, **way, **where), by=BY, at=AT)


def _more_dates(world, n):
    plan = meetings.date_plan(Session.objects.filter(meeting=world.evening.meeting_id).last())
    starts = plan.starts + timedelta(days=1)
    meetings.add_date(world.evening.meeting_id, replace(plan, starts=starts, ends=starts + timedelta(hours=1)), by=BY, at=AT)  # fmt: skip


def _fewer_dates(world, n):
    for date in Session.objects.filter(meeting=world.evening.meeting_id).order_by("-starts")[:1]:
        meetings.remove_date(date.pk, by=BY, at=AT)


def _cancelled(world, n):
    date = Session.objects.filter(meeting=world.evening.meeting_id, cancelled_at=None).first()
    if date is not None:
        changes.cancel(date.pk, f"Sygdom {n}", by=BY, at=AT)


def _call(world, n):
    call = Call.objects.get()
    date = Session.objects.get(meeting=call.meeting_id)
    later = timedelta(minutes=1 + n)
    calls.move(call, date.starts + later, date.ends + later, f"https://teams.example/kald/{n}", by=BY, at=AT)


def _no_call(world, n):
    calls.call_off(Call.objects.get(), by=BY, at=AT)


def _talk(world, n):
    talk = Talk.objects.get(pk=world.talk.pk)
    later = timedelta(minutes=n)
    spot = Spot(talk.starts + later, talk.ends + later, "online", link=f"https://teams.example/oplaeg/{n}")
    talks.change(talk, spot, confirmed=True, by=BY, at=AT)


def _request(world, n):
    asked = Asked("", "either", f"Emne {n}", f"Hus {n}", f"Note {n}", "Gitte Rask", "gitte@x.example", world.wishes)
    requests.change(world.asked, asked, by=actors.person(world.member), at=AT)


def _tour(world, n):
    tour = world.tour
    tour.refresh_from_db()
    plan = TourPlan(f"Tur {n}", f"Om {n}", tour.first, tour.last, tour.ask_by - timedelta(minutes=1 + n))
    tours.edit(tour, plan, by=BY, at=AT)


ACTS = {
    "round": _round, "new round": _new_round, "no round": _no_round, "tracks": _tracks, "meetings": _meetings, "dates": _dates,
    "more dates": _more_dates, "fewer dates": _fewer_dates, "cancelled": _cancelled, "call": _call, "no call": _no_call,
    "talk": _talk, "request": _request, "tour": _tour,
}  # fmt: skip
# A call that is off is told in a mail of its own, and what was added is taken away again.
CHANGES_NO_WORD = {"no call", "no round", "fewer dates"}


def act(world, name, n):
    """One act of the desk, which may be refused: then nothing has happened."""
    world.wishes = tuple((one.starts, one.ends) for one in world.asked.wishes.all())
    try:
        with transaction.atomic():
            ACTS[name](world, n)
    except Refusal:
        return False
    return True


def test_there_is_a_mail_of_every_kind_and_each_can_be_made(world):
    assert {one.kind for one in Message.objects.all() if built(one) is not None} == recipes.kinds()


@pytest.mark.parametrize("name", ACTS)
def test_what_was_sent_stays_and_what_waits_tells_the_new(world, name):
    if name in {"no round", "fewer dates"}:
        assert act(world, name.replace("no", "new").replace("fewer", "more"), 1)
    sent = send()
    assert act(world, name, 1)
    assert others(sent) == []
    # The same mails, had they not been sent.
    Message.objects.filter(pk__in=sent).update(state="queued", settled_at=None, sent_before=None)
    assert others(sent) or name in CHANGES_NO_WORD


STEPS = st.lists(st.tuples(st.sampled_from(["send", *ACTS]), st.integers(0, 5)), min_size=1, max_size=8)


@pytest.mark.long
@settings(max_examples=examples(40))
@example([("send", 0), ("more dates", 0), ("send", 0), ("dates", 1), ("fewer dates", 0), ("dates", 2)])
@given(STEPS)
def test_it_says_what_it_said_whatever_the_desk_does_and_in_which_order(world, steps):
    with transaction.atomic():
        sent = dict(send())
        for name, n in steps:
            if name == "send":
                sent = {**send(), **sent}
            else:
                act(world, name, n)
        assert others(sent) == []
        transaction.set_rollback(True)


def _waiting_receipt():
    return Message.objects.filter(kind="meetings.receipt", settled_at=None).earliest("pk")


@pytest.mark.parametrize("put_off", [True, False])
def test_one_on_its_way_counts_as_sent_until_it_waits_again(world, put_off):
    receipt = _waiting_receipt()
    leased = claims.claim("w", limit=1000, now=AT, until=AT + timedelta(minutes=5))
    before = built(receipt)
    act(world, "meetings", 1)
    assert built(Message.objects.get(pk=receipt.pk)) == before
    if put_off:
        later = AT + timedelta(minutes=1)
        results.settle([Result(one.pk, "", Message.State.DEFERRED, 451, "", later) for one in leased], "w", at=AT)
    else:
        claims.release("w")
    assert built(Message.objects.get(pk=receipt.pk)) != before


def test_one_that_came_back_tells_what_is_true_when_it_is_sent_once_more(world):
    receipt = _waiting_receipt()
    Message.objects.filter(pk=receipt.pk).update(state="refused", settled_at=AT)
    before = built(receipt)
    act(world, "meetings", 1)
    assert built(Message.objects.get(pk=receipt.pk)) == before
    outbox.try_again(receipt.pk, by=BY, at=AT)
    assert built(Message.objects.get(pk=receipt.pk)) != before


@pytest.mark.parametrize("many", [1, 3000])
def test_an_edit_costs_the_same_however_many_have_been_sent(world, many):
    kept = {"kind": "meetings.receipt", "ref": "x", "state": "accepted", "settled_at": AT, "date": AT}
    Message.objects.bulk_create(Message(key=f"k{n}", mark=f"{n:032}", **kept) for n in range(many))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        act(world, "round", 1)
    assert sum("mail_" in one["sql"] for one in asked.captured_queries) <= 4
    assert not Message.objects.filter(key__startswith="k", sent_before=None).exists()


def test_nothing_is_kept_before_a_mail_was_sent_and_nothing_longer_than_its_mail(world):
    Message.objects.update(state="queued", settled_at=None)
    act(world, "round", 1)
    assert not Former.objects.exists()
    send()
    act(world, "round", 2)
    assert Former.objects.count() == 1
    expiring.forget_own(AT, by=BY, at=AT)
    assert Former.objects.count() == 1
    expiring.forget_own(AT + timedelta(seconds=1), by=BY, at=AT)
    assert not Former.objects.exists()


def test_nothing_of_a_member_is_kept(world):
    send()
    for number, name in enumerate(ACTS):
        act(world, name, number)
    kept = str(list(Former.objects.values_list("facts", flat=True)))
    for said in (world.member.name, world.member.email, world.other.name, "Gitte Rask", "gitte@x.example"):
        assert said not in kept
