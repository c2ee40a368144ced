"""Every sort of page one can reach by links, as staff and as member: axe finds nothing, nothing is too wide, no link is dead."""

import re

import pytest

from tests.journeys import walk
from tests.journeys.browser import DESK, PHONE, Window
from tests.journeys.conftest import Open
from tests.journeys.site import Site

# A walk takes a minute or more: it is part of the full run, where each look has a process and a site of its own.
pytestmark = pytest.mark.long

LOOKS = {"da-desk": ("da", DESK, False), "en-phone-dark": ("en", PHONE, True)}


def enter(told: Site, window: Open, name: str, look: str) -> tuple[Window, str]:
    """A window of one of the cast in a language and a size, and the address it begins at."""
    language, size, dark = LOOKS[look]
    seen = window(told, size=size, language=f"{language}-DK", dark=dark)
    seen.page.context.add_cookies([{"name": "language", "value": language, "url": told.origin}])
    seen.go(told.facts[name])
    if "/story/" in told.facts[name]:
        seen.page.locator("main form button").click()
    return seen, seen.page.url.removeprefix(told.origin)


@pytest.mark.parametrize("look", [pytest.param(look, marks=pytest.mark.xdist_group(look)) for look in LOOKS])
@pytest.mark.parametrize("name", ["Karen Lindholt", "Mette Overgaard", "Lone Friis"])
def test_every_page_can_be_used_by_all(told: Site, window: Open, name: str, look: str) -> None:
    seen, start = enter(told, window, name, look)
    for sort in walk.pages(seen, start):
        seen.shot(f"{look}/{re.sub(r'[^A-Za-z0-9]+', '-', sort).strip('-') or 'start'}")
        seen.assert_accessible()
