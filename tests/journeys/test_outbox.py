"""The outbox in a browser: every page for all, the mail's own HTML in its frame, and a refused mail sent once more."""

from collections.abc import Iterator
from itertools import product

import pytest

from tests.journeys import site as sites
from tests.journeys.browser import DESK, PHONE, Window
from tests.journeys.conftest import Open
from tests.journeys.site import Site


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with sites.running(tmp_path_factory.mktemp("outbox"), "tests.journeys.outbox") as site:
        yield site


def sign_in(window: Window, site: Site) -> Window:
    cookie = {"name": site.facts["cookie"], "value": site.facts["Sofie Ravn"], "url": site.origin}
    window.page.context.add_cookies([cookie])
    return window


@pytest.mark.parametrize("language", ["da-DK", "en-GB"])
def test_every_page_of_it_can_be_used_by_all(desk: Site, window: Open, language: str) -> None:
    seen = sign_in(window(desk, language=language), desk)
    for name, path in (
        ("outbox", "/desk/outbox/"),
        ("outbox-none", "/desk/outbox/?person=ingen"),
        *((f"mail-{state}", f"/desk/outbox/{desk.facts[state]}/") for state in ("deferred", "refused", "accepted")),
    ):
        seen.go(path)
        for size, dark in product((PHONE, DESK), (False, True)):
            seen.turn(size, dark=dark)
            seen.shot(f"{name}-{language[:2]}-{size['width']}{'-dark' if dark else ''}")
            seen.assert_accessible()


def test_a_mail_is_seen_in_its_frame_and_nothing_in_it_runs(desk: Site, window: Open) -> None:
    seen = sign_in(window(desk), desk)
    page = seen.go(f"/desk/outbox/{desk.facts['accepted']}/")
    frame = page.frame_locator("iframe")
    assert frame.get_by_role("heading", level=1).inner_text() == "Dit nye link"
    button = frame.get_by_role("link", name="Åbn din side")
    assert "/p/" in button.get_attribute("href")
    assert frame.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") == "rgb(243, 246, 246)"
    seen.go(f"/desk/outbox/{desk.facts['accepted']}/html")
    seen.turn(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_refused_mail_is_found_and_sent_once_more(desk: Site, window: Open) -> None:
    seen = sign_in(window(desk), desk)
    page = seen.go("/desk/outbox/")
    page.get_by_label("Hvor den står").select_option("Afvist")
    page.get_by_role("button", name="Vis").click()
    page.get_by_role("link", name="Mette Refused").click()
    assert "Modtagerens mailserver kender ikke adressen." in page.inner_text("main")
    page.get_by_role("button", name="Send igen").click()
    assert "Mailen bliver sendt igen." in page.get_by_role("status").inner_text()
    assert page.get_by_role("button", name="Tag ud").is_visible()
