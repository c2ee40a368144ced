"""The member's page, from outside: the question, the answer, the receipt, and what a scanner can do to it."""

import re
from datetime import timedelta

import pytest

from stormoede.accounts.models import Link
from stormoede.events.models import Event
from stormoede.lib import clock
from stormoede.mail.models import Message
from stormoede.meetings.core.seats import Late
from stormoede.meetings.models import Registration
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import AFTER, BEFORE, DEADLINE, FIRST
from stormoede.rounds.models import Track
from tests import cast

pytestmark = pytest.mark.django_db


class Page:
    """One member's browser at their page."""

    def __init__(self, person, language="da"):
        self.link = cast.link(person)
        self.browser = cast.Browser(headers={"accept-language": language})
        self.browser.open(self.link)
        self.address = f"/mig/{self.link.handle}/"

    def get(self, more=""):
        return self.browser.get(self.address + more)

    def post(self, meeting=None, more="svar", **form):
        form = {"handle": self.link.handle, **({"meeting": meeting.pk} if meeting else {}), **form}
        return self.browser.post(self.address + more, form)


def words(response):
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", "", text).replace("\xa0", " ").split())


def test_the_page_asks_one_question_with_nothing_chosen(at, mette):
    meeting = house.meeting((None, 1), people=(mette,))
    page = Page(mette)
    shown = page.get()
    text = words(shown)
    assert "Hvilken aften passer dig bedst?" in text and "Kære Mette Overgaard" in text
    assert "Mandag den31. marts" in text and "Torsdag den3. april" in text and "kl. 19.00-20.30" in text
    assert "Svar senest onsdag den 26. marts kl. 23.59" in text
    body = shown.content.decode()
    assert len(re.findall(r'type="radio"', body)) == 3 and "checked" not in body
    assert len(re.findall(r"<button", re.search(r"<main.*</main>", body, re.DOTALL)[0])) == 1
    assert shown["Cache-Control"] == "no-store, private" and shown["Referrer-Policy"] == "same-origin"
    assert meeting.sessions.count() == 2


def test_what_is_asked_in_writing_is_named_without_a_statement_of_its_own(at, mette, django_assert_num_queries):
    meeting = house.meeting(people=(mette,))
    for place, title in ((3, "Skriv til os"), (2, "Det, der står klarest")):
        Track.objects.create(
            round=meeting.track.round, key=f"input{place}", kind="contributions", position=place, title=title
        )
    page = Page(mette)
    page.get()
    # The link, the meeting, the mandates; and the story, which the clock set here makes the page look for.
    with django_assert_num_queries(4):
        shown = words(page.get())
    assert shown.index("Det, der står klarest") < shown.index("Skriv til os") < shown.index("Skriv og send ind")


def test_an_answer_leads_to_its_receipt(at, mette):
    meeting = house.meeting(people=(mette,))
    page = Page(mette)
    sent = page.post(meeting, choice=house.dates(meeting)[0])
    assert (sent.status_code, sent["Location"]) == (303, page.address)
    text = words(page.get())
    assert "Du er tilmeldt mandag den 31. marts" in text
    assert "Dit svar er modtaget mandag den 10. marts kl. 14.07" in text
    assert "mette.overgaard@faaborg-midtfyn.example" in text
    for step in ("Fristen udløber", "Vi sender dit link", "Døren åbner", "Mødet begynder"):
        assert step in text


def test_steps_that_are_done_are_told_as_done(at, mette):
    meeting = house.meeting(people=(mette,))
    page = Page(mette)
    page.post(meeting, choice=house.dates(meeting)[0])
    at(AFTER)
    text = words(page.get())
    assert "Fristen er udløbet" in text and "Fristen udløber" not in text
    assert "Indtil da kan du ændre dit svar" not in text and "Døren åbner" in text
    at(FIRST)
    text = words(page.get())
    for step in ("Dit link er sendt", "Døren er åben", "Mødet er begyndt"):
        assert step in text


def test_steps_that_were_over_before_the_answer_are_left_out(at, mette):
    meeting = house.meeting(late=Late.STRAIGHT_IN, people=(mette,))
    at(AFTER)
    page = Page(mette)
    page.post(meeting, choice=house.dates(meeting)[0])
    text = words(page.get())
    assert "Du er tilmeldt" in text and "Fristen er udløbet" not in text


