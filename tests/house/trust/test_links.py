"""Attacks 3, 4, 5, 10 and 33: links that are changed, used for something else, ended, somebody else's, or forged around."""

import re
import string

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stormoede.accounts import addresses, bursts, network
from stormoede.accounts.actions import links
from stormoede.events.actor import system
from stormoede.lib import clock
from tests import cast
from tests.house import world
from tests.house.world import World

pytestmark = pytest.mark.django_db
ALPHABET = string.ascii_lowercase + "234567"
HANDLED = re.compile(r"<(?:\w+:)?handle>")


def body(answer):
    """What is shown, without the form's own mark."""
    return re.sub(rb'value="[^"]{64}"', b"", answer.content)


def changed(token):
    """Every way to bend a link: another character, capitals, a longer one, a shorter one, spare bits."""
    for place, letter in enumerate(token):
        other = ALPHABET[(ALPHABET.index(letter) + 7) % 32]
        yield token[:place] + other + token[place + 1 :]
    yield from (token[:-1] + letter for letter in ALPHABET if letter != token[-1])
    yield from (token.upper(), token.capitalize(), token + "a", token + "=", token[:-1], token * 2, token + "/", "")
    yield from (f"{token}%0a", f"%20{token}", f"{token}%00", f"./{token}", "æ" * 39)


def test_3_a_bent_link_is_the_same_404_and_costs_no_statement():
    token = addresses.token_of(cast.link(cast.person()))
    browser, shown = cast.Browser(), set()
    assert browser.get(f"/p/{token}").status_code == 303
    for bent in changed(token):
        bursts.reset()
        with CaptureQueriesContext(connection) as captured:
            answer = cast.Browser().get(f"/p/{bent}")
        assert answer.status_code == 404, bent
        assert len(captured) == 0, bent
        shown.add(body(answer))
    assert len(shown) == 1


@pytest.mark.parametrize("made_for", "pduak")
@pytest.mark.parametrize("used_for", "pduak")
def test_4_a_link_opens_what_it_was_made_for(made_for, used_for):
    token = addresses.token_of(cast.link(cast.person(), made_for))
    expected = 303 if made_for == used_for else 404
    assert cast.Browser().get(f"/{used_for}/{token}").status_code == expected


def test_4_a_cookie_of_one_purpose_opens_no_page_of_another():
    here = World()
    for name, path, pattern in world.routes():
        may = getattr(pattern.callback, "may_open", None)
        if may is None or may.who != "member":
            continue
        for link in (here.page, here.door, here.off):
            if link.purpose not in (may.purpose, may.also):
                address = re.sub(r"<[^>]+>", "1", HANDLED.sub(link.handle, path))
                browser = cast.Browser()
                browser.open(link)
                assert browser.get(address).status_code == 404, name


@pytest.mark.parametrize("act", [links.revoke, links.renew, links.not_me])
def test_5_a_link_that_ends_while_its_page_is_open_ends_there_too(act):
    here = World()
    browser = here.visitors["member"]
    address = f"/mig/{here.page.handle}/"
    assert browser.get(address).status_code == 200
    act(here.page, by=system("test"), at=clock.wall())
    assert browser.get(address).status_code == 410
    assert browser.post(f"{address}svar", {"choice": "cannot"}).status_code == 410


def test_10_nobody_opens_the_pages_of_somebody_else():
    """Another person of the same council, and one of another; asked and posted to."""
    here = World()
    elsewhere = cast.person("Ida Bo", organisation=cast.organisation("492", "Ærø"))
    before = world.contents()
    for who in (here.other, elsewhere):
        browser = cast.Browser()
        links_of = {p: cast.link(who, p, "round:oea26") for p in "pu"}
        for link in links_of.values():
            browser.open(link)
        before = world.contents()
        for name, path, pattern in world.routes():
            may = getattr(pattern.callback, "may_open", None)
            if may is not None and may.who == "member":
                handle = here.value(name, path, "handle", may)
                address = re.sub(r"<[^>]+>", "1", HANDLED.sub(str(handle), path))
                for method in (browser.get, browser.post):
                    assert method(address, {"choice": "cannot", "act": "stop"}).status_code == 404, name
    assert world.contents() == before


def forged(number):
    return {"X-Forwarded-For": f"203.0.113.{number}", "X-Real-IP": f"203.0.113.{number}", "Forwarded": f"for={number}"}


def test_33_a_forged_sender_evades_no_limit(settings):
    settings.PROXIES = ()
    browser = cast.Browser()
    codes = [browser.get("/p/" + "a" * 39, headers=forged(number)).status_code for number in range(31)]
    assert codes[-1] == 429


def test_33_behind_a_proxy_only_what_the_proxy_says_counts(settings, rf):
    settings.PROXIES = ("10.0.0.0/8", "fd00::1")
    told = {"HTTP_X_FORWARDED_FOR": "1.2.3.4, 198.51.100.77, 10.9.9.9", "REMOTE_ADDR": "10.0.0.2"}
    assert network.prefix_of(rf.get("/", **told)) == "198.51.100.0/24"
    assert network.prefix_of(rf.get("/", **{**told, "REMOTE_ADDR": "192.0.2.5"})) == "192.0.2.0/24"
    assert network.prefix_of(rf.get("/", REMOTE_ADDR="fd00::1", HTTP_X_FORWARDED_FOR="nonsense")) == "fd00::/48"
    six = {"REMOTE_ADDR": "10.0.0.2", "HTTP_X_FORWARDED_FOR": "2001:db8:1:2::3"}
    assert network.prefix_of(rf.get("/", **six)) == "2001:db8:1::/48"
    assert network.prefix_of(rf.get("/", REMOTE_ADDR="::ffff:192.0.2.9")) == "192.0.2.0/24"


def test_33_a_forged_host_is_refused_and_stands_in_no_mail(settings):
    link = cast.link(cast.person())
    for host in ["evil.example", "127.0.0.1.evil.example", "127.0.0.1@evil.example"]:
        assert cast.Browser(headers={"Host": host}).get("/link/").status_code == 400
        assert cast.Browser(headers={"X-Forwarded-Host": host}).get("/link/").status_code == 200
    assert addresses.of(link).startswith(settings.ORIGIN + "/p/")


def test_33_a_forged_tls_header_changes_nothing(settings):
    answer = cast.Browser(headers={"X-Forwarded-Proto": "https"}).get("/link/")
    assert not answer.wsgi_request.is_secure()
    assert not hasattr(settings, "SECURE_PROXY_SSL_HEADER") or settings.SECURE_PROXY_SSL_HEADER is None
