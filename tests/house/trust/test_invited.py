"""The link of somebody asked by mail to write along: one draft, one address, until it is handed in, and never to hand in."""

import re

import pytest

from stormoede.accounts import addresses, keyring, passes, visits
from stormoede.accounts.actions import links
from stormoede.accounts.core import passes as core
from stormoede.accounts.models import Link
from stormoede.contributions.actions import drafts, invitations
from stormoede.contributions.models import Contribution, DraftField, Version, Writer
from stormoede.contributions.refusals import NotYours, TooManyInvited, WritesAlready
from stormoede.contributions.tests import house
from stormoede.events.actions import records
from stormoede.events.models import Event
from stormoede.lib import clock
from stormoede.mail import recipes
from stormoede.mail.models import Message
from stormoede.members.models import Person
from stormoede.members.refusals import AddressRefused
from tests import cast

pytestmark = pytest.mark.django_db
AT, BY = house.AT, house.BY
MAIL = "bo.nygaard@faaborg-midtfyn.example"


@pytest.fixture(autouse=True)
def before_the_deadline():
    clock.install(lambda: AT)
    yield
    clock.install(None)


class Asked:
    """A council's draft with a sentence in it, and Bo, a colleague in no list, who has been asked to write along."""

    def __init__(self):
        self.found, self.body = house.questionnaire(), house.council()
        self.lone = house.seat("Lone Friis", self.body, "secretary")
        self.draft = house.begin(self.found, self.lone, self.body)
        house.write(self.draft, self.lone, "vigtigst.1", "Ældre")
        house.write(self.draft, self.lone, "situation", "Kun for os")
        self.place = house.place(self.found, self.lone, self.body)
        self.writer = invitations.invite(self.place, "Bo Nygaard", MAIL, by=BY, at=AT)
        self.link = Link.objects.get(purpose=Link.Purpose.DRAFT)
        self.browser = cast.Browser(headers={"accept-language": "da"})
        self.base = f"/input/{self.link.handle}/input/{self.body.pk}/"

    def raised(self):
        """As if the code sent to Bo's own address had been typed."""
        held = core.read(
            self.browser.cookies[passes.name()].value, lambda kid: keyring.key(passes.LABEL, kid), clock.wall()
        )
        kid, key = keyring.signing(passes.LABEL)
        self.browser.cookies[passes.name()] = core.write(held.raising(self.link.handle, clock.wall()), kid, key)
        return self

    def get(self, path=""):
        return self.browser.get(self.base + path)

    def post(self, path, **form):
        return self.browser.post(self.base + path, {"handle": self.link.handle} | form)

    def type(self, value, revision=1):
        grant = re.search(r'data-grant="([^"]+)"', self.get("kladde/").content.decode())[1]
        return self.post("gem", grant=grant, name="situation", value=value, revision=revision)


@pytest.fixture
def bo():
    asked = Asked()
    asked.browser.open(asked.link)
    return asked


def test_the_mail_carries_the_link_and_who_hands_in_and_the_database_has_no_link(bo):
    message = Message.objects.get(kind=drafts.INVITED)
    told = recipes.of(message.kind)([message], reveal=True)[message.pk]
    assert addresses.of(bo.link) in told.text
    assert (told.to_address, told.subject) == (MAIL, "Vil du skrive med? ØA26")
    assert "til borgmesteren, formanden eller sekretæren har sendt svaret ind" in " ".join(told.text.split())
    assert "Faaborg-Midtfyn" in told.text
    token = addresses.token_of(bo.link)
    assert token not in repr([list(model.objects.values()) for model in (Message, Link, Event, Writer)])


def test_it_leads_to_one_draft_and_asks_for_a_code_before_a_word_is_shown(bo):
    answer = bo.browser.get(f"/kladde/{bo.link.handle}/")
    assert answer.headers["Location"] == bo.base
    assert "Kun for os" not in bo.get().content.decode()
    assert "Kun for os" not in bo.get("kladde/").content.decode()
    assert "Kun for os" in bo.raised().get("kladde/").content.decode()


def test_what_is_typed_is_saved_under_their_own_name(bo):
    assert bo.raised().type("Bo har rettet").json() == {"revision": 2}
    row = DraftField.objects.get(name="situation")
    assert (row.value, row.saved_by) == ("Bo har rettet", bo.writer.person)


