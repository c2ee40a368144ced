"""The address fails two minutes before the meeting: the desk puts in another and mails it, and everybody gets in."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.journeys import browser as windows
from tests.journeys import site as sites
from tests.journeys.browser import DESK, PHONE, Window
from tests.journeys.evening import FAILING, LATE, NAMES, WORKING
from tests.journeys.site import Site

MEETING = "/desk/rounds/oea26/meetings/stormoeder/"


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with sites.running(tmp_path_factory.mktemp("evening"), "tests.journeys.evening") as site:
        yield site


def _answers(route: Route) -> None:
    """Two meeting places: one that fails, one that works."""
    if route.request.url.startswith(FAILING):
        route.fulfill(status=503, content_type="text/html", body="<h1>Something went wrong</h1>")
    else:
        route.fulfill(status=200, content_type="text/html", body="<h1>The meeting</h1>")


def opened(chromium: Browser, site: Site, size: dict[str, int] = PHONE, *, script: bool = True) -> Window:
    window = windows.opened(chromium, site.origin, size=size, script=script)
    window.page.route("https://*.example/**", _answers)
    return window


def go_in(page: Page, finds: str) -> None:
    page.locator("form[action$='gaa-ind'] button").click()
    expect(page.get_by_role("heading", name=finds)).to_be_visible(timeout=30_000)


def at_the_desk(chromium: Browser, site: Site) -> Window:
    desk = opened(chromium, site, DESK)
    cookie = {"name": site.facts["cookie"], "value": site.facts["signed_in"], "url": site.origin}
    desk.page.context.add_cookies([cookie])  # type: ignore[list-item]
    desk.go(MEETING)
    desk.assert_accessible()
    return desk


def mend(desk: Window) -> None:
    """Another address, and the plain one by mail in two clicks."""
    desk.shot("evening-desk")
    desk.page.get_by_role("link", name="Ny adresse").click()
    desk.page.get_by_label("Mødets egen adresse").fill(WORKING)
    desk.shot("evening-desk-address")
    desk.page.get_by_role("button", name="Gem").click()
    desk.page.get_by_role("link", name="Send adressen til alle tilmeldte").click()
    desk.shot("evening-desk-mail")
    desk.assert_accessible()
    desk.page.get_by_role("button", name="Send adressen til 4 personer").click()
    expect(desk.page.get_by_text("Adressen er på vej til 4 personer")).to_be_visible()


def asks_and_gets_in(mette: Window, desk: Window, site: Site) -> None:
    """Somebody without a seat meets the late rule, and the desk says yes."""
    mette.go(site.facts[LATE])
    mette.page.get_by_role("radio").check()
    mette.page.get_by_role("button", name="Send mit svar").click()
    mette.shot("evening-door-asked")
    mette.assert_accessible()
    desk.go(MEETING)
    desk.page.get_by_role("button", name=re.compile(f"Ja.*{LATE}")).click()
    mette.go(site.facts[LATE])
    go_in(mette.page, "The meeting")


def test_the_address_fails_two_minutes_before_and_all_get_in(evening: Site, chromium: Browser) -> None:
    karen, bo, ida = (opened(chromium, evening, script=name != "Ida Bak") for name in NAMES[:3])
    for window, name in zip((karen, bo, ida), NAMES, strict=False):
        window.go(evening.facts[name])
    go_in(karen.page, "Something went wrong")
    desk = at_the_desk(chromium, evening)
    mend(desk)

    karen.go(evening.facts["Karen Lund"])
    expect(karen.page.get_by_text("Vejen ind blev ændret")).to_be_visible()
    karen.shot("evening-door-changed")
    karen.assert_accessible()
    for window in (karen, bo, ida):
        go_in(window.page, "The meeting")

    told = _mail(evening)
    assert WORKING in told["text"] and told["to"] in NAMES
    per, mette = opened(chromium, evening), opened(chromium, evening)
    per.page.goto(WORKING)
    expect(per.page.get_by_role("heading", name="The meeting")).to_be_visible()
    asks_and_gets_in(mette, desk, evening)

    desk.go(MEETING)
    desk.page.get_by_role("link", name="Se, hvem der kommer").first.click()
    expect(desk.page.get_by_text("døren", exact=True)).to_have_count(4)
    desk.shot("evening-desk-people")
    for window in (karen, bo, ida, per, mette, desk):
        assert window.refused == []
        window.page.context.close()


def test_a_cancelled_evening_offers_the_other_at_the_door(evening: Site, chromium: Browser) -> None:
    desk = at_the_desk(chromium, evening)
    desk.page.get_by_role("link", name="Aflys datoen").first.click()
    desk.page.get_by_role("textbox").fill("Formanden er blevet syg.")
    desk.shot("evening-desk-cancel")
    desk.assert_accessible()
    desk.page.get_by_role("button", name="Aflys datoen").click()
    desk.shot("evening-desk-cancelled")
    desk.assert_accessible()
    karen = opened(chromium, evening)
    karen.go(evening.facts["Karen Lund"])
    karen.shot("evening-door-cancelled")
    karen.assert_accessible()
    expect(karen.page.get_by_text("Formanden er blevet syg.")).to_be_visible()
    karen.page.get_by_role("radio").check()
    karen.page.get_by_role("button", name="Send mit svar").click()
    expect(karen.page.get_by_text("Du er tilmeldt")).to_be_visible()
    for window in (desk, karen):
        assert window.refused == []
        window.page.context.close()


def _mail(site: Site) -> dict[str, str]:
    found: dict[str, str] = site.ask("tests.journeys.evening", "mail")
    return found
