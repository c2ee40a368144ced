"""What a stranger sees: in both languages, on a phone and a desk, light and dark."""

import pytest

from tests.journeys.browser import DESK, PHONE
from tests.journeys.conftest import Open
from tests.journeys.site import Site

PAGES = {"start": "/", "accessibility": "/tilgaengelighed/"}
NARROW = {"width": 320, "height": 640}


@pytest.mark.parametrize("language", ["da-DK", "en-GB"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_for_strangers_can_be_used_by_all(plain: Site, window: Open, name: str, language: str) -> None:
    seen = window(plain, language=language)
    seen.go(PAGES[name])
    for size in (NARROW, PHONE, DESK):
        for dark in (False, True):
            seen.turn(size, dark=dark)
            seen.shot(f"{name}-{language[:2]}-{size['width']}{'-dark' if dark else ''}")
            seen.assert_accessible()


def test_what_is_not_there_is_told_kindly(plain: Site, window: Open) -> None:
    seen = window(plain, size=PHONE)
    seen.go("/findes/ikke/", status=404)
    seen.shot("404-da-390")
    seen.assert_accessible()


def test_the_language_is_changed_by_one_press_and_kept(plain: Site, window: Open) -> None:
    seen = window(plain, size=PHONE, script=False)
    page = seen.go("/tilgaengelighed/")
    page.get_by_role("button", name="English").click()
    assert page.url.endswith("/tilgaengelighed/")
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("heading", level=1).inner_text() == "Accessibility"
    seen.go("/")
    assert page.locator("html").get_attribute("lang") == "en"
