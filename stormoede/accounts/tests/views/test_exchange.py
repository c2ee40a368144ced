"""Opening a personal link: a cookie and a new address, nothing written, nothing told to strangers."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import override_settings
from pytest_django import DjangoAssertNumQueries

from stormoede.accounts import addresses
from stormoede.accounts.actions import links
from stormoede.events.actor import system
from stormoede.lib import clock
from tests import cast

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 3, 20, 19, tzinfo=UTC)


@pytest.mark.parametrize(("purpose", "target"), [("p", "/mig/{}/"), ("d", "/dor/{}/"), ("u", "/paamindelser/{}/")])
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_link_becomes_a_cookie(
    purpose: str, target: str, method: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    link = cast.link(cast.person(), purpose)
    browser = cast.Browser()
    with django_assert_num_queries(1):
        answer = getattr(browser, method)(f"/{purpose}/{addresses.token_of(link)}")
    assert answer.status_code == 303
    assert answer["Location"] == target.format(link.handle)
    assert addresses.token_of(link) not in str(answer.cookies) + str(answer.headers)
    assert answer["Cache-Control"] == "no-store, private"
    cookie = answer.cookies["m"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 12 * 3600


@override_settings(SECURE=True)
def test_the_cookie_is_bound_to_the_host_when_the_origin_is_https() -> None:
    answer = cast.Browser().open(cast.link(cast.person()))
    cookie = answer.cookies["__Host-m"]
    assert cookie["secure"]
    assert cookie["path"] == "/"
    assert not cookie["domain"]


def test_a_bad_link_costs_no_statement(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    token = addresses.token_of(cast.link(cast.person()))
    with django_assert_num_queries(0):
        for bad in ["a" * 39, token.upper(), token + "a", token[1:], f"{token}/x", "x"]:
            assert cast.Browser().get(f"/p/{bad}").status_code == 404
        assert cast.Browser().get(f"/d/{token}").status_code == 404


def test_a_network_that_sends_thirty_bad_links_is_not_read() -> None:
    link = cast.link(cast.person())
    browser = cast.Browser()
    codes = [browser.get("/p/" + "a" * 39).status_code for _ in range(31)]
    assert codes == [404] * 30 + [429]
    assert browser.open(link).status_code == 429
    assert cast.Browser(REMOTE_ADDR="198.51.100.7").open(link).status_code == 303


def test_revoked_renewed_and_closed_links_open_nothing() -> None:
    revoked, renewed, closed = (cast.link(cast.person(name)) for name in ["Ida Bo", "Bo Dam", "Gry Lo"])
    old = addresses.of(renewed)
    links.revoke(revoked, by=system("test"), at=NOW)
    fresh = links.renew(renewed, by=system("test"), at=NOW)
    closed.closes = clock.wall() - timedelta(seconds=1)
    closed.save()
    browser = cast.Browser()
    assert browser.open(revoked).status_code == 410
    assert browser.open(closed).status_code == 410
    assert browser.get(old.removeprefix("http://127.0.0.1:8000")).status_code == 410
    assert browser.open(fresh).status_code == 303
