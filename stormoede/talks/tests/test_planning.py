"""Proposing and placing, by the tour's own days and figures, beside other tours, and when it is late."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stormoede.accounts import actors
from stormoede.events.models import Event
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content
from stormoede.talks import recipes
from stormoede.talks.actions import illness, plans, requests, speakers, talks, tours
from stormoede.talks.core.plans import SpeakerPlan, Spot, TourPlan
from stormoede.talks.models import SpeakerRequest, Talk, Tour
from stormoede.talks.queries import entries
from stormoede.talks.refusals import (
    AskedTooLate,
    Doubtful,
    FormRefused,
    RequestOver,
    SpeakerGone,
    TalkOver,
    TalkUnderWay,
    TwoPlaces,
)
from stormoede.talks.tests import makers
from stormoede.talks.tests.makers import AT, BY, DESK

pytestmark = pytest.mark.django_db
PLAN = TourPlan("Oplægsholdere", "Bed om et oplæg.", makers.FIRST, makers.LAST, makers.ASK_BY)


def subjects(kind):
    """Of the mails that would be sent now."""
    found = list(Message.objects.filter(kind=kind).order_by("pk"))
    written = recipes.write(found, reveal=True)
    return [one.subject for one in map(written.__getitem__, [one.pk for one in found]) if isinstance(one, Content)]


def figures(tour):
    return Event.objects.filter(act="tour.proposed", subject=f"tour:{tour.pk}").order_by("-id")[0].data


def again(speaker, tour):
    """The same person, in another tour too, free on the same days."""
    made = speakers.add(tour, speaker.person, SpeakerPlan("secretariat", "0461", per_week=5), by=BY, at=AT)
    spans = [(one.starts, one.ends) for one in speaker.openings.all()]
    speakers.say_openings(made, spans, by=actors.person(speaker.person), at=AT)
    return made


def test_a_request_edited_before_anybody_heard_of_its_talk_makes_no_change_of_the_first_offer():
    tour = makers.tour()
    makers.speaker(tour)
    asked = makers.request(tour)
    plans.propose(tour, by=DESK, at=AT)
    requests.change(asked, makers.asked(topic="Budgettet"), by=BY, at=AT)
    talks.offer([makers.one(asked)], by=DESK, at=AT)
    assert subjects("talks.offer") == ["Vil du holde oplæg hos Faaborg-Midtfyn, mandag den 7. april kl. 12.00-12.45?"]
    requests.change(asked, makers.asked(topic="Skolerne"), by=BY, at=AT)
    assert [one[:8] for one in subjects("talks.offer")] == ["Ændret: "]


def test_an_illness_that_is_over_already_frees_nothing():
    tour = makers.tour()
    ida = makers.speaker(tour)
    makers.request(tour)
    plans.propose(tour, by=DESK, at=AT)
    for until in (AT - timedelta(days=1), AT):
        with pytest.raises(FormRefused) as refused:
            illness.fall_ill(ida, until, by=DESK, at=AT)
        assert [fault.field for fault in refused.value.faults] == ["last"]
    ida.refresh_from_db()
    assert ida.ill_from is None
    assert Talk.objects.filter(state="proposed").count() == 1


def test_who_comes_back_is_not_ill_of_what_they_were_when_they_left():
    tour = makers.tour()
    ida = makers.speaker(tour)
    makers.request(tour)
    illness.fall_ill(ida, by=DESK, at=AT)
    speakers.leave(ida, by=DESK, at=AT)
    with pytest.raises(SpeakerGone):
        illness.fall_ill(ida, by=DESK, at=AT)
    speakers.add(tour, ida.person, SpeakerPlan("secretariat", "0461"), by=DESK, at=AT)
    assert plans.propose(tour, by=DESK, at=AT).councils == 1


def test_the_figures_are_of_the_tours_own_talks_and_say_whether_all_were_proposed():
    tour, other = makers.tour(), makers.tour(title="Flere oplæg")
    ida = makers.speaker(tour)
    again(ida, other)
    makers.request(other, "0101", makers.at(0, 17))
    elsewhere = plans.propose(other, by=DESK, at=AT)
    asked = makers.request(tour, "0430", makers.at(0))
    plan = plans.propose(tour, by=DESK, at=AT)
    there, here = (figures(one)["km"] for one in (other, tour))
    assert (plan.councils, plan.first_wishes, plan.km) == (1, 1, here)
    assert here == 2 * Talk.objects.get(request=asked).km
    assert there == elsewhere.km == 2 * Talk.objects.get(request__tour=other).km
    assert figures(tour) == {
        "asked": 1, "placed": 1, "left": 0, "first_wishes": 1, "km": here, "proved": True, "all": True,
    }  # fmt: skip
    illness.fall_ill(ida, by=DESK, at=AT)
    assert (figures(tour)["all"], figures(tour)["placed"]) == (False, 0)


def test_what_somebody_has_in_another_tour_is_in_the_way_and_named():
    tour, other = makers.tour(), makers.tour(title="Flere oplæg")
    ida = makers.speaker(tour)
    again(ida, other)
    makers.request(other, "0101")
    plans.propose(other, by=DESK, at=AT)
    asked = makers.request(tour, "0430")
    assert plans.propose(tour, by=DESK, at=AT).councils == 0
    with pytest.raises(TwoPlaces) as refused:
        plans.place(asked, ida.pk, Spot(*makers.at(0), "on_site"), by=DESK, at=AT)
    assert refused.value.sentences == ("De er hos København på det tidspunkt.",)


def test_a_wish_outside_a_tour_that_was_made_shorter_is_not_met_and_placing_there_is_doubtful():
    tour = makers.tour()
    ida = makers.speaker(tour)
    asked = makers.request(tour, "0430", makers.at(20), makers.at(2))
    shorter = replace(PLAN, last=makers.at(10)[0].date())
    tours.edit(tour, shorter, by=DESK, at=AT)
    tour = Tour.objects.select_related("track__round").get()
    plans.propose(tour, by=DESK, at=AT)
    assert makers.one(asked).starts == makers.at(2)[0]
    spot = Spot(*makers.at(20), "on_site")
    with pytest.raises(Doubtful) as refused:
        plans.place(asked, ida.pk, spot, by=DESK, at=AT)
    assert refused.value.sentences == ("Det ligger uden for de dage, hvor der holdes oplæg.",)
    outside = plans.place(asked, ida.pk, spot, confirmed=True, by=DESK, at=AT)
    tours.edit(tour, replace(shorter, title="Oplæg i april"), by=DESK, at=AT)
    assert Talk.objects.get().pk == outside.pk
    assert Tour.objects.get().track.title == "Oplæg i april"


def test_all_that_is_doubtful_is_told_together_and_only_then_is_an_agreed_talk_taken_back():
    tour = makers.tour()
    ida = makers.speaker(tour, days=2)
    asked = makers.request(tour)
    plans.propose(tour, by=DESK, at=AT)
    agreed = makers.agree(makers.one(asked))
    spot = Spot(*makers.at(5), "on_site")
    with pytest.raises(TalkUnderWay) as refused:
        plans.place(asked, ida.pk, spot, by=DESK, at=AT)
    assert refused.value.sentences == (
        "De har ikke sagt, at de kan på det tidspunkt.",
        "Nogen er allerede spurgt. Sig først, at du tager det tilbage.",
    )
    assert Talk.objects.get().state == "accepted"
    plans.place(asked, ida.pk, spot, confirmed=True, by=DESK, at=AT)
    agreed.refresh_from_db()
    assert (agreed.state, agreed.over) == ("cancelled", "replaced")


def test_a_talk_that_has_begun_is_not_placed_otherwise_but_an_offer_nobody_answered_is():
    tour = makers.tour()
    ida = makers.speaker(tour)
    agreed, offered = makers.request(tour, "0430"), makers.request(tour, "0440", makers.at(1))
    plans.propose(tour, by=DESK, at=AT)
    makers.agree(makers.one(agreed))
    talks.offer([makers.one(offered)], by=DESK, at=AT)
    later = makers.at(1)[0] + timedelta(minutes=5)
    with pytest.raises(RequestOver):
        plans.place(agreed, ida.pk, Spot(*makers.at(4), "on_site"), confirmed=True, by=DESK, at=makers.at(0)[0])
    plans.place(offered, ida.pk, Spot(*makers.at(4), "on_site"), confirmed=True, by=DESK, at=later)
    assert makers.one(offered).starts == makers.at(4)[0]
    # Nobody need be told not to come to what has been.
    assert makers.mails("talks.over") == []


def test_after_the_deadline_a_council_says_where_as_long_as_its_talk_is_to_come():
    tour = makers.tour()
    makers.speaker(tour)
    asked = makers.request(tour)
    plans.propose(tour, by=DESK, at=AT)
    makers.agree(makers.one(asked))
    asked_anew = makers.asked(place="Rådhuset")
    requests.change(asked, asked_anew, by=BY, at=makers.at(0)[0] - timedelta(minutes=1))
    assert Talk.objects.get().place == "Rådhuset"
    with pytest.raises(AskedTooLate):
        requests.change(asked, asked_anew, by=BY, at=makers.at(0)[0])


def test_a_place_that_is_left_empty_is_where_the_council_said_everywhere():
    tour = makers.tour()
    makers.speaker(tour)
    asked = makers.request(tour)
    plans.propose(tour, by=DESK, at=AT)
    talk = makers.agree(makers.one(asked))
    talks.change(talk, Spot(*makers.at(1), "on_site"), by=DESK, at=AT)
    talk = Talk.objects.select_related("request__site").get()
    assert entries.where(talk) == "Byrådssalen, Faaborg-Midtfyn"
    content = recipes.write(list(Message.objects.filter(kind="talks.entry").order_by("-pk")[:1]), reveal=True)
    told = next(iter(content.values()))
    assert "Byrådssalen, Faaborg-Midtfyn" in told.text
    assert b"LOCATION:Byr\xc3\xa5dssalen\\, Faaborg-Midtfyn" in told.calendar


def test_the_tours_are_held_once_and_each_speaker_has_their_page_however_many_are_asked():
    tour = makers.tour()
    ida, bo = makers.speaker(tour), makers.speaker(tour, "Bo Lind", "0101")
    for day, code in enumerate(["0430", "0440", "0101", "0851"]):
        makers.request(tour, code, makers.at(day))
    plans.propose(tour, by=DESK, at=AT)
    proposed = list(Talk.objects.all())
    with CaptureQueriesContext(
        connection,
    ) as offered:
        assert talks.offer(proposed, by=DESK, at=AT) == 4
    with CaptureQueriesContext(connection) as invited:
        assert speakers.invite([ida, bo], by=DESK, at=AT) == 2
    for queries in (offered, invited):
        assert sum(one["sql"].startswith('SELECT "talks_tour"."id"') for one in queries) == 1
    Talk.objects.all().delete()
    with pytest.raises(TalkOver):
        talks.fix(proposed[0], by=DESK, at=AT)
    assert SpeakerRequest.objects.count() == 4
