"""A speaker says when they can, answers offers, goes out with the council's kit, falls ill, and writes what they heard."""

from datetime import timedelta

import pytest

from stormoede.deliberations.tests.makers import council, matter, region
from stormoede.lib import clock
from stormoede.talks.actions import notes, speakers, talks
from stormoede.talks.core.plans import SpeakerPlan
from stormoede.talks.models import Opening, Speaker, Talk, TalkNotes
from stormoede.web.tests import speaking
from stormoede.web.tests.speaking import AT, BY, FIRST, told

pytestmark = pytest.mark.django_db
TAKES = {"home": "0420", "per_week": "3", "reach_km": "120", "on_site": "on", "regions": ["syddanmark"]}


@pytest.fixture(autouse=True)
def in_march():
    clock.install(lambda: AT)
    yield
    clock.install(None)


@pytest.fixture
def assens():
    return council("0420", "Assens", region())


def test_they_say_day_by_day_when_they_can(assens):
    who = speaking.speaker(speaking.tour(), can=False)
    browser, page = speaking.page_of(who)
    assert "Skriv, hvornår du kan" in told(browser.get(page))
    days = {"day-2025-04-01": "evening", "day-2025-04-02": "all", "day-2025-04-03": "daytime"}
    assert browser.post(f"{page}tider/", {**TAKES, **days}).url == page
    spans = [(one.starts.hour, one.ends.hour) for one in Opening.objects.all()]
    assert spans == [(14, 20), (6, 20), (6, 14)]
    kept = Speaker.objects.get()
    assert (kept.told_at, kept.per_week, kept.reach_km, kept.regions) == (AT, 3, 120, ["syddanmark"])
    assert (kept.on_site, kept.online) == (True, False)
    shown = told(browser.get(f"{page}tider/"))
    assert 'value="evening" selected' in shown
    assert "3 dage" in told(browser.get(page))


def test_weekdays_are_filled_in_alike_and_nothing_is_saved(assens):
    who = speaking.speaker(speaking.tour(), can=False)
    browser, page = speaking.page_of(who)
    shown = told(browser.post(f"{page}tider/", {**TAKES, "fill": "evening"}))
    # Four weeks of five days, less Maundy Thursday, Good Friday and Easter Monday.
    assert shown.count('value="evening" selected') == 17
    assert "Skærtorsdag" in shown
    assert 'value="syddanmark"' in shown
    assert 'id="id_regions_0" checked' in shown
    assert not Opening.objects.exists()
    neither = {name: value for name, value in TAKES.items() if name != "on_site"}
    assert browser.post(f"{page}tider/", neither).status_code == 422


def test_hours_of_ones_own_are_kept(assens):
    who = speaking.speaker(speaking.tour(), can=False)
    speakers.say_openings(who, [(FIRST, FIRST + timedelta(hours=2))], by=BY, at=AT)
    browser, page = speaking.page_of(who)
    assert "kl. 17.00-19.00" in told(browser.get(f"{page}tider/"))
    browser.post(f"{page}tider/", {**TAKES, "day-2025-04-01": "own", "day-2025-04-02": "all"})
    assert Opening.objects.earliest("starts").starts == FIRST
    assert Opening.objects.count() == 2


def test_an_offer_is_taken_with_the_councils_kit_and_nobody_elses(assens):
    tour = speaking.tour()
    matter(case="Sagen for ((kommune))")
    who, other = speaking.speaker(tour), speaking.speaker(tour, "Jens Friis")
    talk = speaking.place(speaking.ask(tour, assens), who)
    browser, page = speaking.page_of(who)
    assert "Assens" not in told(browser.get(page)).replace('value="0420"', "")
    assert browser.get(f"{page}{talk.pk}/sag/droeftelser/txt/").status_code == 404
    talks.offer([talk], by=BY, at=AT)
    shown = told(browser.get(page))
    assert "Gitte Rask" in shown
    assert "Rådhuset, sal 2" in shown
    assert "Vælg ja eller nej" in told(browser.post(f"{page}{talk.pk}/svar", {}))
    kit = browser.get(f"{page}{talk.pk}/sag/droeftelser/txt/")
    assert "Sagen for Assens Kommune" in kit.content.decode("utf-8-sig")
    assert browser.get(f"{page}{talk.pk}/sag/andet/txt/").status_code == 404
    assert browser.post(f"{page}{talk.pk}/svar", {"choice": "yes"}).url == page
    assert Talk.objects.get().state == "accepted"
    assert browser.get(f"{page}{talk.pk}/kalender.ics").status_code == 200
    stranger, elsewhere = speaking.page_of(other)
    for own in ("svar", "forhindret"):
        assert stranger.post(f"{elsewhere}{talk.pk}/{own}", {"choice": "no", "sure": "yes"}).status_code == 404
    assert stranger.get(f"{elsewhere}{talk.pk}/sag/droeftelser/txt/").status_code == 404
    assert stranger.get(page).status_code == 404


