"""A member in a browser: the question, the error, the receipt, the swap, the sign-off, and the undoing of it."""

from collections.abc import Iterator

import pytest

from tests.journeys import site as sites
from tests.journeys.browser import DESK, PHONE
from tests.journeys.conftest import Open
from tests.journeys.site import Site

SMALL = {"width": 320, "height": 640}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site where a member has been asked."""
    with sites.running(tmp_path_factory.mktemp("asked"), "tests.journeys.asked") as site:
        yield site


@pytest.mark.parametrize("script", [True, False], ids=["script", "plain"])
@pytest.mark.parametrize(
    "size",
    [pytest.param(SMALL, marks=pytest.mark.long), PHONE, pytest.param(DESK, marks=pytest.mark.long)],
    ids=["small", "phone", "desk"],
)
def test_answer_receipt_swap_and_off(asked: Site, window: Open, size: dict[str, int], script: bool) -> None:
    seen = window(asked, size=size, script=script)
    page = seen.go(asked.facts["pages"].pop())

    def look(name: str) -> None:
        seen.shot(f"member-{name}-{size['width']}")
        if script:
            seen.assert_accessible()

    look("question")
    assert page.locator("input[type=radio]:checked").count() == 0
    page.get_by_role("button", name="Send mit svar").click()
    assert page.title().startswith("Fejl:")
    if script:
        page.locator(".errors:focus").wait_for()
    look("error")
    page.locator(".choice").first.click()
    page.get_by_role("button", name="Send mit svar").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Du er tilmeldt")
    look("receipt")
    first = page.get_by_role("heading", level=1).inner_text()
    page.locator("aside .choice").first.click()
    page.get_by_role("button", name="Ret mit svar").click()
    assert page.get_by_role("heading", level=1).inner_text() != first
    look("swapped")
    page.locator("aside .choice").last.click()
    page.get_by_role("button", name="Ret mit svar").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Du har svaret, at du ikke kan deltage"
    look("off")
    page.get_by_role("link", name="Fortryd, eller").click()
    look("undo")
    page.locator(".choice").first.click()
    page.locator("main form .button").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Du er tilmeldt")
