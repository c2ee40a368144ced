"""Lost mail, reminders, and a new mail address: what a member can do about how we reach them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stormoede.accounts import addresses, queries
from stormoede.accounts.actions import codes, links, lost
from stormoede.accounts.models import CodeRequest, Link, LostMail
from stormoede.events.actions.records import deliver
from stormoede.events.actor import system
from stormoede.events.models import Event
from stormoede.lib import clock
from stormoede.mail import recipes
from stormoede.mail.models import Message
from stormoede.members.core.addresses import tidy
from stormoede.members.directory import Directory
from tests import cast

pytestmark = pytest.mark.django_db


def built(message, reveal=True):
    return recipes.of(message.kind)([message], reveal=reveal)[message.pk]


def test_everybody_with_the_address_gets_a_mail_of_their_own():
    shared = "raadhuset@faaborg-midtfyn.example"
    people = [cast.person(name, shared) for name in ["Ida Bo", "Bo Dam", "Gry Lo"]]
    for who in people[:2]:
        cast.link(who)
    assert cast.Browser().post("/link/", {"email": shared.upper()})["Location"] == "/link/sendt/"
    deliver()
    mails = Message.objects.all()
    assert {mail.person for mail in mails} == {str(who.pk) for who in people[:2]}
    assert not LostMail.objects.exists()
    for mail in mails:
        link = Link.objects.get(person_id=mail.person)
        assert addresses.of(link) in built(mail).text
        assert addresses.token_of(link) not in built(mail, reveal=False).text + built(mail, reveal=False).html


@pytest.mark.parametrize("typed", ["Mette@Ørsted.example", "mette@xn--rsted-uua.example"])
def test_an_address_is_found_by_either_name_of_its_domain(typed):
    who = cast.person("Mette Holm", tidy("mette@ørsted.example"))
    cast.link(who)
    cast.Browser().post("/link/", {"email": typed})
    deliver()
    assert [mail.person for mail in Message.objects.all()] == [str(who.pk)]
    assert Directory().having(typed) == [str(who.pk)]


def test_the_answer_does_not_tell_whether_the_address_is_known():
    cast.link(cast.person("Karen Lund", "karen@faaborg-midtfyn.example"))
    statements, bodies = [], []
    for email in ["karen@faaborg-midtfyn.example", "nobody@faaborg-midtfyn.example"]:
        browser = cast.Browser()
        with CaptureQueriesContext(connection) as captured:
            answer = browser.post("/link/", {"email": email})
        assert answer["Location"] == "/link/sendt/"
        statements.append([query["sql"].split()[0] for query in captured])
        bodies.append(re.sub(rb'value="[^"]{64}"', b"", browser.get("/link/sendt/").content))
    assert statements[0] == statements[1]
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("typed", ["karen", "karen@", "karen@x", "@x.example", "a" * 300 + "@x.example"])
def test_what_is_no_address_is_said_at_its_field(typed):
    answer = cast.Browser(headers={"accept-language": "da"}).post("/link/", {"email": typed})
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.content.decode()
    assert not Event.objects.filter(act=lost.ACT).exists()


def test_three_mails_an_hour_an_address_and_twenty_questions_a_network():
    cast.link(cast.person("Karen Lund", "karen@faaborg-midtfyn.example"))
    browser = cast.Browser()
    codes_seen = [browser.post("/link/", {"email": "karen@faaborg-midtfyn.example"}).status_code for _ in range(21)]
    assert codes_seen == [302] * 20 + [429]
    assert cast.Browser(REMOTE_ADDR="198.51.100.9").post("/link/", {"email": "x@y.example"}).status_code == 302
    assert Event.objects.filter(act=lost.ACT).count() == 3 + 1


def test_answering_twice_sends_once():
    cast.link(cast.person("Karen Lund", "karen@faaborg-midtfyn.example"))
    cast.Browser().post("/link/", {"email": "karen@faaborg-midtfyn.example"})
    event = Event.objects.get(act=lost.ACT)
    lost.answer(event)
    lost.answer(event)
    assert Message.objects.count() == 1


def reminded(link):
    return queries.wants_reminders(link.person_id, link.subject)


def test_reminders_stop_by_the_pages_own_button_only():
    link = cast.link(cast.person(), Link.Purpose.REMINDERS_OFF)
    browser = cast.Browser()
    page = browser.open(link)["Location"]
    browser.get(page)
    browser.head(page)
    browser.post(page)
    assert reminded(link)
    browser.post(page, {"act": "stop"})
    assert not reminded(link)
    assert link.person_id in set(queries.no_reminders(link.subject))
    browser.post(page, {"act": "resume"})
    assert reminded(link)


def test_one_click_needs_no_cookie_and_acts_once():
    link = cast.link(cast.person(), Link.Purpose.REMINDERS_OFF)
    address = f"/u/{addresses.token_of(link)}"
    strict = cast.Browser(enforce_csrf_checks=True)
    assert strict.post(address).status_code == 400
    assert strict.post(address, {"List-Unsubscribe": "yes"}).status_code == 400
    assert reminded(link)
    for _ in range(2):
        assert strict.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 204
    assert not reminded(link)
    assert Event.objects.filter(act="reminders.stopped").count() == 1


def test_a_page_link_cannot_stop_reminders():
    link = cast.link(cast.person())
    answer = cast.Browser().post(f"/u/{addresses.token_of(link)}", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 404
    assert reminded(link)


def test_not_me_ends_the_link_and_sends_a_new_one():
    link = cast.link(cast.person())
    old = addresses.of(link)
    browser = cast.Browser()
    browser.open(link)
    links.not_me(link, by=system("test"), at=clock.wall())
    assert browser.get(f"/mig/{link.handle}/adresse").status_code == 410
    mail = Message.objects.get(kind="accounts.link")
    fresh = Link.objects.get()
    assert addresses.of(fresh) in built(mail).text
    assert old not in built(mail).text


def test_not_me_on_a_sheet_promises_no_mail_to_one_who_has_none():
    link = cast.link(cast.person(email=""), Link.Purpose.SHEET)
    browser = cast.Browser()
    browser.open(link)
    told = browser.post(f"/mig/{link.handle}/fortryd", {"choice": "not-me"}, headers={"Accept-Language": "en"})
    assert told.status_code == 200
    words = " ".join(told.content.decode().split())
    assert "No mail address is known for Karen Lund" in words and "by mail" not in words
    assert not Message.objects.exists()


def step_up(browser, who, page):
    browser.post(page, {"act": "ask"})
    return codes.code_of(CodeRequest.objects.filter(person=who).latest("asked_at"))


def test_a_new_address_takes_a_code_sent_to_the_old_one_and_both_are_told():
    who = cast.person("Karen Lund", "karen@faaborg-midtfyn.example")
    link = cast.link(who)
    browser, page = cast.Browser(), f"/mig/{link.handle}/adresse"
    browser.open(link)
    new = {"act": "change", "email": "kl@hjemme.example", "again": "kl@hjemme.example"}
    browser.post(page, new)
    who.refresh_from_db()
    assert who.email == "karen@faaborg-midtfyn.example"

    code = step_up(browser, who, page)
    mail = Message.objects.get(kind="accounts.code")
    assert built(mail).to_address == "karen@faaborg-midtfyn.example"
    assert f"{code[:3]} {code[3:]}" in built(mail).text
    assert browser.post(page, {"act": "code", "code": code}).status_code == 302
    assert browser.post(page, new).status_code == 302
    who.refresh_from_db()
    assert who.email == "kl@hjemme.example"
    told = {built(mail).to_address for mail in Message.objects.filter(kind="accounts.address_changed")}
    assert told == {"karen@faaborg-midtfyn.example", "kl@hjemme.example"}


def test_a_code_of_one_browser_raises_no_other():
    who = cast.person()
    link = cast.link(who)
    page = f"/mig/{link.handle}/adresse"
    mine, other = cast.Browser(), cast.Browser()
    mine.open(link)
    other.open(link)
    code = step_up(mine, who, page)
    assert other.post(page, {"act": "code", "code": code}).status_code == 200
    assert mine.post(page, {"act": "code", "code": code}).status_code == 302
    assert b'value="change"' in mine.get(page).content
    assert b'value="change"' not in other.get(page).content


def test_the_raised_half_hour_ends(monkeypatch):
    who = cast.person()
    link = cast.link(who)
    page, browser = f"/mig/{link.handle}/adresse", cast.Browser()
    browser.open(link)
    browser.post(page, {"act": "code", "code": step_up(browser, who, page)})
    later = clock.wall() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "wall", lambda: later)
    assert b'value="change"' not in browser.get(page).content


def test_a_form_for_somebody_else_is_refused_by_name():
    karen, bo = cast.link(cast.person("Karen Lund")), cast.link(cast.person("Bo Dam"))
    browser = cast.Browser()
    browser.open(karen)
    browser.open(bo)
    answer = browser.post(f"/mig/{karen.handle}/adresse", {"act": "ask", "handle": bo.handle})
    assert answer.status_code == 403
    assert b"Karen Lund" in answer.content
    assert not CodeRequest.objects.exists()


def test_more_than_thirty_acts_a_minute_are_not_carried_out():
    link = cast.link(cast.person(), Link.Purpose.REMINDERS_OFF)
    browser = cast.Browser()
    page = browser.open(link)["Location"]
    assert [browser.post(page).status_code for _ in range(31)] == [422] * 30 + [429]