def test_no_to_an_offer_leaves_the_request_open(assens):
    tour = speaking.tour()
    who = speaking.speaker(tour)
    talk = speaking.place(speaking.ask(tour, assens), who)
    talks.offer([talk], by=BY, at=AT)
    browser, page = speaking.page_of(who)
    browser.post(f"{page}{talk.pk}/svar", {"choice": "no", "words": "Jeg er i Bruxelles."})
    kept = Talk.objects.get()
    assert (kept.state, kept.words) == ("declined", "Jeg er i Bruxelles.")
    assert "Du har ikke fået tilbudt noget endnu" in told(browser.get(page))


def test_illness_takes_a_mark_frees_the_talk_and_leaves_the_others(assens):
    tour = speaking.tour()
    who = speaking.speaker(tour)
    first = speaking.agreed(speaking.ask(tour, assens), who)
    other = speaking.agreed(speaking.ask(tour, council("0410", "Middelfart", region())), who, speaking.SECOND)
    browser, page = speaking.page_of(who)
    assert browser.post(f"{page}{first.pk}/forhindret", {}).status_code == 422
    assert browser.post(f"{page}{first.pk}/forhindret", {"sure": "yes"}).url == page
    first.refresh_from_db()
    other.refresh_from_db()
    assert (first.state, first.over, other.state) == ("cancelled", "ill", "accepted")


def test_what_they_heard_is_written_and_mended(assens):
    tour = speaking.tour()
    who = speaking.speaker(tour)
    talk = speaking.agreed(speaking.ask(tour, assens), who)
    browser, page = speaking.page_of(who)
    assert browser.post(f"{page}{talk.pk}/noter/", {"text": "For tidligt"}).status_code == 422
    later = FIRST + timedelta(hours=2)
    clock.install(lambda: later)
    notes.hold_talks(tour, by=BY, at=later)
    assert "Skriv, hvad de sagde" in told(browser.get(page))
    assert browser.post(f"{page}{talk.pk}/noter/", {"text": "De mangler hænder."}).url == page
    assert "De mangler hænder." in told(browser.get(f"{page}{talk.pk}/noter/"))
    browser.post(f"{page}{talk.pk}/noter/", {"text": "De mangler flere hænder."})
    assert TalkNotes.objects.get().text.words == "De mangler flere hænder."


def test_who_has_left_writes_notes_of_what_they_held_and_nothing_else(assens):
    tour = speaking.tour()
    who, idle = speaking.speaker(tour), speaking.speaker(tour, "Jens Friis")
    talk = speaking.agreed(speaking.ask(tour, assens), who)
    (browser, page), (other, elsewhere) = speaking.page_of(who), speaking.page_of(idle)
    later = FIRST + timedelta(hours=2)
    clock.install(lambda: later)
    notes.hold_talks(tour, by=BY, at=later)
    for one in (who, idle):
        speakers.leave(one, by=BY, at=later)
    shown = told(browser.get(page))
    assert "Skriv, hvad de sagde" in shown
    assert "Hvornår du kan" not in shown
    assert browser.get(f"{page}tider/").status_code == 404
    assert browser.post(f"{page}{talk.pk}/noter/", {"text": "Flere hænder."}).url == page
    assert TalkNotes.objects.get().text.words == "Flere hænder."
    assert other.get(elsewhere).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_names_of_regions_are_asked_for_once(number, django_assert_num_queries):
    council("0420", "Assens", region())
    who = speaking.speaker(speaking.tour())
    codes = ["syddanmark", "nordjylland", "sjaelland"]
    for code in codes:
        region(code, f"KKR {code}")
    speakers.change(who, SpeakerPlan("board", "0420", tuple(codes[:number])), by=BY, at=AT)
    browser, page = speaking.page_of(who)
    with django_assert_num_queries(7):
        assert browser.get(page).status_code == 200


@pytest.mark.parametrize("number", [1, 3])
def test_their_page_costs_the_same_however_many_talks(number, django_assert_num_queries):
    tour = speaking.tour()
    matter()
    council("0420", "Assens", region())
    who = speaking.speaker(tour, per_week=7)
    for n in range(number):
        body = council(f"{420 + n:04}", f"Kommune {n}", region())
        speaking.agreed(speaking.ask(tour, body, FIRST + timedelta(days=n)), who, FIRST + timedelta(days=n))
    browser, page = speaking.page_of(who)
    with django_assert_num_queries(7):
        assert browser.get(page).status_code == 200
