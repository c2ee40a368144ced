"""The door, from outside: attacks 18, 19 and 20 of the trust plan, and what a member sees."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from stormoede.accounts.models import Link
from stormoede.events.models import Event
from stormoede.mail.models import Message
from stormoede.meetings.actions import changes, doors, meetings
from stormoede.meetings.core.seats import Late
from stormoede.meetings.models import Arrival, Registration, Session
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import ADDRESS, DOOR, FIRST, LENGTH, LINKS_AT
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(at):
    """The round's time begins when the door is open."""
    at(DOOR)
    return at


class Door:
    """One member's browser at the door of the first evening."""

    def __init__(self, meeting, person, language="da", seat=True):
        self.first = house.dates(meeting)[0]
        if seat:
            house.answer(meeting, person, self.first)
        doors.send_due(meeting, at=LINKS_AT)
        self.link = Link.objects.filter(person=person, purpose="d").first() or cast.link(
            person, "d", f"session:{self.first}", closes=FIRST + LENGTH + timedelta(hours=2)
        )
        self.browser = cast.Browser(headers={"accept-language": language})
        self.browser.open(self.link)
        self.address = f"/dor/{self.link.handle}/"

    def get(self, more=""):
        return self.browser.get(self.address + more)

    def go_in(self):
        return self.browser.post(f"{self.address}gaa-ind", {"handle": self.link.handle})


def words(response):
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", text).replace("\xa0", " ").split())


def test_before_its_time_the_door_counts_down(at, mette):
    door = Door(house.meeting(people=(mette,)), mette)
    at(DOOR - timedelta(minutes=13))
    shown = door.get()
    text = words(shown)
    assert "Døren åbner kl. 18.45" in text and "Det er 31. marts kl. 18.32" in text and "Se efter igen" in text
    assert "Velkomst" in text and "12 34 56 78" in text
    assert 'data-look-again="120"' in shown.content.decode() and "web/js/door.js" in shown.content.decode()
    assert door.go_in()["Location"] == door.address
    assert not Arrival.objects.exists()


def test_the_open_door_notes_who_goes_in_and_leads_on(at, mette):
    door = Door(house.meeting(people=(mette,)), mette)
    shown = door.get()
    assert "Døren er åben" in words(shown) and "Mette Overgaard, Faaborg-Midtfyn · " in words(shown)
    assert ADDRESS not in shown.content.decode()
    sent = door.go_in()
    assert (sent.status_code, sent["Location"]) == (303, f"{door.address}ind")
    inside = door.get("ind")
    assert inside["Refresh"] == f"1; url={ADDRESS}" and inside["Referrer-Policy"] == "no-referrer"
    assert inside["Cache-Control"] == "no-store, private" and ADDRESS in inside.content.decode()
    assert "<form" not in inside.content.decode(), "A browser that keeps its referrer sends a form that is refused."
    assert door.get()["Referrer-Policy"] == "same-origin"
    assert Arrival.objects.get().at == DOOR


def test_attack_18_the_door_before_after_and_twice(at, mette):
    door = Door(house.meeting(people=(mette,)), mette)
    for moment in (DOOR - timedelta(seconds=1), FIRST + LENGTH + timedelta(minutes=15)):
        at(moment)
        assert door.go_in()["Location"] == door.address
        assert door.get("ind")["Location"] == door.address
    assert not Arrival.objects.exists()
    at(DOOR)
    for _ in range(3):
        door.go_in()
    assert Arrival.objects.count() == Event.objects.filter(act="door.arrived").count() == 1
    at(FIRST + LENGTH + timedelta(minutes=15))
    assert "Mødet er slut. Tak, fordi du var med, Mette Overgaard" in words(door.get())
    assert "Refresh" not in door.get("ind").headers


def test_attack_19_the_address_stands_nowhere_before_the_press(at, mette, caplog):
    meeting = house.meeting(people=(mette,))
    door = Door(meeting, mette)
    page = cast.Browser()
    link = cast.link(mette)
    page.open(link)
    slug = Session.objects.first().slug
    seen = [
        door.get(), door.get("ind"), door.browser.get(f"/moede/{slug}/"), cast.Browser().get(f"/moede/{slug}/"),
        page.get(f"/mig/{link.handle}/"), page.get(f"/mig/{link.handle}/kalender.ics"), page.get(f"/mig/{link.handle}/fortryd"),
    ]  # fmt: skip
    at(DOOR - timedelta(hours=1))
    seen += [door.get(), door.go_in(), page.get(f"/mig/{link.handle}/")]
    door.go_in()
    for answer in seen:
        whole = answer.content.decode(errors="replace") + str(dict(answer.headers))
        assert "teams.microsoft.com" not in whole and "meeting_hemmelig" not in whole
    assert "teams.microsoft.com" not in caplog.text
    for message in Message.objects.all():
        assert "teams" not in str(message.facts).lower()
    for event in Event.objects.all():
        assert "teams" not in str(event.data).lower()


