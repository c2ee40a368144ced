"""Attacks 6 and 7: where a link or a code could be written down on its way, and where the database could hold one."""

import logging
import sys

import pytest
from django.core.signals import got_request_exception
from django.views.debug import ExceptionReporter

from stormoede.accounts import addresses, onetimes
from stormoede.accounts.actions import codes, links
from stormoede.accounts.actions import staff as staff_acts
from stormoede.accounts.models import CodeRequest
from stormoede.accounts.views import exchange
from stormoede.events.actor import system
from stormoede.lib import clock
from stormoede.mail import recipes
from stormoede.mail.models import Message
from tests import cast
from tests.house import world

pytestmark = pytest.mark.django_db
BY = system("test")


@pytest.fixture
def written(caplog):
    """Everything that a log of any level, an error page or an error mail would have held."""
    caplog.set_level(logging.DEBUG)
    reports = []

    def report(request, **kwargs):
        reporter = ExceptionReporter(request, *sys.exc_info(), is_email=True)
        reports.extend(
            [reporter.get_traceback_text(), reporter.get_traceback_html(), repr(request), repr(request.META)]
        )

    got_request_exception.connect(report)
    yield lambda: "\n".join([caplog.text, *reports, *(repr(vars(record)) for record in caplog.records)])
    got_request_exception.disconnect(report)


def every_way(link, token, monkeypatch):
    """Answers of every kind to requests that carry ``token``: in the path, the referrer, the raw address, the query."""
    origin = "http://127.0.0.1:8000"
    browser = cast.Browser(raise_request_exception=False)
    strict = cast.Browser(enforce_csrf_checks=True, raise_request_exception=False)
    raw = {"REQUEST_URI": f"/p/{token}", "RAW_URI": f"/%70/{token}", "HTTP_X_ORIGINAL_URL": f"/p/{token}"}
    yield 303, browser.get(f"/p/{token}", **raw)
    yield 200, browser.get("/link/", headers={"Referer": f"{origin}/p/{token}"})
    yield 404, browser.get(f"/d/{token}", **raw)
    yield 404, browser.get("/", PATH_INFO=f"//p//{token}/x")
    yield 404, browser.get(f"/P/{token}")
    yield 404, browser.get("/nowhere/", {"next": f"/p/{token}"})
    yield 405, browser.post(f"/p/{token}", **raw)
    yield 400, browser.post(f"/u/{token}")
    yield 400, browser.get(f"/p/{token}", headers={"Host": "evil.example"})
    yield (
        403,
        strict.post(f"/link/?from=/p/{token}", {"email": "x@y.example"}, headers={"Referer": f"{origin}/p/{token}"}),
    )
    links.revoke(link, by=BY, at=clock.wall())
    yield 410, browser.get(f"/p/{token}", **raw)

    def broken(*args, **kwargs):
        raise RuntimeError("the database is gone")

    monkeypatch.setattr(exchange.passes, "of_or_new", broken)
    monkeypatch.setattr(exchange.visits, "lives", lambda link, at: True)
    yield 500, browser.get(f"/p/{token}", **raw)


def test_6_a_link_is_written_down_nowhere(written, monkeypatch):
    link = cast.link(cast.person())
    token = addresses.token_of(link)
    for expected, answer in every_way(link, token, monkeypatch):
        assert answer.status_code == expected
        assert token.encode() not in answer.content
        assert token not in str(answer.headers) + str(answer.cookies)
    assert "the database is gone" in written(), "nothing was looked at"
    assert token not in written()
    assert token not in repr(world.contents())


def test_6_a_one_time_sign_in_is_written_down_nowhere(written, monkeypatch):
    address = onetimes.address_of(cast.staff(), clock.wall())
    secret = address.rpartition("/")[2]
    browser = cast.Browser(raise_request_exception=False)
    monkeypatch.setattr("stormoede.accounts.signins.begin", lambda *args: 1 / 0)
    browser.get(f"/staff/in/{secret}", headers={"Referer": address}, REQUEST_URI=f"/staff/in/{secret}")
    assert browser.post("/staff/in/", {"secret": secret, "me": "yes"}).status_code == 500
    assert "ZeroDivisionError" in written()
    assert secret not in written()
    assert secret not in repr(world.contents())


def test_7_the_whole_database_holds_no_link_no_code_and_no_sign_in():
    who, colleague = cast.person(), cast.staff()
    secrets = []
    for purpose in "pdua":
        link = cast.link(who, purpose)
        links.send(link, at=clock.wall())
        secrets.append(addresses.token_of(link))
    codes.ask(who, nonce="a" * 32, by=BY, at=clock.wall(), dated=clock.wall())
    secrets.append(codes.code_of(CodeRequest.objects.get()))
    staff_acts.send_one_time(colleague, by=BY, at=clock.wall())
    secrets.append(onetimes.address_of(colleague, clock.wall()).rpartition("/")[2])
    held, masked = repr(world.contents()), ""
    for message in Message.objects.all():
        real = recipes.of(message.kind)([message], reveal=True)[message.pk]
        shown = recipes.of(message.kind)([message], reveal=False)[message.pk]
        masked += shown.text + shown.html
        assert any(secret in real.text.replace(" ", "") for secret in secrets)
    for secret in secrets:
        # Six digits may stand in any longer number by chance, so codes are looked for as a value of their own.
        assert (f"'{secret}'" if len(secret) == 6 else secret) not in held
        assert secret not in masked.replace(" ", "").replace("•", "")
