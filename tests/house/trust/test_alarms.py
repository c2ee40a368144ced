"""What somebody who watches over safety looks for: every refusal is one line, with its kind, the network and numbers, and nobody's words."""

import logging
import re

import pytest
from django.test import Client

from stormoede.accounts import bursts
from stormoede.accounts.actions import links
from stormoede.accounts.models import Staff
from stormoede.api import outgoing
from stormoede.api.tests.makers import Program
from stormoede.events.actor import system
from stormoede.lib import clock
from stormoede.lib.log_lines import Line
from tests import cast
from tests.house import tree

pytestmark = pytest.mark.django_db
BENT = "a" * 39
FROM = "198.51.100.77"
NETWORK = "198.51.100.0/24"
# A word that is typed, or stands in an address, in every scene; it may stand in no line.
TYPED = "hemmelig"


def browser(who=None):
    return (who or cast.Browser)(REMOTE_ADDR=FROM, HTTP_USER_AGENT=TYPED)


def no_link():
    browser().get(f"/p/{BENT}?q={TYPED}")


def no_feed():
    browser().get(f"/f/{BENT}")


def many_links():
    visitor = browser()
    for _ in range(bursts.PER_MINUTE + 1):
        visitor.get(f"/p/{BENT}")


def ended_link():
    link = cast.link(cast.person())
    visitor = browser()
    visitor.open(link)
    links.revoke(link, by=system("test"), at=clock.wall())
    visitor.open(link)


def ended_page():
    link = cast.link(cast.person())
    visitor = browser()
    visitor.open(link)
    links.revoke(link, by=system("test"), at=clock.wall())
    visitor.get(f"/mig/{link.handle}/")


def no_cookie():
    browser().get(f"/mig/{cast.link(cast.person()).handle}/")


def wrong_code():
    link = cast.link(cast.person())
    visitor = browser()
    visitor.open(link)
    visitor.post(f"/mig/{link.handle}/adresse", {"act": "code", "code": "123456"})


def many_codes():
    link = cast.link(cast.person())
    visitor = browser()
    visitor.open(link)
    for _ in range(4):
        visitor.post(f"/mig/{link.handle}/adresse", {"act": "ask", "me": "yes"})


def wrong_code_of_staff():
    visitor = browser()
    visitor.post("/staff/code/", {"email": cast.staff().email})
    visitor.post("/staff/code/enter/", {"code": "123456"})


def code_of_nobody():
    visitor = browser()
    visitor.post("/staff/code/", {"email": f"{TYPED}@kl.example"})
    visitor.post("/staff/code/enter/", {"code": "123456"})


def no_sign_in():
    browser().post("/staff/in/", {"secret": TYPED, "me": "yes"})


def unknown_passkey():
    browser().post("/staff/passkey/", {"credential": f'{{"id": "{TYPED}"}}'})


UNREADABLE = [
    "",
    "{",
    "[]",
    "null",
    "7",
    '{"id": 1}',
    '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}',
]


@pytest.mark.parametrize("credential", UNREADABLE)
def test_what_no_passkey_says_is_refused(credential):
    visitor = browser()
    visitor.post("/staff/begin/")
    assert visitor.post("/staff/passkey/", {"credential": credential})["Location"] == "/staff/login/"
    who = browser().sign_in(cast.staff())
    who.post("/staff/passkeys/begin/")
    assert who.post("/staff/passkeys/add/", {"credential": credential})["Location"] == "/staff/passkeys/"


def passkey_not_made():
    visitor = browser()
    visitor.sign_in(cast.staff())
    visitor.post("/staff/passkeys/add/", {"name": TYPED, "credential": "{}"})


def not_for_this_role():
    browser().sign_in(cast.staff(role=Staff.Role.READER)).get("/desk/staff/")


def form_of_another():
    own, others = cast.link(cast.person()), cast.link(cast.person("Bo Friis"))
    visitor = browser()
    visitor.open(own)
    visitor.post(f"/mig/{own.handle}/svar", {"handle": others.handle, "choice": "cannot"})


def form_from_elsewhere():
    visitor = cast.Browser(enforce_csrf_checks=True, REMOTE_ADDR=FROM)
    visitor.post("/link/", {"email": f"{TYPED}@x.example"}, headers={"Origin": "https://evil.example"})


def often_lost():
    visitor = browser()
    for number in range(21):
        visitor.post("/link/", {"email": f"{TYPED}{number}@x.example"})


def other_host():
    browser().get("/", headers={"Host": f"{TYPED}.example"})


def figures_for_a_stranger():
    browser().get("/metrics")


def wrong_key():
    browser(Client).get("/api/v1/rounds", headers={"Authorization": f"Bearer sm_{'x' * 43}"})


def scope_of_another():
    key = Program("rounds").text
    browser(Client).get("/api/v1/members", headers={"Authorization": f"Bearer {key}"})


def many_sign_ins():
    visitor = browser()
    answers = (visitor.post("/staff/passkey/", {"credential": "{}"}) for _ in range(40))
    assert "Vent lidt" in next(one for one in answers if one.status_code == 429).content.decode()


SCENES = {
    no_link: "no_link",
    no_feed: "no_link",
    many_links: "too_many_links",
    ended_link: "ended_link",
    ended_page: "ended_visit",
    no_cookie: "no_visit",
    wrong_code: "code_refused",
    many_codes: "too_many_codes",
    wrong_code_of_staff: "code_refused",
    code_of_nobody: "code_refused",
    no_sign_in: "no_link",
    unknown_passkey: "passkey_refused",
    many_sign_ins: "too_many_sign_ins",
    passkey_not_made: "passkey_not_made",
    not_for_this_role: "refused",
    form_of_another: "other_person",
    form_from_elsewhere: "foreign_form",
    often_lost: "too_many_asked",
    other_host: "bad_request",
    figures_for_a_stranger: "figures_refused",
    wrong_key: "no_key",
    scope_of_another: "scope_refused",
}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_a_refusal_is_one_line_with_its_kind_and_the_network(scene, caplog):
    bursts.reset()
    with caplog.at_level(logging.INFO, "stormoede.security"):
        scene()
    bursts.reset()
    told = [Line().format(one) for one in caplog.records if one.name == "stormoede.security"]
    (line,) = [one for one in told if f" kind={SCENES[scene]} " in one]
    assert f" network={NETWORK}" in line
    everything = "\n".join(told)
    assert TYPED not in everything and FROM not in everything and "@" not in everything
    assert not re.search(rf"{BENT}|123456|sm_", everything)


def test_a_hook_that_leads_inside_is_told(caplog):
    with caplog.at_level(logging.INFO, "stormoede.security"):
        assert outgoing.Wire().post("https://127.0.0.1/hook", b"", {}).fault
    (line,) = [Line().format(one) for one in caplog.records]
    assert line.endswith("kind=hook_refused why=inside")


def test_every_kind_of_line_is_told_in_the_documentation():
    sounded = re.compile(r'(?:alarms\.)?\b(?:sound|too_fast)\((?:request, )?((?:"\w+"(?: if [\w.]+ else )?)+)')
    kinds = {
        kind
        for file in tree.PACKAGE.rglob("*.py")
        for found in sounded.findall(file.read_text(encoding="utf-8"))
        for kind in re.findall(r'"(\w+)"', found)
    }
    listed = (tree.TOP / "docs" / "explanation" / "logs.md").read_text(encoding="utf-8").partition("## The kinds")[2]
    told = {kind for row in re.findall(r"^\| (`[^|]+)\|", listed, re.MULTILINE) for kind in re.findall(r"`(\w+)`", row)}
    assert kinds == told
