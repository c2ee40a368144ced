"""The desk's tour: requests against speakers, clashes marked, all placed at once or one by hand, offers sent, illness met."""

from datetime import date, timedelta

import pytest

from stormoede.accounts.models import Staff
from stormoede.deliberations.tests.makers import council, region
from stormoede.lib import clock
from stormoede.mail.models import Message
from stormoede.members.models import Person
from stormoede.rounds.tests import makers as rounds
from stormoede.talks.actions import notes, plans, speakers, talks
from stormoede.talks.core.plans import SpeakerPlan
from stormoede.talks.models import Speaker, SpeakerRequest, Talk, Tour
from stormoede.web.tests import speaking
from stormoede.web.tests.speaking import AT, BY, FIRST, SECOND, told
from tests import cast

pytestmark = pytest.mark.django_db
HOME = "/desk/rounds/oea26/talks/"
HERE = f"{HOME}besoeg-hos-jer/"
TAKES = {"home": "0420", "per_week": "2", "reach_km": "", "on_site": "on", "online": "on", "side": "board"}


@pytest.fixture(autouse=True)
def in_march():
    clock.install(lambda: AT)
    yield
    clock.install(None)


@pytest.fixture
def assens():
    return council("0420", "Assens", region())


@pytest.fixture
def middelfart():
    return council("0410", "Middelfart", region())


def one(asked: SpeakerRequest) -> str:
    return f"{HERE}requests/{asked.pk}/"


def test_a_tour_is_made_with_speakers_from_the_list_and_by_name(assens):
    rounds.make()
    browser = cast.desk()
    assert "Ingen oplægsholdere i denne runde" in told(browser.get(HOME))
    tour = {"title": "Besøg hos jer", "text": "", "when": "i april", "first": "2025-03-31", "last": "2025-04-25"}
    tour |= {"ask_by": "2025-03-28T12:00", "minutes": "45"}
    assert browser.post(f"{HOME}new/", {**tour, "last": "2025-03-01"}).status_code == 422
    assert browser.post(f"{HOME}new/", tour).url == HERE
    assert browser.get(HOME).url == HERE
    member = cast.person("Karen Lund")
    new = f"{HERE}speakers/new/"
    assert f"?person={member.pk}" in told(browser.get(f"{new}?q=karen"))
    assert browser.post(f"{new}?person={member.pk}", TAKES).status_code == 302
    assert "Skriv oplægsholderens navn" in told(browser.post(f"{new}?anew=yes", TAKES))
    named = {**TAKES, "side": "secretariat", "name": "Bo Holm", "email": "bo.holm@kl.example"}
    assert browser.post(f"{new}?anew=yes", named).status_code == 302
    assert Person.objects.get(name="Bo Holm").organisation is None
    assert Message.objects.count() == 2
    page = told(browser.get(f"{HERE}speakers/"))
    assert "Bo Holm" in page
    assert page.count("Ikke svaret") == 2
    assert "2 oplægsholdere har ikke skrevet" in told(browser.get(HERE))
    assert browser.post(f"{HERE}edit/", {**tour, "title": "Vi kommer ud"}).url == HERE
    assert Tour.objects.get().track.title == "Vi kommer ud"


def test_requests_stand_against_speakers_and_all_are_placed_at_once(assens, middelfart):
    tour = speaking.tour()
    who = speaking.speaker(tour)
    first, second = speaking.ask(tour, assens), speaking.ask(tour, middelfart, FIRST, SECOND)
    other = speaking.ask(tour, council("0461", "Odense", region()), FIRST, side="secretariat")
    browser = cast.desk()
    assert "3 kommunalbestyrelser venter på en oplægsholder" in told(browser.get("/desk/rounds/oea26/"))
    assert HERE in told(browser.get("/desk/rounds/oea26/edit/"))
    page = told(browser.get(HERE))
    assert "Karen Lund (1)" in page
    assert "Foreslå til alle 3 åbne anmodninger" in page
    browser.post(f"{HERE}propose/")
    page = told(browser.get(HERE))
    assert "Af 3 åbne anmodninger har 2 en oplægsholder, 1 af dem på deres første ønske." in page
    assert "Det er bevist, at det ikke kan gøres bedre." in page
    assert {(talk.request_id, talk.starts) for talk in Talk.objects.all()} == {(first.pk, FIRST), (second.pk, SECOND)}
    assert "Deres ønske nr. 2 af 2." in told(browser.get(one(second)))
    assert "Ingen oplægsholder er fra den side, de beder om." in told(browser.get(one(other)))
    assert "Send alle 2 tilbud" in page
    assert "2 tilbud er sendt" in told(browser.post(f"{HERE}offer/", follow=True))
    assert set(Talk.objects.values_list("state", flat=True)) == {"offered"}
    narrowed = told(browser.get(f"{HERE}?state=open"))
    assert "Odense" in narrowed
    assert "Middelfart" not in narrowed
    # What asks for itself again asks for the same.
    assert 'data-live="/live/desk/rounds/oea26/talks/besoeg-hos-jer/?state=open"' in narrowed
    list_of_the_week, grid = told(browser.get(f"{HERE}plan/?week=2025-04-01")).split('id="grid"')
    assert f"<td>{who.person.name}</td>" in list_of_the_week
    (row,) = [line for line in grid.split("<tr>") if f'/speakers/{who.pk}/">{who.person.name}</a>' in line]
    days = row.split("<td")[1:]
    assert [name in day for day in days for name in ("Assens", "Middelfart")][2:6] == [True, False, False, True]
    assert all("Odense" not in day for day in days)