def test_a_form_without_a_choice_changes_nothing_and_says_so(at, mette):
    meeting = house.meeting(people=(mette,))
    sent = Page(mette).post(meeting)
    assert sent.status_code == 422
    body = sent.content.decode()
    assert "<title>Fejl: " in body and 'role="alert"' in body and 'href="#choice"' in body
    assert "Vælg en aften, eller svar, at du ikke kan deltage" in words(sent)
    assert not Registration.objects.exists() and not Message.objects.exists()
    assert "Du mangler at svare" in words(sent)


def test_who_has_answered_is_not_told_that_an_answer_is_missing(at, mette):
    meeting = house.meeting(people=(mette,))
    page = Page(mette)
    page.post(meeting, choice=house.dates(meeting)[0])
    text = words(page.post(meeting))
    assert "Du har ikke valgt et nyt svar" in text and "Du mangler at svare" not in text


@pytest.mark.parametrize("choice", ["", "x", "-1", "1e3", "²", "9" * 30, "cannot ", "999999"])
def test_odd_choices_are_refused(at, mette, choice):
    meeting = house.meeting(people=(mette,))
    assert Page(mette).post(meeting, choice=choice).status_code == 422
    assert not Registration.objects.exists()


@pytest.mark.parametrize("meeting", ["0", "999999", "9" * 30, "9" * 5000], ids=["none", "unknown", "long", "endless"])
def test_a_meeting_that_is_none_is_refused(at, mette, meeting):
    house.meeting(people=(mette,))
    page = Page(mette)
    asked = page.browser.post(page.address + "svar", {"meeting": meeting, "choice": "cannot"})
    assert asked.status_code == 422
    assert not Registration.objects.exists()


@pytest.mark.parametrize("answered", [False, True])
def test_a_scanner_that_opens_all_and_presses_every_button_changes_nothing(at, mette, answered):
    meeting = house.meeting(people=(mette,))
    page = Page(mette)
    if answered:
        page.post(meeting, choice=house.dates(meeting)[0])
    before = (
        list(Registration.objects.values()),
        Event.objects.count(),
        Message.objects.count(),
        list(Link.objects.values()),
    )
    for more in ("", "fortryd", "kalender.ics"):
        shown = page.get(more)
        page.browser.head(page.address + more)
        page.browser.options(page.address + more)
        for form in re.findall(r"<form.*?</form>", shown.content.decode(errors="replace"), re.DOTALL):
            if "sprog" in form:
                continue
            hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
            action = re.search(r'action="([^"]+)"', form)
            page.browser.post(action[1] if action else page.address + more, hidden)
    assert before == (
        list(Registration.objects.values()),
        Event.objects.count(),
        Message.objects.count(),
        list(Link.objects.values()),
    )


def test_swap_and_sign_off_are_one_choice_and_one_press(at, mette):
    meeting = house.meeting(people=(mette,))
    first, second = house.dates(meeting)
    page = Page(mette)
    page.post(meeting, choice=first)
    assert f'value="{second}"' in page.get().content.decode()
    page.post(meeting, choice=second)
    assert "Du er tilmeldt torsdag den 3. april" in words(page.get())
    page.post(meeting, choice="cannot")
    text = words(page.get())
    assert "Du har svaret, at du ikke kan deltage" in text
    page.post(meeting, choice=first)
    assert "Du er tilmeldt mandag den 31. marts" in words(page.get())


def test_the_waiting_lists_place_and_date_are_told(at, mette):
    others = house.people(2)
    meeting = house.meeting((1, None), people=(mette, *others))
    first, second = house.dates(meeting)
    for who in others:
        house.answer(meeting, who, first, BEFORE - timedelta(hours=1))
    page = Page(mette)
    assert "Venteliste" in words(page.get())
    page.post(meeting, choice=first)
    text = words(page.get())
    assert "Du står på ventelisten til mandag den 31. marts" in text and "nummer 2" in text
    page.post(meeting, choice=second)
    page.post(meeting, choice=first)
    text = words(page.get())
    assert "Du er tilmeldt torsdag den 3. april" in text and "Du beholder din plads torsdag den 3. april" in text


@pytest.mark.parametrize(
    ("late", "told", "after"),
    [
        (Late.CLOSED, "The deadline was Wednesday 26 March at 23:59. Write to us", None),
        (Late.ASK, "You can still ask for a seat", "You have asked for a seat Monday 31 March"),
        (Late.STRAIGHT_IN, "You can still get a seat", "You have a seat Monday 31 March"),
    ],
)
def test_the_late_rule_is_told_and_kept(at, mette, late, told, after):
    mette.language = "en"
    mette.save()
    meeting = house.meeting(late=late, people=(mette,))
    page = Page(mette)
    at(AFTER)
    shown = page.get()
    assert told in words(shown)
    assert ('type="radio"' in shown.content.decode()) is (after is not None)
    sent = page.post(meeting, choice=house.dates(meeting)[0])
    assert sent.status_code == (303 if after else 422)
    assert after is None or after in words(page.get())


