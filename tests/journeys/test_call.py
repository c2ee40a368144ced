"""A call at short notice in a browser: made at the desk, answered on a phone, and a deputy who comes through a door of their own.

The tests of this module are one story and run in order, in one process.
"""

import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.journeys import site as sites
from tests.journeys.browser import DESK, PHONE, Window
from tests.journeys.conftest import Open
from tests.journeys.site import Site

BOTH = pytest.mark.parametrize("language", ["da-DK", "en-GB"])
HERE = "/desk/rounds/oea26/calls/"
ONE = f"{HERE}indkaldelse-1/"
ADDRESS = "https://moede.example/status"


@pytest.fixture(scope="module")
def called(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with sites.running(tmp_path_factory.mktemp("called"), "tests.journeys.called") as site:
        yield site


def asked(site: Site, *what: str) -> str:
    return str(site.ask("tests.journeys.called", *what))


def sofie(site: Site, window: Open, language: str = "da-DK") -> Window:
    seen = window(site, size=DESK, language=language)
    seen.page.context.add_cookies(
        [{"name": site.facts["cookie"], "value": site.facts["Sofie Ravn"], "url": site.origin}]
    )
    return seen


def mayor(site: Site, window: Open, name: str, language: str = "da-DK") -> Window:
    seen = window(site, size=PHONE, language=language)
    seen.go(asked(site, "link", name, "p"))
    return seen


def answer(seen: Window, choice: str) -> None:
    seen.page.locator(f"[name=choice][value={choice}]").check()
    seen.page.locator("form:has([name=choice]) button").click()


def test_the_desk_calls_a_meeting_in_under_a_minute(called: Site, window: Open) -> None:
    seen = sofie(called, window)
    page = seen.go(f"{HERE}new/")
    seen.assert_accessible()
    began = time.monotonic()
    page.locator("[name=subject]").fill("Status på forhandlingerne")
    page.locator("[name=lines]").fill("Kort nyt fra bordet.\nI kan spørge.")
    starts = datetime.now(ZoneInfo("Europe/Copenhagen")) + timedelta(minutes=9)
    page.locator("[name=starts]").fill(starts.strftime("%Y-%m-%dT%H:%M"))
    page.locator("[name=join_url]").fill(ADDRESS)
    page.locator("button[value=look]").click()
    seen.shot("call-look")
    seen.assert_accessible()
    page.get_by_role("button", name="Indkald 3 personer nu").click()
    page.wait_for_url(f"**{ONE}")
    assert time.monotonic() - began < 60
    seen.shot("call-made")
    seen.assert_accessible()


def test_a_mayor_answers_on_a_phone_and_changes_it(called: Site, window: Open) -> None:
    seen = mayor(called, window, "Henning Brandt")
    seen.shot("call-asked-390")
    seen.assert_accessible()
    answer(seen, "come")
    assert "Du kommer. Mødet er i din kalender." in seen.page.content()
    seen.assert_accessible()
    answer(seen, "cannot")
    seen.assert_accessible()
    answer(seen, "come")
    assert "Du kommer." in seen.page.content()


def test_another_sends_a_deputy(called: Site, window: Open) -> None:
    seen = mayor(called, window, "Karen Lund")
    answer(seen, "deputy")
    seen.assert_accessible()
    page = seen.page
    page.locator("#sure").check()
    page.locator("form:has(#sure) button").click()
    seen.assert_accessible()
    page.locator("[name=code]").fill(asked(called, "code", "Karen Lund"))
    page.locator("form:has([name=code]) button").first.click()
    seen.shot("call-deputy-390")
    seen.assert_accessible()
    page.locator("[name=name]").fill("Ida Bech")
    page.locator("[name=email]").fill("ida.bech@faaborg-midtfyn.example")
    page.locator("form:has([name=email]) button").first.click()
    assert "Ida Bech kommer i dit sted" in page.content()
    seen.assert_accessible()


@BOTH
def test_every_page_in_both_languages(called: Site, window: Open, language: str) -> None:
    desk = sofie(called, window, language)
    for address in (HERE, f"{HERE}new/", ONE, f"{ONE}people/"):
        desk.go(address)
        desk.assert_accessible()
    desk.shot(f"call-people-{language[:2]}")
    silent = mayor(called, window, "Ole Friis", language)
    silent.assert_accessible()


def test_the_deputy_goes_in_by_a_door_of_their_own(called: Site, window: Open) -> None:
    seen = window(called, size=PHONE)
    page = seen.go(asked(called, "link", "Ida Bech", "s"))
    assert ADDRESS not in page.content()
    seen.shot("call-door-390")
    seen.assert_accessible()
    page.route(
        "https://moede.example/**", lambda route: route.fulfill(body="<title>Mødet</title>", content_type="text/html")
    )
    page.locator("form[action$='gaa-ind'] button").click()
    page.wait_for_url("https://moede.example/**")
    assert set(seen.foreign) == {ADDRESS}
    seen.foreign.clear()
    desk = sofie(called, window)
    told = " ".join(desk.go(f"{ONE}people/").locator("main").inner_text().split())
    assert re.search("Ida Bech kommer i stedet", told)