def test_one_is_placed_by_hand_with_clashes_said_first(assens, middelfart):
    tour = speaking.tour()
    who = speaking.speaker(tour)
    speaking.agreed(speaking.ask(tour, assens), who)
    asked = speaking.ask(tour, middelfart, FIRST, SECOND)
    browser = cast.desk()
    who_can = told(browser.get(one(asked))).split('id="who"')[1].split("</table>")[0]
    assert 'Sammenstød</span><span class="muted">De er hos Assens på det tidspunkt.' in who_can
    typed = {"speaker": str(who.pk), "when": "1", "starts": "", "form": "on_site"}
    twice = browser.post(one(asked), {**typed, "sure": "yes"})
    assert twice.status_code == 422
    assert Talk.objects.count() == 1
    noon = {**typed, "when": "other", "starts": "2025-04-09T12:00"}
    doubted = browser.post(one(asked), noon)
    assert doubted.status_code == 422
    assert "De har ikke sagt, at de kan på det tidspunkt. Det kan gøres, hvis du ved bedre." in told(doubted)
    assert 'name="sure"' in told(doubted)
    assert "Vælg det andet tidspunkt" in told(browser.post(one(asked), {**noon, "starts": ""}))
    assert browser.post(one(asked), {**noon, "sure": "yes"}).url == one(asked)
    page = told(browser.get(one(asked)))
    assert "Sat på i hånden." in page
    assert "Foreslået, holdt fast" in page
    marked = told(browser.get(f"{HERE}?state=clash"))
    assert "Middelfart" in marked
    assert "Assens" not in marked.split("<tbody>")[1].replace("Assens,", "")
    talk = Talk.objects.get(request=asked)
    browser.post(f"{HERE}talks/{talk.pk}/fix/", {"fixed": "no"})
    talk.refresh_from_db()
    assert not talk.fixed
    browser.post(f"{HERE}talks/{talk.pk}/free/")
    assert not Talk.objects.filter(pk=talk.pk).exists()
    assert "fjernede forslaget til oplægsholder" in told(browser.get(one(asked)))


def test_a_fixed_one_stays_when_others_are_proposed(assens, middelfart):
    tour = speaking.tour()
    near, far = speaking.speaker(tour), speaking.speaker(tour, "Jens Friis", "0410")
    fixed = speaking.place(speaking.ask(tour, assens), far)
    speaking.ask(tour, middelfart)
    browser = cast.desk()
    browser.post(f"{HERE}propose/")
    fixed.refresh_from_db()
    assert fixed.speaker_id == far.pk
    assert Talk.objects.exclude(pk=fixed.pk).get().speaker_id == near.pk


def test_an_agreed_talk_is_changed_cancelled_and_its_speaker_ill(assens):
    tour = speaking.tour()
    who, other = speaking.speaker(tour), speaking.speaker(tour, "Jens Friis")
    asked = speaking.ask(tour, assens, SECOND)
    talk = speaking.agreed(asked, who)
    act = f"{HERE}talks/{talk.pk}/"
    browser = cast.desk()
    spot = {"starts": "2025-04-02T17:00", "minutes": "45", "form": "on_site", "place": "Biblioteket", "link": ""}
    doubted = browser.post(f"{act}change/", {**spot, "starts": "2025-04-02T09:00"})
    assert doubted.status_code == 422
    assert "De har ikke sagt, at de kan på det tidspunkt. Det kan gøres, hvis du ved bedre." in told(doubted)
    assert browser.post(f"{act}change/", {**spot, "starts": "2025-04-02T09:00", "sure": "yes"}).url == one(asked)
    assert browser.post(f"{act}change/", spot).url == one(asked)
    talk.refresh_from_db()
    assert (talk.starts, talk.place) == (SECOND, "Biblioteket")
    assert "Sæt først et kryds" in told(browser.post(f"{act}ill/", follow=True))
    page = told(browser.post(f"{act}ill/", {"sure": "yes"}, follow=True))
    assert "Karen Lund: kunne ikke komme" in page
    again = Talk.objects.get(request=asked, state="proposed")
    assert again.speaker_id == other.pk
    talks.offer([again], by=BY, at=AT)
    assert browser.post(f"{HERE}talks/{again.pk}/cancel/", {"why": "Sne"}).status_code == 422
    browser.post(f"{HERE}talks/{again.pk}/cancel/", {"why": "Sne", "sure": "on"})
    again.refresh_from_db()
    assert (again.state, again.words) == ("cancelled", "Sne")


