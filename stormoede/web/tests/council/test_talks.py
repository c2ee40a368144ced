"""A council's secretary asks for a speaker, changes it, withdraws it, and sees what has become of it; no more than that."""

from datetime import timedelta

import pytest

from stormoede.deliberations.tests.makers import council, region, seat
from stormoede.lib import clock
from stormoede.members.models import Body
from stormoede.rounds.models import Round
from stormoede.talks.actions import talks
from stormoede.talks.models import SpeakerRequest
from stormoede.web.tests import speaking
from stormoede.web.tests.speaking import AT, BY, told
from tests import cast

pytestmark = pytest.mark.django_db
ASKED = {
    "wish1": "2025-04-01T17:00",
    "wish2": "2025-04-02T17:00",
    "form": "on_site",
    "side": "board",
    "topic": "Økonomiaftalen",
    "place": "Rådhuset",
    "contact_name": "Gitte Rask",
    "contact_email": "gitte@kommune.example",
    "note": "",
}


@pytest.fixture(autouse=True)
def in_march():
    clock.install(lambda: AT)
    yield
    clock.install(None)


@pytest.fixture
def assens():
    return council("0420", "Assens", region())


def page_of(body, subject="council:0420:oea26"):
    secretary = seat(body, "Gitte Rask", "secretary")
    found = cast.Browser(headers={"accept-language": "da"})
    return found, found.open(cast.link(secretary, subject=subject)).url


def test_a_council_asks_changes_and_withdraws(assens):
    tour = speaking.tour()
    browser, page = page_of(assens)
    here = f"{page}oplaeg/{tour.track.key}/"
    assert "Bed om en oplægsholder" in told(browser.get(page))
    empty = browser.get(here)
    assert 'value="Gitte Rask"' in told(empty)
    assert browser.post(here, ASKED).url == here
    kept = SpeakerRequest.objects.get()
    assert (kept.body, kept.side, [wish.rank for wish in kept.wishes.all()]) == (assens, "board", [1, 2])
    assert kept.asked_by.startswith("person:")
    shown = told(browser.get(here))
    assert 'Tirsdag den 1. april, <span class="nowrap">kl. 17.00-17.45' in shown
    assert "Vi finder en oplægsholder" in told(browser.get(page))
    assert browser.post(here, {**ASKED, "wish2": "", "topic": "Børn"}).status_code == 302
    assert [wish.rank for wish in SpeakerRequest.objects.get(topic="Børn").wishes.all()] == [1]
    assert "Sæt først et kryds i feltet" in told(browser.post(f"{here}tilbage", {}, follow=True))
    assert "trukket tilbage" in told(browser.post(f"{here}tilbage", {"sure": "yes"}, follow=True))
    assert SpeakerRequest.objects.get().withdrawn_at == AT


def test_wishes_are_typed_as_times_are_where_the_round_is(assens):
    tour = speaking.tour()
    Round.objects.update(time_zone="America/Nuuk")
    browser, page = page_of(assens)
    here = f"{page}oplaeg/{tour.track.key}/"
    assert browser.post(here, ASKED).status_code == 302
    assert SpeakerRequest.objects.get().wishes.earliest("rank").starts == speaking.FIRST + timedelta(hours=3)
    assert 'Tirsdag den 1. april, <span class="nowrap">kl. 17.00-17.45' in told(browser.get(here))


def test_what_cannot_be_is_said_at_its_field(assens):
    tour = speaking.tour()
    browser, page = page_of(assens)
    here = f"{page}oplaeg/{tour.track.key}/"
    outside = told(browser.post(here, {**ASKED, "wish1": "", "wish2": "2025-05-20T17:00"}))
    assert 'href="#id_wish1"' in outside
    late = browser.post(here, {**ASKED, "wish2": "2025-05-20T17:00"})
    assert late.status_code == 422
    assert 'id="id_wish2_error"' in told(late)
    assert not SpeakerRequest.objects.exists()
    clock.install(lambda: speaking.ASK_BY + timedelta(seconds=1))
    assert "<form" not in told(browser.get(here)).split("<footer")[0].split("</header>")[1]
    assert "Man kunne bede om en oplægsholder indtil" in told(browser.get(here))


