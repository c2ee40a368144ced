"""From a request to a talk that has been held: who is placed, who is told, and what they are told."""

from datetime import timedelta

import pytest

from stormoede.events.models import Event
from stormoede.mail.models import Message
from stormoede.talks import recipes
from stormoede.talks.actions import illness, notes, plans, requests, speakers, talks
from stormoede.talks.core.plans import Spot
from stormoede.talks.models import SpeakerRequest, Talk, TalkEntry
from stormoede.talks.refusals import (
    AskedAlready,
    AskedTooLate,
    Doubtful,
    FormRefused,
    NoTravelTime,
    NotYet,
    RequestOver,
    TalkOver,
    TalkUnderWay,
    TwoPlaces,
)
from stormoede.talks.tests import makers
from stormoede.talks.tests.makers import AT, BY, DESK

pytestmark = pytest.mark.django_db


def contents():
    """Every mail as it would be sent now, in order."""
    found = list(Message.objects.filter(kind__startswith="talks.").order_by("pk"))
    written = recipes.write(found, reveal=True)
    return [written[one.pk] for one in found]


def test_a_council_asks_is_given_a_speaker_and_both_have_it_in_their_calendars():
    tour = makers.tour()
    makers.speaker(tour)
    asked = makers.request(tour, "0430", makers.at(2), makers.at(1))
    secretary = makers.secretary("0430")
    plan = plans.propose(tour, by=DESK, at=AT)
    assert (plan.councils, plan.first_wishes, plan.proved) == (1, 1, True)
    talk = makers.one(asked)
    assert (talk.state, talk.rank, talk.place, talk.starts) == ("proposed", 1, "Byrådssalen", makers.at(2)[0])
    assert talk.reason["could"] == 0
    talks.offer([talk], by=DESK, at=AT)
    assert "/t/" in contents()[1].text
    talks.accept(talk, by=makers.voice(talk), at=AT)
    talks.accept(talk, by=makers.voice(talk), at=AT)
    assert makers.mails() == [("asked", ""), ("offer", ""), *[("entry", "placed")] * 3]
    told = contents()
    assert [one.to_address for one in told[2:]] == [
        "ida.bech@kl.example", secretary.email, "mona.friis@kommune.example",
    ]  # fmt: skip
    assert {one.method for one in told[2:]} == {"REQUEST"}
    assert all(b"METHOD:REQUEST" in one.calendar for one in told[2:])
    assert len({one.calendar.split(b"UID:")[1][:20] for one in told[2:]}) == 3
    assert "/t/" in told[2].text
    assert "/p/" in told[3].text
    assert "/p/" not in told[4].text


def test_what_is_changed_is_told_to_all_who_have_it_under_the_same_uid():
    tour = makers.tour()
    makers.speaker(tour)
    asked = makers.request(tour)
    plans.propose(tour, by=DESK, at=AT)
    talk = makers.agree(makers.one(asked))
    starts, ends = makers.at(3, 17)
    spot = Spot(starts, ends, "on_site", "Rådhuset", "")
    talks.change(talk, spot, by=DESK, at=AT)
    talks.change(talk, spot, by=DESK, at=AT)
    assert makers.mails("talks.entry")[2:] == [("entry", "changed")] * 2
    told = contents()[-1]
    assert b"SEQUENCE:1" in told.calendar
    assert "Rådhuset" in told.text
    assert contents()[-3].calendar.split(b"UID:")[1][:20] == told.calendar.split(b"UID:")[1][:20]
    talks.cancel(talk, "Der er valg.", by=DESK, at=AT)
    assert [one.method for one in contents()[-2:]] == ["CANCEL", "CANCEL"]
    assert all("Der er valg." in one.text and b"SEQUENCE:2" in one.calendar for one in contents()[-2:])
    with pytest.raises(TalkOver):
        talks.cancel(talk, by=DESK, at=AT)