def test_a_get_alone_never_lets_in(at, mette):
    door = Door(house.meeting(people=(mette,)), mette)
    for more in ("", "ind", "gaa-ind"):
        door.get(more)
        door.browser.head(door.address + more)
    assert not Arrival.objects.exists()


def test_without_an_address_the_door_says_so_and_where_to_call(at, mette):
    door = Door(house.meeting(people=(mette,), address=""), mette)
    text = words(door.get())
    assert "Vejen ind er ikke klar endnu" in text and "12 34 56 78" in text
    assert door.go_in()["Location"] == door.address and not Arrival.objects.exists()


@pytest.mark.parametrize(
    ("late", "told", "after"),
    [
        (Late.CLOSED, "Write to us, and we will see if there is room", "You have no seat"),
        (Late.ASK, "You can still ask for a seat", "You have asked for one. We answer you by mail"),
        (Late.STRAIGHT_IN, "You can still get a seat", "The door is open"),
    ],
)
def test_without_a_seat_one_meets_the_late_rule(at, mette, late, told, after):
    mette.language = "en"
    mette.save()
    door = Door(house.meeting(people=(mette,), late=late), mette, seat=False)
    assert "You have no seat Monday 31 March" in words(door.get()) and told in words(door.get())
    assert door.go_in()["Location"] == door.address and not Arrival.objects.exists()
    pressed = door.browser.post(f"{door.address}svar", {"handle": door.link.handle})
    assert pressed.status_code == 422 and not Registration.objects.exists()
    door.browser.post(f"{door.address}svar", {"handle": door.link.handle, "choice": door.first})
    assert after in words(door.get())


def test_who_has_given_the_seat_up_is_not_let_in(at, mette):
    meeting = house.meeting(people=(mette,))
    door = Door(meeting, mette)
    door.go_in()
    house.answer(meeting, mette, None)
    assert door.get("ind")["Location"] == door.address
    assert "Du er ikke tilmeldt" in words(door.get())


def test_the_calendars_address_opens_the_door_only_where_the_mail_was_opened(at, mette):
    meeting = house.meeting(people=(mette,))
    door = Door(meeting, mette)
    slug = Session.objects.first().slug
    assert door.browser.get(f"/moede/{slug}/")["Location"] == door.address
    stranger = cast.Browser(headers={"accept-language": "da"}).get(f"/moede/{slug}/")
    assert stranger.status_code == 200 and "Åbn mødet fra din mail" in words(stranger)
    assert "/link/" in stranger.content.decode() and mette.name not in stranger.content.decode()
    page = cast.Browser()
    page.open(cast.link(mette))
    found = page.get(f"/moede/{slug}/")
    assert found["Location"] == door.address and page.get(found["Location"]).status_code == 200
    other = cast.Browser()
    someone = cast.link(cast.person("Bo Holm"))
    other.open(someone)
    assert other.get(f"/moede/{slug}/")["Location"] == f"/mig/{someone.handle}/"
    assert cast.Browser().get("/moede/findes-ikke/").status_code == 404


def test_a_page_link_is_no_door_and_a_door_no_page(at, mette):
    door = Door(house.meeting(people=(mette,)), mette)
    page = cast.link(mette)
    door.browser.open(page)
    assert door.browser.get(f"/dor/{page.handle}/").status_code == 404
    assert door.browser.get(f"/mig/{door.link.handle}/").status_code == 404


def test_in_a_town_the_door_says_where_and_notes_who_comes(at, mette):
    door = Door(house.meeting((None,), towns=("Odense",), people=(mette,)), mette)
    assert "Vi mødes her: Rådhuset, Odense" in words(door.get())
    door.go_in()
    inside = door.get("ind")
    assert "Refresh" not in inside.headers and "noteret" in words(inside) and Arrival.objects.count() == 1


def test_the_door_speaks_english(at, mette):
    mette.language = "en"
    mette.save()
    door = Door(house.meeting(people=(mette,)), mette)
    assert "The door is open" in words(door.get())


