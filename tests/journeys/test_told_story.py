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
        with urllib.request.urlopen(f"{told.origin}/story/ur/", timeout=60) as answer:
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


def test_the_secretary_reads_tests_and_releases_the_letter(told: Site, window: Open) -> None:
    seen = enter(told, window, "Sofie Ravn")
    page = seen.go("/desk/rounds/oea26/letters/invitation/")
    for tab in ("Brev (pdf)", "Ren tekst", "Mail"):
        page.get_by_role("link", name=tab).click()
    seen.shot("story-letter")
    seen.assert_accessible()
    page.get_by_role("button", name="Send det til dig selv").click()
    page.get_by_role("button", name=re.compile("^Frigiv til")).click()
    assert page.title().startswith("Fejl:")
    seen.shot("story-letter-error")
    seen.assert_accessible()
    page.get_by_label("Jeg har læst brevet igennem").check()
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name=re.compile("^Frigiv til")).click()
    page.get_by_text("Sendes nu").or_(page.get_by_text("Sendt")).first.wait_for()
    seen.shot("story-letter-released")
    seen.assert_accessible()


def test_the_letter_goes_to_everybody_who_can_be_reached(told: Site, window: Open) -> None:
    onward(told, window)
    seen = enter(told, window, "Sofie Ravn")
    # The clock may stand still while the last of the letters are still on their way.
    for _ in range(120):
        page = seen.go("/desk/rounds/oea26/")
        funnel = page.locator(".funnel").inner_text()
        if "er på vej" not in funnel:
            break
        time.sleep(1)
    assert "2.432" in funnel
    assert "2.414" in funnel
    page.get_by_role("link", name=re.compile("15 breve")).click()
    seen.shot("story-not-reached")
    seen.assert_accessible()


def answer(seen: Window, choice: str) -> None:
    """Press one of the cards, and send."""
    seen.page.get_by_role("radio", name=re.compile(choice.replace(" ", r"\s"))).check()
    seen.page.get_by_role("button", name=re.compile("^(Send|Ret) mit svar")).click()


def heading(seen: Window) -> str:
    return seen.page.get_by_role("heading", level=1).inner_text().replace("\xa0", " ")


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_a_member_answers_changes_and_signs_off_on_a_phone(told: Site, window: Open, script: bool) -> None:
    name = "Mette Overgaard" if script else "Henning Brandt"
    seen = enter(told, window, name, size=PHONE, script=script)
    assert heading(seen) == "Hvilken aften passer dig bedst?"
    answer(seen, "31. marts")
    assert heading(seen) == "Du er tilmeldt mandag den 31. marts"
    seen.shot("story-receipt-390")
    if script:
        seen.assert_accessible()
    answer(seen, "3. april")
    assert heading(seen) == "Du er tilmeldt torsdag den 3. april"
    answer(seen, "kan ikke")
    assert "ikke" in heading(seen)
    if script:
        seen.assert_accessible()
    answer(seen, "31. marts")
    assert heading(seen) == "Du er tilmeldt mandag den 31. marts"


def test_the_mail_lies_in_the_outbox_as_it_left(told: Site, window: Open) -> None:
    seen = enter(told, window, "Sofie Ravn")
    page = seen.go("/desk/outbox/?to=Mette+Overgaard")
    page.get_by_role("link", name="Mette Overgaard").first.click()
    seen.shot("story-mail")
    seen.assert_accessible()


def test_answers_come_in_and_the_deadline_passes(told: Site, window: Open) -> None:
    for _ in range(3):
        onward(told, window)
    seen = enter(told, window, "Lone Friis", size=PHONE)
    assert heading(seen) == "Hvem af jer kommer?"
    seen.assert_accessible()
    desk = enter(told, window, "Sofie Ravn")
    desk.go("/desk/rounds/oea26/")
    desk.shot("story-after-deadline")
    desk.assert_accessible()


def test_after_the_deadline_a_change_asks_the_secretariat(told: Site, window: Open) -> None:
    seen = enter(told, window, "Henning Brandt", size=PHONE)
    assert "31. marts" in heading(seen)
    seen.shot("story-late-390")
    seen.assert_accessible()


def test_the_door_opens_at_its_time_and_leads_in(told: Site, window: Open) -> None:
    onward(told, window)
    early = enter(told, window, "Mette Overgaard", size=PHONE)
    early.go("/moede/oea26-2025-03-31/")
    early.shot("story-door-waiting-390")
    early.assert_accessible()
    assert "moede.example" not in early.page.content()
    onward(told, window)
    seen = enter(told, window, "Mette Overgaard", size=PHONE)
    page = seen.go("/moede/oea26-2025-03-31/")
    assert heading(seen) == "Døren er åben"
    assert "moede.example" not in page.content()
    seen.shot("story-door-open-390")
    seen.assert_accessible()
    page.route(
        "https://moede.example/**", lambda route: route.fulfill(body="<title>Mødet</title>", content_type="text/html")
    )
    page.get_by_role("button", name="Gå ind i mødet").click()
    page.wait_for_url("https://moede.example/**", timeout=10_000)
    assert page.evaluate("document.referrer") == ""
    assert set(seen.foreign) == {"https://moede.example/oea26-aften-1"}
    seen.foreign.clear()


def test_the_evenings_end_with_who_came(told: Site, window: Open) -> None:
    for _ in range(3):
        onward(told, window)
    seen = enter(told, window, "Peter Skov")
    page = seen.go("/desk/rounds/oea26/")
    came = int(page.locator(".funnel li").last.locator("b").inner_text().replace(".", ""))
    assert 900 < came < 1211
    seen.shot("story-over")
    seen.assert_accessible()


def test_the_story_ends_with_a_call_at_short_notice(told: Site, window: Open) -> None:
    onward(told, window)
    seen = enter(told, window, "Sofie Ravn")
    page = seen.go("/desk/rounds/oea26/calls/")
    page.get_by_role("link", name="Status på økonomiforhandlingerne").click()
    seen.shot("story-call")
    seen.assert_accessible()
    for _ in range(2):
        onward(told, window)
    page = seen.go("/desk/rounds/oea26/calls/indkaldelse-1/people/")
    assert "kommer i stedet" in page.content()
    assert page.get_by_role("button", name=re.compile("^(Videre|Next):")).count() == 0
