"""What a member sends in, behind their link: a code before a draft is shown, saves without one, and nobody else's."""

import re
from types import SimpleNamespace

import pytest
from django.core import signing
from django.template.loader import render_to_string

from stormoede.accounts.models import Link
from stormoede.contributions.actions import files
from stormoede.contributions.models import Aside, Contribution, DraftField, Version, Writer
from stormoede.contributions.tests import house
from stormoede.lib import clock
from stormoede.members.models import Body, Person
from stormoede.web.input.drafting import SALT
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def before_the_deadline():
    clock.install(lambda: house.AT)
    yield
    clock.install(None)


@pytest.fixture
def lone():
    found, body = house.questionnaire(), house.council()
    who = house.seat("Lone Friis", body, "secretary")
    return Sender(who, f"council:{body.organisation.code}:oea26", body.pk), house.begin(found, who, body)


class Sender:
    """Somebody's browser with their link opened; ``raise_level`` is as if a code had been typed."""

    def __init__(self, who, subject, whose):
        self.who, self.browser = who, cast.Browser(headers={"accept-language": "da"})
        self.link = cast.link(who, Link.Purpose.PAGE, subject)
        self.browser.open(self.link)
        self.base = f"/input/{self.link.handle}/input/{whose}/"

    def raise_level(self):
        from stormoede.accounts import keyring, passes
        from stormoede.accounts.core import passes as core

        held = core.read(
            self.browser.cookies[passes.name()].value, lambda kid: keyring.key(passes.LABEL, kid), clock.wall()
        )
        kid, key = keyring.signing(passes.LABEL)
        self.browser.cookies[passes.name()] = core.write(held.raising(self.link.handle, clock.wall()), kid, key)
        return self

    def page(self, path=""):
        return self.browser.get(self.base + path).content.decode()

    def save(self, draft, name, value, revision=0, **more):
        grant = signing.dumps([self.link.handle, str(draft.pk)], salt=SALT)
        told = {"handle": self.link.handle, "grant": grant, "name": name, "value": value, "revision": revision}
        return self.browser.post(self.base + "gem", told | more)


def test_a_draft_is_shown_after_a_code_alone(lone):
    sender, draft = lone
    sender.save(draft, "situation", "Kun for os")
    assert "Kun for os" not in sender.page("kladde/")
    assert "Kun for os" in sender.raise_level().page("kladde/")


def test_a_save_takes_the_pages_own_grant(lone):
    sender, draft = lone
    assert sender.save(draft, "situation", "Et").json() == {"revision": 1}
    assert sender.save(draft, "situation", "To", 1, grant="x").status_code == 403
    other = signing.dumps(["aaaaaaaaaa", str(draft.pk)], salt=SALT)
    assert sender.save(draft, "situation", "To", 1, grant=other).status_code == 403
    assert DraftField.objects.get().value == "Et"


def test_more_is_saved_in_a_minute_than_is_pressed(lone):
    sender, draft = lone
    assert {sender.save(draft, "situation", f"Nu {n}", n).status_code for n in range(60)} == {200}


def test_the_later_is_answered_with_the_others_text(lone):
    sender, draft = lone
    henning = house.seat("Henning Brandt", draft.body, "mayor")
    house.write(draft, henning, "situation", "Hennings")
    answer = sender.save(draft, "situation", "Lones")
    assert answer.status_code == 409
    assert answer.json()["value"] == "Hennings"
    assert "Henning Brandt" in answer.json()["told"]
    assert Aside.objects.get().value == "Lones"


