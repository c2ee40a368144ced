"""Calendars that answer, addresses that change, people who are erased, and what is left when the round is long over."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from stormoede.events.actions.records import deliver
from stormoede.events.models import Event
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content
from stormoede.members.actions import people
from stormoede.protection.actions import erasures
from stormoede.talks import recipes, replies
from stormoede.talks.actions import expiring, illness, notes, plans, requests, talks
from stormoede.talks.core.plans import Spot
from stormoede.talks.models import Opening, Speaker, SpeakerRequest, Talk, TalkEntry, TalkNotes
from stormoede.talks.tests import makers
from stormoede.talks.tests.makers import AT, BY, DESK

pytestmark = pytest.mark.django_db
REPLY = "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:{}@x.example\r\nSEQUENCE:{}\r\nATTENDEE;PARTSTAT={}:mailto:{}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def talk():
    """One that has been agreed, on the tour's first day."""
    tour = makers.tour()
    makers.speaker(tour)
    asked = makers.request(tour)
    plans.propose(tour, by=DESK, at=AT)
    return makers.agree(makers.one(asked))


def says(entry, word, sender, sequence=0):
    """What a calendar's answer comes to."""
    file = REPLY.format(entry.uid, sequence, word, sender).encode()
    mail = SimpleNamespace(calendars=[file], senders=[sender])
    return replies.claim(SimpleNamespace(mail=mail, trusted=True, person=""), at=AT)


def sent():
    found = list(Message.objects.filter(kind__startswith="talks.").order_by("pk"))
    written = recipes.write(found, reveal=True)
    return [(one.kind, written[one.pk]) for one in found if isinstance(written[one.pk], Content)]


def test_a_speakers_no_in_the_calendar_is_a_no_and_the_council_is_told(talk):
    own = TalkEntry.objects.get(talk=talk, speaks=True)
    assert says(own, "ACCEPTED", "ida.bech@kl.example").waits is False
    stranger = says(own, "DECLINED", "en.anden@kl.example")
    assert (stranger.verdict, stranger.waits) == ("talk_stranger", True)
    assert Talk.objects.get(pk=talk.pk).state == "accepted"
    said = says(own, "DECLINED", "ida.bech@kl.example")
    assert (said.verdict, said.waits) == ("talk_declined", False)
    talk.refresh_from_db()
    assert (talk.state, talk.over) == ("declined", "speaker")
    assert "kan alligevel ikke komme" in sent()[-1][1].text
    # The calendar says it once more when the entry is taken out.
    assert says(own, "DECLINED", "ida.bech@kl.example", 1).waits is False


def test_what_else_calendars_answer_waits_for_the_desk_and_changes_nothing(talk):
    theirs = TalkEntry.objects.get(talk=talk, speaks=False)
    for word in ("DECLINED", "TENTATIVE"):
        assert says(theirs, word, "mona.friis@kommune.example").waits
    assert Talk.objects.get(pk=talk.pk).state == "accepted"
    talks.change(talk, Spot(*makers.at(1), "on_site", "Byrådssalen"), by=DESK, at=AT)
    old = says(TalkEntry.objects.get(talk=talk, speaks=True), "DECLINED", "ida.bech@kl.example", 0)
    assert (old.verdict, old.waits) == ("old", True)
    assert says(SimpleNamespace(uid="0" * 32), "DECLINED", "ida.bech@kl.example") is None


def test_a_speaker_with_another_address_gets_what_is_to_come_there(talk):
    waiting = makers.request(talk.request.tour, "0440", makers.at(3))
    plans.propose(talk.request.tour, by=DESK, at=AT)
    talks.offer([makers.one(waiting)], by=DESK, at=AT)
    before = len(sent())
    people.correct_address(talk.speaker.person, "ida@ny.example", by=BY, at=AT)
    deliver()
    told = sent()[before:]
    assert [(kind, one.to_address) for kind, one in told] == [
        ("talks.entry", "ida@ny.example"), ("talks.offer", "ida@ny.example"),
    ]  # fmt: skip
    assert b"SEQUENCE:0" in told[0][1].calendar
    # An event may be handed over more than once.
    changed = Event.objects.filter(subject=f"person:{talk.speaker.person_id}").order_by("-pk")[0]
    illness.of_address(changed)
    illness.of_address(changed)
    assert len(sent()) == before + len(told)


def test_an_erasure_handed_over_twice_takes_nothing_back_twice(talk):
    erasures.erase(str(talk.speaker.person_id), by=BY, at=AT)
    deliver()
    told, kept = len(sent()), Event.objects.count()
    erased = Event.objects.filter(subject=f"person:{talk.speaker.person_id}").order_by("-pk")[0]
    illness.of_erased(erased)
    illness.of_erased(erased)
    assert (len(sent()), Event.objects.count()) == (told, kept)