def test_a_speaker_who_falls_ill_frees_the_visit_and_nobody_else_moves():
    tour = makers.tour()
    ida, bo = makers.speaker(tour), makers.speaker(tour, "Bo Lind", "0101")
    asked = [makers.request(tour, code, makers.at(day)) for day, code in enumerate(["0430", "0440", "0101"])]
    plans.propose(tour, by=DESK, at=AT)
    first = makers.agree(Talk.objects.get(request=asked[0]))
    assert first.speaker_id == ida.pk
    rest = list(Talk.objects.exclude(pk=first.pk).order_by("pk").values())
    talks.fall_ill(first, by=makers.voice(first), at=AT)
    first.refresh_from_db()
    assert (first.state, first.over) == ("cancelled", "ill")
    again = makers.one(asked[0])
    assert (again.state, again.speaker_id) == ("proposed", bo.pk)
    assert list(Talk.objects.exclude(pk__in=[first.pk, again.pk]).order_by("pk").values()) == rest
    ill = [one for one in contents() if getattr(one, "method", "") == "CANCEL"]
    assert "kan alligevel ikke komme" in ill[1].text
    assert "syg" not in ill[1].text
    assert "syg" in ill[0].text
    assert len(ill) == 2


def test_a_speaker_who_is_ill_for_a_time_can_nothing_until_then():
    tour = makers.tour()
    ida = makers.speaker(tour)
    soon, later = makers.request(tour, "0430", makers.at(0)), makers.request(tour, "0440", makers.at(9))
    plans.propose(tour, by=DESK, at=AT)
    illness.fall_ill(ida, makers.at(5)[0], by=DESK, at=AT)
    assert [talk.request_id for talk in Talk.objects.all()] == [later.pk]
    soon.refresh_from_db()
    assert soon.lack["lack"] == "openings"
    illness.recover(ida, by=DESK, at=AT)
    plans.propose(tour, by=DESK, at=AT)
    assert Talk.objects.count() == 2


def test_what_is_fixed_offered_or_agreed_stays_when_others_are_proposed_anew():
    tour = makers.tour()
    makers.speaker(tour)
    asked = makers.request(tour, "0430", makers.at(2))
    plans.propose(tour, by=DESK, at=AT)
    talk = makers.one(asked)
    talks.fix(talk, by=DESK, at=AT)
    requests.change(asked, makers.asked(makers.at(4)), by=BY, at=AT)
    other = makers.request(tour, "0440", makers.at(2, 15))
    plans.propose(tour, by=DESK, at=AT)
    assert makers.one(asked).pk == talk.pk
    talks.unfix(talk, by=DESK, at=AT)
    kept = makers.one(other).pk
    plans.propose(tour, by=DESK, at=AT)
    assert makers.one(asked).starts == makers.at(4)[0]
    assert makers.one(other).pk == kept


def test_placed_by_hand_what_cannot_be_is_refused_and_what_is_doubtful_is_confirmed():
    tour = makers.tour()
    ida = makers.speaker(tour, days=2)
    first, second = makers.request(tour, "0430"), makers.request(tour, "0851")
    plans.place(first, ida.pk, Spot(*makers.at(0), "on_site"), by=DESK, at=AT)
    for hour, no in ((10, TwoPlaces), (11, NoTravelTime)):
        with pytest.raises(no) as told:
            plans.place(second, ida.pk, Spot(*makers.at(0, hour), "on_site"), confirmed=True, by=DESK, at=AT)
        assert "Faaborg-Midtfyn" in str(told.value)
    spot = Spot(*makers.at(5), "on_site")
    with pytest.raises(Doubtful):
        plans.place(second, ida.pk, spot, by=DESK, at=AT)
    talk = plans.place(second, ida.pk, spot, confirmed=True, by=DESK, at=AT)
    talks.offer([talk], by=DESK, at=AT)
    with pytest.raises(TalkUnderWay):
        plans.place(second, ida.pk, Spot(*makers.at(1), "on_site"), by=DESK, at=AT)
    plans.place(second, ida.pk, Spot(*makers.at(1), "on_site"), confirmed=True, by=DESK, at=AT)
    assert makers.mails("talks.over") == [("over", "")]
    with pytest.raises(FormRefused):
        plans.place(second, ida.pk, Spot(AT, AT, "on_site"), by=DESK, at=AT)


