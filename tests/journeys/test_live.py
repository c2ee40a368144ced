"""The desk is open, a member answers, and the figures move by themselves, to just what a reload shows."""

import re
from collections.abc import Iterator

import pytest

from tests.journeys import site as sites
from tests.journeys.browser import DESK, PHONE, Window
from tests.journeys.conftest import Open
from tests.journeys.site import Site

ROUND = "/desk/rounds/oea26/"
MEETING = f"{ROUND}meetings/stormoeder/"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with sites.running(tmp_path_factory.mktemp("asked"), "tests.journeys.asked") as site:
        yield site


def sofie(site: Site, window: Open, address: str) -> Window:
    seen = window(site, size=DESK)
    seen.page.context.add_cookies(
        [{"name": site.facts["cookie"], "value": site.facts["Sofie Ravn"], "url": site.origin}]
    )
    seen.go(address)
    return seen


def shown(seen: Window) -> str:
    """The part of the page that moves, without the marks of its forms and the minute of its clock."""
    page = str(seen.page.locator("#live").evaluate("one => one.outerHTML"))
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|kl\. \d{1,2}\.\d\d', "", page)


def sentence(seen: Window) -> str:
    return str(seen.page.locator("[data-sentence]").get_attribute("data-sentence")).strip()


def test_a_member_answers_and_the_open_desk_shows_it(asked: Site, window: Open) -> None:
    desks = [sofie(asked, window, address) for address in (ROUND, f"{ROUND}municipalities/", MEETING)]
    before = [sentence(desk) for desk in desks]
    for desk in desks:
        desk.page.evaluate("window.here = true")
    desks[1].page.locator("main [name=q]").fill("Faab")
    link = desks[2].page.locator("#live a").first
    link.focus()
    member = window(asked, size=PHONE).go(asked.facts["pages"].pop())
    member.locator(".choice").first.click()
    member.get_by_role("button", name="Send mit svar").click()
    for desk, old in zip(desks, before, strict=True):
        moved = "one => document.querySelector('[data-sentence]').dataset.sentence.trim() !== one"
        desk.page.wait_for_function(moved, arg=old)
        # Nothing was loaded anew, and the one sentence is said.
        assert desk.page.evaluate("window.here") is True
        assert desk.page.locator("#says").inner_text() == sentence(desk)
        desk.assert_accessible()
    # What was typed is still there, and the focus is where it was.
    assert desks[1].page.locator("main [name=q]").input_value() == "Faab"
    assert link.evaluate("one => one === document.activeElement")
    there = [shown(desk) for desk in desks]
    for desk, seen in zip(desks, there, strict=True):
        desk.page.reload()
        assert shown(desk) == seen