def test_a_speaker_who_is_erased_is_out_and_the_council_is_told_without_a_name(talk):
    erasures.erase(str(talk.speaker.person_id), by=BY, at=AT)
    deliver()
    talk.refresh_from_db()
    assert (talk.state, talk.over) == ("cancelled", "left")
    speaker = Speaker.objects.get()
    assert speaker.left_at is not None
    assert not Opening.objects.exists()
    told = sent()[-1][1]
    assert told.to_address == "mona.friis@kommune.example"
    assert "Oplægsholderen kan alligevel ikke komme" in told.text
    assert plans.propose(speaker.tour, by=DESK, at=AT).councils == 0


def test_a_secretary_who_is_a_contact_and_is_erased_is_named_nowhere():
    tour = makers.tour()
    makers.speaker(tour)
    makers.council("0430")
    lis = makers.secretary("0430")
    asked = requests.ask(
        tour, makers.council("0430"), makers.asked(contact_name="Lis Toft", contact_email=lis.email), by=BY, at=AT
    )
    plans.propose(tour, by=DESK, at=AT)
    talk = makers.agree(makers.one(asked))
    assert TalkEntry.objects.filter(talk=talk).count() == 2
    erasures.erase(str(lis.pk), by=BY, at=AT)
    deliver()
    asked.refresh_from_db()
    assert (asked.contact_name, asked.contact_email) == ("", "")
    assert [one.speaks for one in TalkEntry.objects.filter(out_at__isnull=True)] == [True]
    assert Talk.objects.get().state == "accepted"
    talks.cancel(talk, by=DESK, at=AT)
    assert sent()[-1][1].to_address == "ida.bech@kl.example"


def test_what_is_left_when_the_round_is_long_over_names_nobody(talk):
    after = makers.at(0, 12)[0]
    notes.hold_talks(talk.request.tour, by=BY, at=after)
    notes.write(talk, "De vil have ro.", by=makers.voice(talk), at=after)
    before, who = datetime(2026, 12, 1, tzinfo=UTC), talk.speaker.person_id
    assert expiring.first() == datetime(2025, 7, 1, tzinfo=UTC)
    assert expiring.waiting(datetime(2025, 6, 1, tzinfo=UTC)) == 0
    assert expiring.waiting(before) == 2
    assert expiring.forget(before, by=BY, at=before) == 2
    assert (expiring.waiting(before), expiring.forget(before, by=BY, at=before)) == (0, 0)
    speaker, asked = Speaker.objects.select_related("person").get(), SpeakerRequest.objects.get()
    assert speaker.person_id != who
    assert speaker.person.erased_at is not None
    assert (asked.contact_name, asked.contact_email) == ("", "")
    assert not TalkEntry.objects.exclude(email="").exists()
    assert not Message.objects.filter(ref__startswith="talk", person=str(who)).exists()
    assert Talk.objects.get().state == "held"


def test_nothing_that_was_said_or_done_in_a_round_long_over_leads_to_anybody(talk):
    tour, who = talk.request.tour, str(talk.speaker.person_id)
    asked = makers.request(tour, "0440", makers.at(3), note="Ring til Mona Friis på 12 34 56 78")
    plans.propose(tour, by=DESK, at=AT)
    offered = makers.one(asked)
    talks.offer([offered], by=DESK, at=AT)
    talks.decline(offered, "Min far skal begraves.", by=makers.voice(offered), at=AT)
    after, before = makers.at(0, 12)[0], datetime(2026, 12, 1, tzinfo=UTC)
    notes.write(talk, "De vil have ro.", by=makers.voice(talk), at=after)
    acts = Event.objects.filter(subject__in=[f"talk:{one.pk}" for one in (talk, offered)]).count()
    assert Event.objects.filter(actor_id=who).exists()
    assert Message.objects.filter(address="mona.friis@kommune.example").exists()
    assert expiring.forget(before, by=BY, at=before) == 3
    assert not Event.objects.filter(actor_id=who).exists()
    assert Event.objects.filter(subject__in=[f"talk:{one.pk}" for one in (talk, offered)]).count() == acts
    assert not Message.objects.exclude(address="").exists()
    assert not Message.objects.filter(person=who).exists()
    assert {one.note for one in SpeakerRequest.objects.all()} == {""}
    assert {(one.words, one.state_by) for one in Talk.objects.all()} == {("", "system:talks")}
    # What they wrote has become input, which has its own, longer term.
    kept = TalkNotes.objects.select_related("text").get()
    assert (kept.written_by, kept.text.words) == ("system:talks", "De vil have ro.")