def test_an_open_door_leads_to_the_new_address_at_once(at, mette):
    meeting = house.meeting(people=(mette,))
    door = Door(meeting, mette)
    door.go_in()
    session = Session.objects.get(pk=door.first)
    other = "https://meet.jit.si/reserve"
    plan = replace(meetings.date_plan(session), join_url=other, meeting_number="312 456", dial_in="32 72 66 19")
    assert "312 456" not in words(door.get())
    meetings.edit_date(door.first, plan, by=house.STAFF, at=DOOR + timedelta(minutes=13))
    assert door.get("ind")["Refresh"] == f"1; url={other}"
    text = words(door.get())
    assert "Vejen ind blev ændret kl. 18.58. Gå ind igen." in text and "312 456" in text and "32 72 66 19" in text


def test_number_and_telephone_are_for_those_who_have_gone_in(at, mette):
    door = Door(house.meeting(people=(mette,)), mette)
    Session.objects.update(meeting_number="312 456", dial_in="32 72 66 19")
    text = words(door.get())
    assert "312 456" not in text and "32 72" not in text and "med nummer eller telefon" in text
    door.go_in()
    assert "32 72 66 19" in words(door.get("ind")) and "Åbn selv Teams" in words(door.get())


@pytest.mark.parametrize("late", list(Late))
def test_the_door_of_a_cancelled_date_says_why_and_offers_the_other(at, mette, late):
    meeting = house.meeting(people=(mette,), late=late)
    door = Door(meeting, mette)
    changes.cancel(door.first, "Formanden er blevet syg.", by=house.STAFF, at=DOOR)
    text = words(door.get())
    assert "Mødet mandag den 31. marts er aflyst" in text and "Formanden er blevet syg." in text
    assert door.go_in()["Location"] == door.address and door.get("ind")["Location"] == door.address
    second = house.dates(meeting)[1]
    post = lambda choice: door.browser.post(f"{door.address}svar", {"handle": door.link.handle, "choice": choice})  # noqa: E731
    assert post(door.first).status_code == 422 and post("").status_code == 422
    assert post(second).status_code == 303 and house.line(meeting, mette).seat_id == second
    assert "Du er tilmeldt torsdag den 3. april" in words(door.get())


def test_the_page_offers_the_other_date_after_the_deadline(at, mette):
    meeting = house.meeting(people=(mette,), late=Late.CLOSED)
    first, second = house.dates(meeting)
    house.answer(meeting, mette, first)
    page = cast.Browser()
    link = cast.link(mette)
    page.open(link)
    here = f"/mig/{link.handle}/"
    session = Session.objects.get(pk=first)
    later = {"starts": FIRST + timedelta(hours=2), "ends": FIRST + LENGTH + timedelta(hours=2)}
    meetings.edit_date(first, replace(meetings.date_plan(session), **later), by=house.STAFF, at=DOOR)
    text = words(page.get(here))
    assert (
        "Datoen er ændret. Din plads følger med, og du kan vælge en anden dato, også efter fristen." in text
        and "Torsdag den 3. april" in text
    )
    changes.cancel(first, "Formanden er syg.", by=house.STAFF, at=DOOR)
    text = words(page.get(here))
    assert "Mødet mandag den 31. marts er aflyst. Formanden er syg." in text and "Kan du komme torsdag" in text
    assert "Den gælder ikke dig" in text
    page.post(f"{here}svar", {"handle": link.handle, "meeting": meeting.pk, "choice": second})
    assert house.line(meeting, mette).seat_id == second
    changes.cancel(second, "", by=house.STAFF, at=DOOR)
    text = words(page.get(here))
    assert "Mødet er aflyst" in text and "afholdt" not in text


def test_the_page_tells_of_the_date_that_was_changed_and_not_of_the_one_waited_for(at, mette):
    bo = cast.person("Bo Holm")
    meeting = house.meeting((1, None), people=(mette, bo))
    first, second = house.dates(meeting)
    for who, choice in ((bo, first), (mette, second), (mette, first)):
        house.answer(meeting, who, choice)
    plan = meetings.date_plan(Session.objects.get(pk=second))
    meetings.edit_date(second, replace(plan, town="Odense"), by=house.STAFF, at=house.BEFORE)
    link = cast.link(mette)
    browser = cast.Browser()
    browser.open(link)
    assert "Datoen blev ændret: plads torsdag den 3. april" in words(browser.get(f"/mig/{link.handle}/fortryd"))


def test_who_has_a_seat_another_day_is_told_at_this_door(at, mette):
    meeting = house.meeting(people=(mette,))
    door = Door(meeting, mette)
    house.answer(meeting, mette, house.dates(meeting)[1], DOOR - timedelta(days=10))
    assert "Du er tilmeldt torsdag den 3. april" in words(door.get())