def test_a_request_is_entered_changed_and_withdrawn_for_a_council(assens):
    tour = speaking.tour()
    browser = cast.desk()
    clock.install(lambda: speaking.ASK_BY + timedelta(hours=1))
    typed = {"body": str(assens.pk), "wish1": "2025-04-01T17:00", "form": "either", "side": "", "topic": "Børn"}
    typed |= {"contact_name": "Gitte", "contact_email": "gitte@x.example", "place": "", "note": "", "site": ""}
    assert browser.post(f"{HERE}requests/new/", {**typed, "body": ""}).status_code == 422
    assert browser.post(f"{HERE}requests/new/", typed).status_code == 302
    asked = SpeakerRequest.objects.get()
    assert asked.site == assens.organisation
    assert "Assens" not in told(browser.get(f"{HERE}requests/new/")).split('name="body"')[1].split("</select>")[0]
    assert browser.post(f"{one(asked)}edit/", {**typed, "topic": "Ældre"}).url == one(asked)
    assert "Ældre" in told(browser.get(one(asked)))
    assert "Sæt først et kryds" in told(browser.post(f"{one(asked)}withdraw/", follow=True))
    browser.post(f"{one(asked)}withdraw/", {"sure": "yes"})
    assert "Trukket tilbage" in told(browser.get(one(asked)))
    assert tour.requests.get().withdrawn_at


def test_a_speakers_days_are_said_at_the_desk_illness_frees_them_and_they_leave(assens, middelfart):
    tour = speaking.tour()
    who, other = speaking.speaker(tour, can=False), speaking.speaker(tour, "Jens Friis")
    asked = speaking.ask(tour, assens)
    browser = cast.desk()
    here = f"{HERE}speakers/{who.pk}/"
    days = {name: value for name, value in TAKES.items() if name != "side"} | {"day-2025-04-01": "evening"}
    assert browser.post(here, days).url == here
    assert Speaker.objects.get(pk=who.pk).openings.count() == 1
    talk = speaking.agreed(asked, who)
    own = told(browser.get(here)).split('<ol class="agenda">')[1].split("</ol>")[0]
    assert f'/requests/{asked.pk}/">Assens' in own
    assert "Sæt først et kryds i feltet" in told(browser.post(f"{here}ill/", {"last": "3.4.2025"}, follow=True))
    talk.refresh_from_db()
    assert talk.state == "accepted"
    browser.post(f"{here}ill/", {"last": "3.4.2025", "sure": "on"})
    talk.refresh_from_db()
    assert (talk.state, talk.over) == ("cancelled", "ill")
    assert Talk.objects.get(state="proposed").speaker_id == other.pk
    assert "Syg indtil" in told(browser.get(here))
    browser.post(f"{here}ill/", {"act": "well"})
    assert Speaker.objects.get(pk=who.pk).ill_from is None
    browser.post(f"{here}leave/", {"sure": "yes"})
    assert Speaker.objects.get(pk=who.pk).left_at
    browser.get(HERE)
    left = told(browser.get(f"{HERE}speakers/"))
    assert "Jens Friis" in left
    assert "Karen Lund" not in left


def test_only_days_that_were_said_count_as_said(assens):
    who = speaking.speaker(speaking.tour(), can=False)
    browser = cast.desk()
    here = f"{HERE}speakers/{who.pk}/"
    days = {f"day-{date(2025, 3, 31) + timedelta(days=n)}": "none" for n in range(26)}
    takes = {name: value for name, value in TAKES.items() if name != "side"}
    browser.post(here, {**takes, **days, "reach_km": "80"})
    kept = Speaker.objects.get(pk=who.pk)
    assert (kept.reach_km, kept.told_at) == (80, None)
    browser.post(here, {**takes, **days, "reach_km": "80", "day-2025-04-02": "all"})
    assert Speaker.objects.get(pk=who.pk).told_at == AT


