"""What a council's secretary may do: sign a member up or off, propose, print sheets, say who asks. Each takes a fresh code."""

import re
from datetime import timedelta

import pytest
from django.conf import settings

from stormoede.accounts import bursts
from stormoede.accounts.actions import proposals
from stormoede.accounts.actions.codes import code_of
from stormoede.accounts.models import CodeRequest, Link, Proposal
from stormoede.events.actions.records import deliver
from stormoede.events.models import Event
from stormoede.lib import clock
from stormoede.mail import recipes
from stormoede.mail.models import Message
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import AFTER, BEFORE, DEADLINE, line
from stormoede.members.models import Leave
from stormoede.web.tests.council.test_page import council, member
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def before_the_deadline():
    bursts.reset()
    clock.install(lambda: BEFORE)
    yield
    clock.install(None)


class Here:
    """A council of three with its secretary, who has given a code."""

    def __init__(self):
        self.place, body = council()
        self.mette, self.henrik, self.ida = (
            member(name, self.place, body) for name in ("Mette Overgaard", "Henrik Gade", "Ida Bo")
        )
        type(self.ida).objects.filter(pk=self.ida.pk).update(email="")
        self.meeting = house.meeting((None, None), people=(self.mette, self.henrik, self.ida))
        self.key = self.meeting.track.round.key
        self.lone = cast.person("Lone Friis", organisation=self.place)
        self.link = cast.link(self.lone, subject=f"council:{self.place.code}:{self.key}")
        self.home = f"/raad/{self.link.handle}/"
        self.browser = cast.Browser(headers={"accept-language": "da"})
        self.browser.open(self.link)

    def raised(self):
        page = f"{self.home}ark/"
        self.browser.post(page, {"code-act": "ask"})
        self.browser.post(page, {"code-act": "check", "code": code_of(CodeRequest.objects.latest("asked_at"))})
        return self

    def of(self, who):
        return f"{self.home}{who.pk}/"

    def answer(self, who, choice):
        form = {"what": "answer", "meeting": self.meeting.pk, "choice": choice}
        return self.browser.post(self.of(who), form)


@pytest.fixture
def here():
    return Here().raised()


def content(message):
    return recipes.of(message.kind)([message], reveal=True)[message.pk]


def test_a_link_alone_does_not_act_for_others():
    here = Here()
    first = here.meeting.sessions.first().pk
    assert b"code-act" in here.answer(here.mette, first).content
    assert b"code-act" in here.browser.get(f"{here.home}ark/").content
    assert b"code-act" in here.browser.get(f"{here.home}links/").content
    assert here.browser.get(here.home).status_code == 200
    assert not here.meeting.registrations.exists()


def test_the_secretary_signs_up_and_off_and_the_member_is_told(here):
    first = here.meeting.sessions.first()
    cast.link(here.mette)
    assert here.answer(here.mette, first.pk).status_code == 302
    given = line(here.meeting, here.mette)
    assert (given.seat, given.answered_by) == (first, f"person:{here.lone.pk}")
    told = content(Message.objects.filter(kind="meetings.receipt").latest("pk"))
    assert told.to_address == here.mette.email and told.method == "REQUEST"
    assert "Lone Friis, kommunalbestyrelsens sekretær, har svaret for dig." in told.text
    assert "Er det forkert? Åbn din side, og fortryd det" in " ".join(told.text.split())
    assert Event.objects.get(act="registration.answered").actor_id == str(here.lone.pk)
    here.answer(here.mette, "cannot")
    assert line(here.meeting, here.mette).cannot


def test_without_a_choice_nothing_happens(here):
    for choice in ("", "999999", "x"):
        assert here.answer(here.mette, choice).status_code == 422
    assert not here.meeting.registrations.exists()


def test_nobody_of_another_council_and_no_other_round(here):
    other, body = council("0440", "Kerteminde")
    ulla = member("Ulla Stokholm", other, body)
    assert here.answer(ulla, here.meeting.sessions.first().pk).status_code == 404
    assert here.browser.get(here.of(ulla)).status_code == 404


def test_an_address_is_proposed_and_holds_when_the_desk_says_yes(here):
    assert here.browser.post(here.of(here.mette), {"what": "address", "email": ""}).status_code == 422
    here.browser.post(here.of(here.mette), {"what": "address", "email": "gal@x.example"})
    here.browser.post(here.of(here.mette), {"what": "address", "email": "Mette.Ny@x.example"})
    here.mette.refresh_from_db()
    assert here.mette.email == "mette.overgaard@faaborg-midtfyn.example"
    assert "Forslag venter" in here.browser.get(here.home).content.decode()
    desk, waiting = cast.desk(), Proposal.objects.get()
    assert "mette.ny@x.example" in desk.get("/desk/proposals/").content.decode()
    assert "/desk/proposals/" in desk.get("/desk/members/").content.decode()
    desk.post(f"/desk/proposals/{waiting.pk}/", {"choice": "yes"})
    here.mette.refresh_from_db()
    assert here.mette.email == "mette.ny@x.example"
    told = set(Message.objects.filter(kind="accounts.address_changed").values_list("address", flat=True))
    assert told == {"mette.ny@x.example", "mette.overgaard@faaborg-midtfyn.example"}
    waiting.refresh_from_db()
    assert (waiting.taken, waiting.email) == (True, "")
    assert "/desk/proposals/" not in desk.get("/desk/members/").content.decode()
    with pytest.raises(proposals.ProposalDecided):
        proposals.turn_down(waiting.pk, by=house.STAFF, at=BEFORE)


