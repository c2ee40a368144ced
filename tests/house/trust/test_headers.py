"""Section 7 of the trust model, and attack 32: the headers of every page, and what a browser may keep."""

import os
import subprocess
import sys

import pytest

from tests import cast
from tests.house import world
from tests.house.trust.test_forms import pages
from tests.house.world import World

pytestmark = pytest.mark.django_db
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


def test_every_page_carries_the_house_headers():
    here = World()
    for visitor in ("stranger", "member", "admin"):
        for name, address in pages(here, ("anyone", "member", "staff")):
            headers = here.visitors[visitor].get(address).headers
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


def test_32_nothing_personal_is_kept_or_found():
    here = World()
    for visitor, who in (("member", "member"), ("admin", "staff")):
        for name, address in pages(here, (who,)):
            answer = here.visitors[visitor].get(address)
            if answer.status_code == 405:
                continue
            headers = answer.headers
            assert "no-store" in headers.get("Cache-Control", ""), name
            assert headers["X-Robots-Tag"] == "noindex", name
            assert "Cookie" in headers["Vary"], name


def test_no_page_with_a_form_keeps_its_referrer_to_itself():
    """Chromium would send ``Origin: null`` with the form, and it would be refused."""
    here = World()
    for _name, address in pages(here, ("anyone", "member")):
        answer = here.visitors["member"].get(address)
        if b'method="post"' in answer.content and b'action="/sprog/"' not in answer.content:
            assert answer.headers["Referrer-Policy"] == "same-origin"


def test_over_tls_cookies_are_bound_to_the_host(tmp_path):
    """The settings of an installation on https, read as a server reads them."""
    from stormoede.lib import keys

    (tmp_path / "data").mkdir()
    keys.create(tmp_path / "keys")
    names = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE")
    names += ("SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS", "LANGUAGE_COOKIE_SECURE")
    show = f"from stormoede import settings; print([getattr(settings, name) for name in {names}])"
    done = subprocess.run(
        [sys.executable, "-c", show],
        capture_output=True,
        text=True,
        check=True,
        env={
            "PATH": os.environ["PATH"],
            "STORMOEDE_DATA": str(tmp_path / "data"),
            "STORMOEDE_ORIGIN": "https://stormoede.example",
        },
    )
    assert done.stdout.strip() == str(["__Host-session", "__Host-csrf", True, True, 31536000, True, True])


def test_cookies_are_the_four_that_are_needed():
    here = World()
    for visitor in here.visitors.values():
        for _name, address in pages(here, ("anyone", "member", "staff")):
            visitor.get(address)
        assert set(visitor.cookies) <= {"m", "session", "csrf", "language", "messages"}
    assert cast.Browser().get("/").status_code == 200
    assert world.routes()


@pytest.mark.django_db
def test_nothing_is_said_back_to_one_who_asks_for_it():
    answer = cast.Browser().trace("/", headers={"X-Said": "hemmelig"})
    assert answer.status_code == 405 or b"hemmelig" not in answer.content
    assert "hemmelig" not in str(answer.headers)