def test_from_an_empty_page_to_the_receipt(lone):
    sender, _draft = lone
    sender.raise_level()
    shown = sender.page("kladde/")
    was = re.search(r'name="was:vigtigst.1" value="(\d+)"', shown)[1]
    form = {
        "handle": sender.link.handle,
        "vigtigst.1": "Flere hænder",
        "was:vigtigst.1": was,
        "revision:vigtigst.1": "0",
        "next": "hand-in",
    }
    assert sender.browser.post(sender.base + "kladde/", form).url.endswith("/send-ind/")
    assert "Flere hænder" in sender.page("send-ind/")
    handle = {"handle": sender.link.handle}
    assert sender.browser.post(sender.base + "send-ind/", handle | {"basis": "public"}).status_code == 422
    assert not Version.objects.exists()
    assert (
        sender.browser.post(sender.base + "send-ind/", handle | {"basis": "internal-25", "sure": "yes"}).status_code
        == 303
    )
    assert "Version 1 er modtaget" in sender.page()
    assert "Flere hænder" in sender.page("version/1/")
    assert "Sendt ind" in sender.browser.get(f"/input/{sender.link.handle}/").content.decode()


def test_a_member_reads_what_their_council_handed_in_and_never_the_draft(lone):
    sender, draft = lone
    mette = Sender(house.seat("Mette Overgaard", draft.body), "round:oea26", draft.body_id).raise_level()
    sender.save(draft, "vigtigst.1", "Ældre")
    assert mette.browser.get(mette.base + "kladde/").status_code == 404
    assert mette.save(draft, "vigtigst.1", "Noget andet", 1).status_code == 403
    house.hand_in(draft.questionnaire, sender.who, draft.body)
    sender.save(draft, "vigtigst.1", "En ny kladde", 1)
    assert "Ældre" in mette.page("version/1/")
    assert "En ny kladde" not in mette.page() + mette.page("version/1/")
    elsewhere = house.seat("Ulla Stokholm", house.council("440", "Kerteminde"), "mayor")
    ulla = Sender(elsewhere, "round:oea26", draft.body_id).raise_level()
    assert [ulla.browser.get(ulla.base + path).status_code for path in ("", "kladde/", "version/1/")] == [404, 404, 404]


def test_a_file_is_given_back_as_a_file_to_keep(lone):
    sender, draft = lone
    kept = files.add(draft.pk, "sag.html", b"<script>alert(1)</script>", None, sender.who.pk, by=house.BY, at=house.AT)
    answer = sender.raise_level().browser.get(f"{sender.base}bilag/{kept.pk}")
    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_begin_and_write_along(lone):
    sender, draft = lone
    mette = house.seat("Mette Overgaard", draft.body)
    own = Sender(mette, "round:oea26", "egen")
    assert own.browser.post(own.base + "begynd", {"handle": own.link.handle}).status_code == 303
    assert Contribution.objects.filter(person=mette).count() == 1
    sender.raise_level().browser.post(
        sender.base + "skriver-med", {"handle": sender.link.handle, "person": str(mette.pk)}
    )
    helper = Sender(mette, "round:oea26", draft.body_id)
    assert helper.save(draft, "situation", "Mette skriver med").status_code == 200


def test_nobody_without_a_mail_address_is_asked_to_write_along(lone):
    """They would get neither the mail nor the code that the draft is behind."""
    sender, draft = lone
    mette, albert = house.seat("Mette Overgaard", draft.body), house.seat("Albert Toft", draft.body)
    Person.objects.filter(pk=albert.pk).update(email="")
    sender.raise_level()
    shown = sender.page("")
    assert str(mette.pk) in shown and str(albert.pk) not in shown
    sender.browser.post(sender.base + "skriver-med", {"handle": sender.link.handle, "person": str(albert.pk)})
    assert not Writer.objects.filter(contribution=draft).exists()


def test_what_has_no_files_is_looked_through_as_that(lone):
    sender, _draft = lone
    assert "Ingen filer" in sender.raise_level().page("send-ind/")


@pytest.mark.parametrize(
    ("council", "told"), [(True, "jeres egen kommunalbestyrelse"), (False, "jeres eget regionale råd")]
)
def test_who_can_see_it_is_told_in_the_words_of_the_body(council, told):
    body = house.council() if council else Body(kind=Body.Kind.REGIONAL_COUNCIL)
    seen = {"round": house.questionnaire().track.round, "place": SimpleNamespace(body=body)}
    assert f"medlemmerne af {told}." in render_to_string("web/input/parts/who_sees.html", seen)