def test_a_request_withdrawn_after_all_was_agreed_takes_it_out_of_the_calendars():
    tour = makers.tour()
    makers.speaker(tour)
    asked = makers.request(tour)
    with pytest.raises(AskedAlready):
        makers.request(tour)
    plans.propose(tour, by=DESK, at=AT)
    talk = makers.agree(makers.one(asked))
    requests.withdraw(asked, by=BY, at=AT)
    talk.refresh_from_db()
    assert (talk.state, talk.over) == ("cancelled", "withdrawn")
    assert makers.mails("talks.entry")[2:] == [("entry", "withdrawn")] * 2
    with pytest.raises(RequestOver):
        requests.withdraw(asked, by=BY, at=AT)
    assert makers.request(tour).pk != asked.pk
    with pytest.raises(AskedTooLate):
        requests.ask(tour, makers.council("0461"), makers.asked(), by=BY, at=makers.ASK_BY + timedelta(seconds=1))


def test_another_contact_gets_the_talk_and_the_one_before_is_rid_of_it():
    tour = makers.tour()
    makers.speaker(tour)
    asked = makers.request(tour)
    plans.propose(tour, by=DESK, at=AT)
    makers.agree(makers.one(asked))
    changed = makers.asked(contact_name="Nora Dahl", contact_email="nora@kommune.example")
    requests.change(asked, changed, by=BY, at=AT)
    told = contents()[-2:]
    assert [(one.to_address, one.method) for one in told] == [
        ("mona.friis@kommune.example", "CANCEL"), ("nora@kommune.example", "REQUEST"),
    ]  # fmt: skip
    assert TalkEntry.objects.filter(out_at__isnull=True).count() == 2


def test_an_offer_turned_down_is_not_made_again():
    tour = makers.tour()
    makers.speaker(tour)
    asked = makers.request(tour, "0430", makers.at(0), makers.at(1))
    plans.propose(tour, by=DESK, at=AT)
    talk = makers.one(asked)
    talks.offer([talk], by=DESK, at=AT)
    talks.decline(talk, "Jeg er på ferie", by=makers.voice(talk), at=AT)
    talks.decline(talk, by=makers.voice(talk), at=AT)
    plans.propose(tour, by=DESK, at=AT)
    assert makers.one(asked).rank == 2
    assert makers.mails() == [("asked", ""), ("offer", "")]


def test_an_offer_that_was_taken_back_before_it_left_is_not_sent():
    tour = makers.tour()
    makers.speaker(tour)
    asked = makers.request(tour)
    plans.propose(tour, by=DESK, at=AT)
    talk = makers.one(asked)
    talks.offer([talk], by=DESK, at=AT)
    talks.cancel(talk, by=DESK, at=AT)
    assert type(contents()[1]).__name__ == "Withheld"


def test_notes_are_asked_for_once_and_are_input_with_the_talk_as_their_source():
    tour = makers.tour()
    makers.speaker(tour)
    asked = makers.request(tour)
    plans.propose(tour, by=DESK, at=AT)
    talk = makers.agree(makers.one(asked))
    with pytest.raises(NotYet):
        notes.write(talk, "De vil have flere pædagoger.", by=makers.voice(talk), at=AT)
    after = makers.at(0, 12)[0]
    assert notes.hold_talks(tour, by=BY, at=after) == 1
    assert notes.hold_talks(tour, by=BY, at=after) == 0
    assert makers.mails("talks.notes") == [("notes", "")]
    notes.write(talk, "De vil have flere pædagoger.", by=makers.voice(talk), at=after)
    kept = notes.write(talk, "De vil have 12 flere pædagoger.", by=makers.voice(talk), at=after)
    assert (kept.text.source, kept.text.words, kept.text.basis) == (
        f"talk:{talk.pk}", "De vil have 12 flere pædagoger.", "internal-25",
    )  # fmt: skip
    assert kept.text.body == asked.body
    with pytest.raises(RequestOver):
        requests.withdraw(SpeakerRequest.objects.get(pk=asked.pk), by=BY, at=after)


def test_who_leaves_the_tour_is_out_of_every_talk_to_come():
    tour = makers.tour()
    ida = makers.speaker(tour)
    asked = makers.request(tour)
    plans.propose(tour, by=DESK, at=AT)
    makers.agree(makers.one(asked))
    assert speakers.leave(ida, by=DESK, at=AT) == 1
    assert plans.propose(tour, by=DESK, at=AT).councils == 0
    assert Event.objects.filter(act="talk.cancelled").count() == 1
