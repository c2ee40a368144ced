"""Section 7 of the trust model, and attack 32: the headers of every page, and what a browser may keep."""

import os
import subprocess
import sys
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.http.response import ResponseHeaders

from tests import cast
from tests.examples import FULL
from tests.house import world
from tests.house.trust.test_forms import pages
from tests.house.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.xdist_group("headers")]
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
}

# Mails and letters shown on the desk as they arrive: styles of their own, and nothing that runs or is fetched.
FRAMED = {"letter-mail", "letter-pdf", "outbox-html"}
EVERYBODYS = ("anyone", "member", "staff")
OWN = {"member": ("anyone", "member"), "speaker": ("anyone", "member"), "admin": ("anyone", "staff")}


@dataclass(frozen=True)
class Seen:
    """What ``visitor`` was answered on the page ``name``, which is for ``who``."""

    visitor: str
    who: str
    name: str
    status: int
    headers: ResponseHeaders
    form: bool


@pytest.fixture(scope="module")
def walk(django_db_setup, django_db_blocker):
    """Everybody opens every page, once for the whole file: the answers, and the names of each one's cookies at the end.

    In the quick run everybody opens their own.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        here, seen = World(), []
        for visitor, browser in here.visitors.items():
            for who in EVERYBODYS if FULL else OWN.get(visitor, ("anyone",)):
                for name, address in pages(here, (who,)):
                    told = browser.get(address)
                    # The language is chosen by a form at the foot of every page.
                    form = told.content.count(b'method="post"') > told.content.count(b'action="/sprog/"')
                    seen.append(Seen(visitor, who, name, told.status_code, told.headers, form))
        transaction.set_rollback(True)
        return seen, {visitor: set(browser.cookies) for visitor, browser in here.visitors.items()}


@pytest.mark.long
def test_every_page_carries_the_house_headers(walk):
    assert {seen.visitor for seen in walk[0]} >= {"stranger", "member", "admin"}
    for seen in walk[0]:
        name, headers = seen.name, seen.headers
        policy = {part.strip() for part in headers["Content-Security-Policy"].split(";")}
        if "unsafe-inline" in headers["Content-Security-Policy"]:
            assert name in FRAMED
            assert "default-src 'none'" in policy
            assert not [part for part in policy if part.startswith("script-src") or "http" in part], name
        elif "sandbox" in policy:
            # A file somebody sent: it is kept, never shown here, and may do nothing where it is opened all the same.
            assert headers["Content-Disposition"].startswith("attachment"), name
        else:
            assert policy >= POLICY - {"frame-ancestors 'none'"}, name
            assert "unsafe" not in headers["Content-Security-Policy"], name
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]
        assert headers["Referrer-Policy"] == "same-origin" or name == "door-inside"
        assert "Server" not in headers


@pytest.mark.long
def test_32_nothing_personal_is_kept_or_found(walk):
    own = [one for one in walk[0] if (one.visitor, one.who) in {("member", "member"), ("admin", "staff")}]
    assert {one.visitor for one in own} == {"member", "admin"}
    for one in own:
        if one.status == 405:
            continue
        assert "no-store" in one.headers.get("Cache-Control", ""), one.name
        assert one.headers["X-Robots-Tag"] == "noindex", one.name
        assert "Cookie" in one.headers["Vary"], one.name


@pytest.mark.long
def test_no_page_with_a_form_keeps_its_referrer_to_itself(walk):
    """Chromium would send ``Origin: null`` with the form, and it would be refused."""
    forms = [one for one in walk[0] if one.visitor == "member" and one.who != "staff" and one.form]
    assert {one.headers["Referrer-Policy"] for one in forms} == {"same-origin"}


def test_over_tls_cookies_are_bound_to_the_host(tmp_path):
    """The settings of an installation on https, read as a server reads them."""
    from stormoede.lib import keys

    (tmp_path / "data").mkdir()
    keys.create(tmp_path / "keys")
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    names += ("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "LANGUAGE_COOKIE_SECURE", "LANGUAGE_COOKIE_NAME")
    show = (
        "from stormoede import settings; from stormoede.accounts import passes; "
        "from stormoede.web.message_cookie import Messages; "
        f"print([getattr(settings, name) for name in {names}] + [Messages.cookie_name, passes.name()])"
    )
    done = subprocess.run(
        [sys.executable, "-c", show],
        capture_output=True,
        text=True,
        check=True,
        env={
            "PATH": os.environ["PATH"],
            "STORMOEDE_DATA": str(tmp_path / "data"),
            "STORMOEDE_ORIGIN": "https://stormoede.example",
            "DJANGO_SETTINGS_MODULE": "stormoede.settings",
        },
    )
    told = ["__Host-session", "__Host-csrf", True, True, 31536000, True, True, "__Host-language", "__Host-messages"]
    assert done.stdout.strip() == str([*told, "__Host-m"])


def test_cookies_are_the_four_that_are_needed(walk):
    assert len(walk[1]) == 6
    for cookies in walk[1].values():
        assert cookies <= {"m", "session", "csrf", "language", "messages"}
    assert cast.Browser().get("/").status_code == 200
    assert world.routes()


@pytest.mark.django_db
def test_nothing_is_said_back_to_one_who_asks_for_it():
    answer = cast.Browser().trace("/", headers={"X-Said": "hemmelig"})
    assert "hemmelig" not in answer.content.decode() + str(answer.headers)