def test_only_what_can_be_sent_or_placed_is_counted(assens, middelfart):
    tour = speaking.tour()
    who = speaking.speaker(tour)
    speaking.place(speaking.ask(tour, assens), who)
    speaking.place(speaking.ask(tour, middelfart, SECOND), who, SECOND)
    speaking.ask(tour, council("0461", "Odense", region()))
    speaking.ask(tour, council("0440", "Kerteminde", region()), FIRST, SECOND)
    browser = cast.desk()
    page = told(browser.get(HERE))
    assert "Send alle 2 tilbud" in page
    assert "Foreslå til alle 2 åbne anmodninger" in page
    clock.install(lambda: FIRST + timedelta(hours=1))
    page = told(browser.get(HERE))
    assert "Send 1 tilbud" in page
    assert "Foreslå til 1 åben anmodning" in page
    browser.post(f"{HERE}offer/")
    assert Talk.objects.filter(state="offered").count() == 1


def test_a_wish_that_has_passed_is_said_where_it_was_chosen(assens):
    tour = speaking.tour()
    who = speaking.speaker(tour)
    asked = speaking.ask(tour, assens, FIRST, SECOND)
    clock.install(lambda: FIRST + timedelta(hours=1))
    typed = {"speaker": str(who.pk), "when": "1", "starts": "", "form": "on_site"}
    browser = cast.desk()
    late = told(browser.post(one(asked), typed))
    assert 'href="#id_when_0">Det tidspunkt er passeret.' in late
    other = {**typed, "when": "other", "starts": "2025-04-01T12:00"}
    assert 'href="#id_starts">Det tidspunkt er passeret.' in told(browser.post(one(asked), other))


def test_what_was_held_is_neither_changed_nor_withdrawn(assens):
    tour = speaking.tour()
    asked = speaking.ask(tour, assens)
    speaking.agreed(asked, speaking.speaker(tour))
    browser = cast.desk()
    presses = (f"{one(asked)}edit/", f"{one(asked)}withdraw/")
    assert all(press in told(browser.get(one(asked))) for press in presses)
    later = FIRST + timedelta(hours=2)
    clock.install(lambda: later)
    notes.hold_talks(tour, by=BY, at=later)
    assert not any(press in told(browser.get(one(asked))) for press in presses)


def test_ten_wishes_stand_in_the_file(assens):
    tour = speaking.tour()
    speaking.ask(tour, assens, *(FIRST + timedelta(days=n) for n in range(10)))
    file = cast.desk().get(f"{HERE}?as=csv").content.decode("utf-8-sig")
    assert "Ønske 10" in file
    assert "2025-04-10" in file or "10.04.2025" in file


def test_a_weekend_is_shown_only_where_somebody_can(assens):
    who = speaking.speaker(speaking.tour(), can=False)
    browser = cast.desk()
    speakers.say_openings(who, [(FIRST, FIRST + timedelta(hours=2))], by=BY, at=AT)
    week = f"{HERE}plan/?week=2025-04-01"
    assert told(browser.get(week)).split('id="grid"')[1].count('<th scope="col">') == 1 + 5
    sunday = FIRST + timedelta(days=5)
    speakers.say_openings(who, [(sunday, sunday + timedelta(hours=2))], by=BY, at=AT)
    assert told(browser.get(week)).split('id="grid"')[1].count('<th scope="col">') == 1 + 6


def test_a_reader_sees_and_does_nothing(assens):
    tour = speaking.tour()
    who = speaking.speaker(tour)
    asked = speaking.ask(tour, assens)
    speaking.place(asked, who)
    browser = cast.desk(role=Staff.Role.READER)
    for page in (HERE, one(asked), f"{HERE}plan/", f"{HERE}speakers/", f"{HERE}speakers/{who.pk}/"):
        shown = told(browser.get(page)).split("<main")[1].split("</main>")[0]
        assert 'method="post"' not in shown
    assert browser.post(f"{HERE}propose/").status_code == 403
    assert browser.post(one(asked), {"speaker": str(who.pk)}).status_code == 200
    assert browser.get(f"{HERE}requests/new/").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_cost_the_same_however_many_ask(number, django_assert_num_queries):
    tour = speaking.tour()
    council("0420", "Assens", region())
    for n in range(number):
        who = speakers.add(tour, cast.person(f"Person {n}"), SpeakerPlan("board", "0420"), by=BY, at=AT)
        speaking.place(speaking.ask(tour, council(f"{420 + n:04}", f"Kommune {n}", region())), who)
    plans.propose(tour, by=BY, at=AT)
    browser = cast.desk()
    browser.get(HERE)
    with django_assert_num_queries(14):
        assert browser.get(HERE).status_code == 200
    with django_assert_num_queries(13):
        assert browser.get(f"{HERE}plan/").status_code == 200