def test_it_never_hands_in_invites_or_reads_anything_else(bo):
    bo.raised()
    closed = ("send-ind/", "version/1/")
    assert [bo.get(path).status_code for path in closed] == [404] * len(closed)
    assert bo.post("send-ind/", basis="public", sure="yes").status_code == 404
    assert bo.post("skriver-med", act="mail", name="X", email="x@y.example").status_code == 404
    assert bo.post("begynd").status_code == 404
    assert bo.post("version/1/hvem", basis="public", reason="x").status_code == 404
    assert bo.browser.get(f"/input/{bo.link.handle}/").status_code == 404
    for path in ("mig", "raad", "dor"):
        assert bo.browser.get(f"/{path}/{bo.link.handle}/").status_code == 404
    elsewhere = house.council("492", "Ærø")
    for whose in (elsewhere.pk, "egen"):
        assert bo.browser.get(f"/input/{bo.link.handle}/input/{whose}/").status_code == 404
    assert (Version.objects.count(), Contribution.objects.count(), Writer.objects.count()) == (0, 1, 1)


def test_taken_back_it_ends_where_it_is_open_and_what_was_written_stands(bo):
    bo.raised().type("Bos ord")
    drafts.uninvite(bo.place, bo.writer.person_id, by=BY, at=AT)
    assert {bo.get(path).status_code for path in ("", "kladde/")} == {410}
    assert bo.post("gem", name="situation", value="x").status_code == 410
    assert cast.Browser().open(bo.link).status_code == 410
    assert DraftField.objects.get(name="situation").value == "Bos ord"
    again = invitations.invite(bo.place, "Bo Nygaard", MAIL, by=BY, at=AT)
    assert again.person == bo.writer.person
    assert Message.objects.filter(kind=drafts.INVITED).count() == 2
    assert cast.Browser().open(bo.link).status_code == 404
    acts = Event.objects.filter(act__in=["draft.shared", "draft.unshared", "link.revoked"]).order_by("pk")
    assert [one.act for one in acts] == ["draft.shared", "link.revoked", "draft.unshared", "draft.shared"]


def test_it_ends_when_the_answer_is_handed_in(bo):
    house.hand_in(bo.found, bo.lone, bo.body)
    assert bo.get().status_code == 410
    assert not Writer.objects.exists()
    assert Message.objects.filter(kind="contributions.receipt", person=str(bo.writer.person_id)).exists()


def test_it_ends_a_month_after_the_round(bo):
    clock.install(lambda: bo.link.closes)
    assert bo.get().status_code == 410


def test_not_me_sends_a_new_one_and_the_old_is_dead(bo):
    links.not_me(bo.link, by=BY, at=AT)
    assert bo.get().status_code == 410


def test_a_lost_mail_brings_it_again(bo):
    cast.Browser().post("/link/", {"email": MAIL})
    records.deliver()
    message = Message.objects.get(kind="accounts.lost")
    sent = recipes.of(message.kind)([message], reveal=True)[message.pk]
    assert message.person == str(bo.writer.person_id)
    assert addresses.of(bo.link) in sent.text
    links.revoke(bo.link, by=BY, at=AT)
    cast.Browser().post("/link/", {"email": MAIL})
    records.deliver()
    assert Message.objects.filter(kind="accounts.lost").count() == 1


def test_a_page_link_of_the_same_person_opens_no_more_by_it(bo):
    """A writer's own page of the round shows the draft as one they may write, and nothing beyond it."""
    own = cast.link(bo.writer.person, Link.Purpose.PAGE, "round:oea26")
    browser = cast.Browser()
    browser.open(own)
    assert browser.get(f"/kladde/{own.handle}/").status_code == 404
    assert browser.get(f"/input/{own.handle}/input/{bo.body.pk}/").status_code == 200
    with pytest.raises(visits.NoVisit):
        visits._read(core.Entry(bo.link.handle, 0, 1), bo.link.handle, Link.Purpose.PAGE, "")


@pytest.mark.parametrize(("name", "email", "no"), [
    ("Bo Nygaard", MAIL, WritesAlready), ("Bo Nygaard", "", AddressRefused), ("Bo", "bo", AddressRefused),
])  # fmt: skip
def test_who_cannot_be_asked(bo, name, email, no):
    before = Person.objects.count()
    with pytest.raises(no):
        invitations.invite(bo.place, name, email, by=BY, at=AT)
    assert Person.objects.count() == before


def test_only_those_who_hand_in_ask_and_ten_a_day(bo):
    theirs = house.places.invited(bo.found, str(bo.body.pk), bo.writer.person, bo.draft.pk)
    with pytest.raises(NotYours):
        invitations.invite(theirs, "Ida", "ida@x.example", by=BY, at=AT)
    for number in range(9):
        invitations.invite(bo.place, f"Ida {number}", f"ida{number}@x.example", by=BY, at=AT)
    with pytest.raises(TooManyInvited):
        invitations.invite(bo.place, "Ida", "ida@x.example", by=BY, at=AT)