def test_what_counts_is_when_the_request_came(at, mette, monkeypatch):
    meeting = house.meeting(late=Late.CLOSED, people=(mette,))
    page = Page(mette)
    clock.install(None)
    monkeypatch.setattr(clock, "wall", lambda: AFTER + timedelta(minutes=2))
    page.browser.open(page.link)
    page.browser.defaults[clock.CAME] = DEADLINE
    assert page.post(meeting, choice=house.dates(meeting)[0]).status_code == 303


def test_an_act_is_undone_by_a_choice_and_a_press(at, mette):
    meeting = house.meeting(people=(mette,))
    page = Page(mette)
    page.post(meeting, choice=house.dates(meeting)[0])
    assert page.post(more="fortryd").status_code == 422
    assert page.post(more="fortryd", choice="undo").status_code == 303
    assert "Hvilken aften passer dig bedst?" in words(page.get())


def test_that_was_not_me_ends_the_link_here_and_mails_another(at, mette):
    house.meeting(people=(mette,))
    page = Page(mette)
    assert "Linket er skiftet" in words(page.post(more="fortryd", choice="not-me"))
    assert page.get().status_code in (404, 410)
    assert Message.objects.get().kind == "accounts.link"


def test_the_calendar_file_is_read_only_and_the_same_entry(at, mette):
    meeting = house.meeting(people=(mette,))
    page = Page(mette)
    assert page.get("kalender.ics").status_code == 404
    page.post(meeting, choice=house.dates(meeting)[0])
    file = page.get("kalender.ics")
    text = file.content.decode().replace("\r\n ", "")
    assert file["Content-Type"].startswith("text/calendar")
    assert f"UID:{Registration.objects.get().uid}@" in text and "METHOD:PUBLISH" in text and "SEQUENCE:0" in text
    assert "TZID=Europe/Copenhagen:20250331T190000" in text and "/moede/oea26-2025-03-31/" in text
    assert "teams.microsoft.com" not in text


def test_another_persons_form_is_refused_by_name(at, mette):
    other = cast.person("Bo Holm")
    meeting = house.meeting(people=(mette, other))
    page = Page(mette)
    sent = page.post(meeting, handle=Page(other).link.handle, choice=house.dates(meeting)[0])
    assert sent.status_code == 403 and not Registration.objects.exists()


def test_a_meeting_in_towns_speaks_of_meetings_and_names_them(at, mette):
    house.meeting((None, None, None), towns=("Aarhus", "Odense", "Aalborg"), people=(mette,))
    text = words(Page(mette).get())
    assert "Hvilket møde passer dig bedst?" in text
    assert all(f"Rådhuset, {town}" in text for town in ("Aarhus", "Odense", "Aalborg"))


def test_the_page_speaks_the_language_known_of_its_reader(at, mette):
    meeting = house.meeting(people=(mette,))
    mette.language = "en"
    mette.save()
    page = Page(mette)
    assert "Which evening suits you best?" in words(page.get())
    page.post(meeting, choice=house.dates(meeting)[0])
    assert "You have a seat Monday 31 March" in words(page.get())


def test_after_the_meeting_the_page_says_so(at, mette):
    house.meeting(people=(mette,))
    page = Page(mette)
    at(FIRST + timedelta(days=10))
    shown = page.get()
    assert "Mødet er holdt" in words(shown) and 'type="radio"' not in shown.content.decode()


def test_the_rounds_language_goes_before_the_browsers_and_the_one_pressed_before_both(at, mette):
    house.meeting(people=(mette,))
    page = Page(mette, "en")
    assert "Hvilken aften passer dig bedst?" in words(page.get())
    page.browser.cookies["language"] = "en"
    assert "Which evening suits you best?" in words(page.get())


def test_what_an_answer_brings_is_told_as_it_is_by_then(at, mette):
    meeting = house.meeting(late=Late.ASK, people=(mette,))
    page = Page(mette)
    told = words(page.get())
    assert "og mødet kommer i din kalender" in told and "Torsdag den 27. marts sender vi dit link til mødet" in told
    at(AFTER)
    told = words(page.get())
    assert "Når vi har sagt ja, kommer mødet i din kalender" in told and "Torsdag den 27. marts sender vi" in told
    at(meeting.links_at)
    told = words(page.get())
    assert "så snart du har en plads" in told and "27. marts" not in told