def test_a_stand_in_is_proposed_and_a_no_changes_nothing(here):
    form = {"what": "stand-in", "name": "Ole Ny", "email": "ole@x.example", "first": "2025-03-20", "last": "2025-04-20"}
    desk = cast.desk()
    for choice, leaves in (("no", 0), ("yes", 1)):
        assert here.browser.post(here.of(here.mette), form).status_code == 302
        desk.post(f"/desk/proposals/{Proposal.objects.get(decided_at=None).pk}/", {"choice": choice})
        assert Leave.objects.count() == leaves
    leave = Leave.objects.get()
    assert leave.stand_in.person.name == "Ole Ny" and leave.mandate.person == here.mette
    assert "Ole Ny er stedfortræder" in here.browser.get(here.home).content.decode()


def printed(here, **more):
    page = here.browser.post(f"{here.home}ark/", {"person": [here.ida.pk], **more}).content.decode()
    return re.findall(rf"{re.escape(settings.ORIGIN)}(/a/[a-z2-7]{{39}})", page), page


def test_a_sheet_opens_the_members_page_until_the_deadline(here):
    assert "Ida Bo" in here.browser.get(f"{here.home}ark/").content.decode()
    assert not Link.objects.filter(purpose="a").exists()
    (address,), page = printed(here)
    assert "data:image/svg+xml" in page and Event.objects.filter(act="link.printed").count() == 1
    assert printed(here)[0] == [address]
    hand = cast.Browser()
    opened = hand.get(address)
    assert opened.status_code == 303 and opened["Location"].startswith("/mig/")
    assert "Ida Bo" in hand.get(opened["Location"]).content.decode()
    choice = here.meeting.sessions.first().pk
    hand.post(f"{opened['Location']}svar", {"choice": choice, "meeting": here.meeting.pk})
    assert line(here.meeting, here.ida).seat_id == choice
    clock.install(lambda: DEADLINE)
    assert hand.get(opened["Location"]).status_code == 200
    clock.install(lambda: AFTER + timedelta(seconds=1))
    assert hand.get(opened["Location"]).status_code == 410
    assert cast.Browser().get(address).status_code == 410
    assert "data:image" not in printed(here)[1]


def test_a_sheet_gone_astray_opens_nothing_once_a_new_one_is_printed(here):
    (old,), _ = printed(here)
    hand = cast.Browser()
    page = hand.get(old)["Location"]
    (new,), _ = printed(here, anew="yes")
    assert new != old
    assert hand.get(page).status_code == 410 and cast.Browser().get(old).status_code == 410
    assert cast.Browser().get(new).status_code == 303


def test_no_sheet_for_those_with_mail(here):
    page = here.browser.post(f"{here.home}ark/", {"person": [here.mette.pk]})
    assert page.status_code == 422 and not Link.objects.filter(purpose="a").exists()


def ask(link, name, email):
    browser = cast.Browser(headers={"accept-language": "da"})
    page = browser.open(link)["Location"]
    assert link.person.name in browser.get(f"{page}eget-link").content.decode()
    return browser.post(f"{page}eget-link", {"name": name, "email": email})


def test_whoever_was_passed_a_link_asks_for_their_own_and_the_secretary_says_who_it_is(here):
    link = cast.link(here.mette)
    assert ask(link, "Henrik Gade", "henrik@privat.example").status_code == 302
    deliver()
    assert not Message.objects.filter(kind="accounts.lost").exists()
    assert f"{here.home}links/" in here.browser.get(here.home).content.decode()
    waiting = Proposal.objects.get()
    assert "henrik@privat.example" in here.browser.get(f"{here.home}links/").content.decode()
    here.browser.post(f"{here.home}links/", {"proposal": waiting.pk, "choice": ""})
    assert Proposal.objects.filter(decided_at=None).exists()
    here.browser.post(f"{here.home}links/", {"proposal": waiting.pk, "choice": here.henrik.pk})
    own = Link.objects.get(person=here.henrik, purpose="p")
    sent = content(Message.objects.get(kind="accounts.lost"))
    assert sent.to_address == "henrik@privat.example" and own.subject == link.subject
    link.refresh_from_db()
    assert link.generation == 0 and link.revoked_at is None


def test_who_is_known_gets_the_link_at_once_and_everybody_is_answered_alike(here):
    link = cast.link(here.mette)
    cast.link(here.henrik)
    known = ask(link, "Henrik", here.henrik.email)
    unknown = ask(link, "En Anden", "fremmed@x.example")
    assert known["Location"] == unknown["Location"]
    deliver()
    deliver()
    assert [mail.person for mail in Message.objects.filter(kind="accounts.lost")] == [str(here.henrik.pk)]
    left = Proposal.objects.get(decided_at=None)
    assert left.email == "fremmed@x.example"
    cast.desk().post(f"/desk/proposals/{left.pk}/", {"choice": "yes", "person": ""})
    left.refresh_from_db()
    assert left.decided_at is None
    cast.desk(name="Per Holst").post(f"/desk/proposals/{left.pk}/", {"choice": "no"})
    left.refresh_from_db()
    assert left.taken is False
    assert [ask(link, "En", f"n{n}@x.example").status_code for n in range(2)] == [302, 422]