def test_what_is_proposed_or_offered_is_nobodys_and_what_is_agreed_is_shown(assens):
    tour = speaking.tour()
    who, asked = speaking.speaker(tour), speaking.ask(tour, assens)
    browser, page = page_of(assens)
    here = f"{page}oplaeg/{tour.track.key}/"
    talk = speaking.place(asked, who)
    assert who.person.name not in told(browser.get(here))
    talks.offer([talk], by=BY, at=AT)
    assert who.person.name not in told(browser.get(here)) + told(browser.get(page))
    assert browser.get(f"{here}kalender.ics").status_code == 404
    talks.accept(talk, by=BY, at=AT)
    assert "Karen Lund kommer til jer tirsdag den 1. april" in told(browser.get(page))
    assert "Rådhuset, sal 2" in told(browser.get(here))
    file = browser.get(f"{here}kalender.ics")
    assert file.headers["Content-Type"].startswith("text/calendar")
    # What is agreed is no question any more; where, and whom to ask, is.
    assert "wish1" not in told(browser.get(here))
    moved = {"topic": "Økonomi", "place": "Biblioteket", "contact_name": "Ida", "contact_email": "ida@x.example"}
    assert browser.post(here, moved).status_code == 302
    assert [wish.starts for wish in SpeakerRequest.objects.get(place="Biblioteket").wishes.all()] == [speaking.FIRST]


def test_a_talk_that_is_not_to_be_is_told_with_its_reason(assens):
    tour = speaking.tour()
    asked = speaking.ask(tour, assens)
    talk = speaking.agreed(asked, speaking.speaker(tour))
    browser, page = page_of(assens)
    here = f"{page}oplaeg/{tour.track.key}/"
    talks.cancel(talk, "Sneen ligger højt.", by=BY, at=AT)
    shown = told(browser.get(here))
    assert "Sneen ligger højt." in shown
    assert "Vi finder en anden oplægsholder" in shown
    again = speaking.agreed(asked, talk.speaker, speaking.SECOND)
    talks.fall_ill(again, by=BY, at=AT)
    assert "Oplægsholderen kan ikke komme." in told(browser.get(here))


def test_a_regional_council_says_where_it_meets_and_no_other_sees_it(assens):
    tour = speaking.tour()
    council("0851", "Aalborg", region("nordjylland", "KKR Nordjylland"))
    body = Body.objects.get(group__code="syddanmark")
    browser, page = page_of(body, "regional:syddanmark:oea26")
    here = page.replace("/kkr/", "/raad/") + f"oplaeg/{tour.track.key}/"
    form = told(browser.get(here))
    assert "Assens" in form
    assert "Aalborg" not in form
    assert browser.post(here, ASKED).status_code == 422
    assert browser.post(here, {**ASKED, "site": "0420"}).status_code == 302
    assert SpeakerRequest.objects.get().site.code == "0420"
    assert "Vi finder en oplægsholder" in told(browser.get(page))
    other, elsewhere = page_of(assens)
    assert "Bed om en oplægsholder" in told(other.get(f"{elsewhere}oplaeg/{tour.track.key}/"))
    assert other.get(here).status_code == 404


def test_what_was_held_is_over(assens):
    tour = speaking.tour()
    speaking.agreed(speaking.ask(tour, assens), speaking.speaker(tour))
    browser, page = page_of(assens)
    here = f"{page}oplaeg/{tour.track.key}/"
    clock.install(lambda: speaking.FIRST + speaking.LENGTH)
    shown = told(browser.get(here))
    assert "Karen Lund var hos jer tirsdag den 1. april 2025." in shown
    assert "Økonomiaftalen" in shown
    assert "Vi finder en oplægsholder" not in shown
    assert 'method="post"' not in shown.split("<main")[1].split("</main>")[0]


def test_a_councils_change_keeps_the_municipality_the_desk_chose(assens):
    tour = speaking.tour()
    council("0461", "Odense", region())
    browser, page = page_of(assens)
    here = f"{page}oplaeg/{tour.track.key}/"
    browser.post(here, ASKED)
    asked = SpeakerRequest.objects.get()
    cast.desk().post(f"/desk/rounds/oea26/talks/{tour.track.key}/requests/{asked.pk}/edit/", {**ASKED, "site": "0461"})
    assert browser.post(here, {**ASKED, "topic": "Børn"}).status_code == 302
    asked.refresh_from_db()
    assert (asked.topic, asked.site.code) == ("Børn", "0461")
