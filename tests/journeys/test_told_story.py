"""The whole story in a browser: as secretary at a desk, as member on a phone, from the letter to the last evening.

The tests of this module are one story and run in order, in one process.
"""

import json
import re
import time
import urllib.request

import pytest

from tests.journeys.browser import DESK, PHONE, Window
from tests.journeys.conftest import Open
from tests.journeys.site import Site

pytestmark = pytest.mark.xdist_group("told")


def enter(told: Site, window: Open, name: str, **how: object) -> Window:
    """A window of one of the cast: a colleague presses the button, a member opens the link."""
    seen = window(told, **how)
    page = seen.go(told.facts[name])
    if "/story/" in told.facts[name]:
        page.get_by_role("button", name=re.compile("Vær|Be ")).click()
    return seen


def onward(told: Site, window: Open) -> None:
    """Press the amber button and wait until the story stands still again."""
    seen = window(told)
    seen.go("/story/").get_by_role("button", name=re.compile("^(Videre|Next):")).click()
    for _ in range(600):
        with urllib.request.urlopen(f"{told.origin}/story/ur/", timeout=10) as answer:
            if not json.load(answer)["playing"]:
                return
        time.sleep(0.2)
    raise AssertionError("the story did not come to a stop")


@pytest.mark.parametrize("language", ["da-DK", "en-GB"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_newcomer_sees_who_one_can_be(told: Site, window: Open, size: dict[str, int], language: str) -> None:
    seen = window(told, size=size, language=language)
    page = seen.go("/story/")
    seen.shot(f"story-cast-{language[:2]}-{size['width']}")
    seen.assert_accessible()
    assert page.get_by_role("button", name=re.compile("Sofie")).is_visible()


def test_the_phone_shows_the_members_page_at_a_phones_width(told: Site, window: Open) -> None:
    seen = window(told)
    page = seen.go("/story/telefon/")
    frame = page.frame_locator("iframe")
    assert frame.get_by_role("heading", level=1).inner_text() == "Hvilken aften passer dig bedst?"
    assert page.locator("iframe").evaluate("frame => frame.clientWidth") == 388
    seen.shot("story-phone")
    seen.assert_accessible()
