"""Two who write in one field, a browser that is killed, a server that is killed: no sentence older than five seconds is missing."""

import random
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, Page, expect

from tests.journeys import browser as windows
from tests.journeys import site as sites
from tests.journeys.browser import DESK, PHONE, Window
from tests.journeys.site import Site

LOST_AFTER = 5.0
KILLS = 30
# How long somebody writes before a kill: every fifth time longer than a sentence may be on its way.
MOSTLY, AT_TIMES = (0.2, 2.2), (5.2, 7.0)


@pytest.fixture(scope="module")
def drafting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with sites.running(tmp_path_factory.mktemp("drafting"), "tests.journeys.drafting") as site:
        yield site


def typed(site: Site) -> dict[str, str]:
    """What the database holds, read beside the server."""
    file = Path(site.environment["STORMOEDE_DATA"]) / "stormoede.sqlite3"
    line = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=10)
    try:
        return dict(line.execute("SELECT name, value FROM contributions_draftfield").fetchall())
    finally:
        line.close()


def opened(site: Site, browser: Browser, who: str, name: str, **how: object) -> Window:
    """The draft in a window of its own, past the code."""
    window = windows.opened(browser, site.origin, **how)  # type: ignore[arg-type]
    window.go(site.facts[who])
    page = window.go(site.facts[f"{who}_draft"] + "kladde/")
    page.locator("#sure").check()
    page.locator("form:has(#sure) button").click()
    page.locator("[name=code]").fill(site.ask("tests.journeys.drafting", "code", name)["code"])
    page.locator("form:has([name=code]) button").first.click()
    expect(page.locator("form[data-save]")).to_be_visible()
    return window


def waits_for(site: Site, name: str, value: str) -> None:
    for _ in range(150):
        if typed(site).get(name) == value:
            return
        time.sleep(0.1)
    raise AssertionError(f"{name} is {typed(site).get(name)!r}, not {value!r}")


def test_of_two_in_one_field_the_later_sees_the_others_text(drafting: Site, chromium: Browser) -> None:
    lone = opened(drafting, chromium, "lone", "Lone Friis", size=DESK)
    henning = opened(drafting, chromium, "henning", "Henning Brandt", size=PHONE)
    lone.page.locator("#f-situation").fill("Udgiften til det specialiserede område steg 4 procent.")
    waits_for(drafting, "situation", "Udgiften til det specialiserede område steg 4 procent.")
    henning.page.locator("#f-situation").fill("Borgmesteren skriver noget andet.")
    two = henning.page.locator("[data-box=situation] [data-two]")
    expect(two).to_be_visible()
    expect(two.locator("[data-theirs]")).to_have_text("Udgiften til det specialiserede område steg 4 procent.")
    assert typed(drafting)["situation"].startswith("Udgiften")
    for window, shot in ((lone, "draft-desk"), (henning, "draft-two-phone")):
        window.shot(shot)
        window.assert_accessible()
    two.locator("[data-choose=mine]").click()
    waits_for(drafting, "situation", "Borgmesteren skriver noget andet.")
    expect(two).to_have_count(0)
    henning.page.locator("#f-udfordringer").fill("Rekruttering.")
    waits_for(drafting, "udfordringer", "Rekruttering.")
    for window in (lone, henning):
        window.page.context.close()
        window.assert_quiet()


def test_a_reader_without_script_saves_with_the_button_and_sees_both_texts(drafting: Site, chromium: Browser) -> None:
    page = opened(drafting, chromium, "lone", "Lone Friis", script=False).page
    other = opened(drafting, chromium, "henning", "Henning Brandt").page
    other.locator("#f-koordinering").fill("Henning var først.")
    waits_for(drafting, "koordinering", "Henning var først.")
    page.locator("#f-koordinering").fill("Lone var sidst.")
    page.locator("#f-vigtigst-1").fill("Flere ældre")
    page.locator(".savebar button").first.click()
    expect(page.locator("[data-box=koordinering] [data-mine]")).to_have_text("Lone var sidst.")
    expect(page.locator("#f-koordinering")).to_have_value("Henning var først.")
    assert typed(drafting)["vigtigst.1"] == "Flere ældre"
    page.locator("[data-box=koordinering] [data-choose=mine]").click()
    waits_for(drafting, "koordinering", "Lone var sidst.")
    page.context.close()
    other.context.close()


def write(page: Page, box: str, sentences: list[tuple[float, str]], number: int) -> None:
    """One more sentence, as a person types it, and when it was finished."""
    sentence = f"Sætning nummer {number}. "
    page.locator(box).press_sequentially(sentence, delay=15)
    sentences.append((time.monotonic(), sentence.strip()))


@pytest.mark.long
def test_a_killed_browser_loses_no_sentence_older_than_five_seconds(drafting: Site, chromium: Browser) -> None:
    # A browser of its own, since it is killed; started by the one that runs, since a process has one Playwright.
    browser = chromium.browser_type.launch(executable_path=windows.program(), args=list(windows.QUIET))
    page = opened(drafting, browser, "lone", "Lone Friis").page
    page.locator("#f-udfordringer").fill("")
    sentences: list[tuple[float, str]] = []
    for number in range(25):
        write(page, "#f-udfordringer", sentences, number)
    killed = time.monotonic()
    # The page's process ends as the kernel ends one: nothing on the page gets to say goodbye.
    with pytest.raises(Error):
        page.goto("chrome://kill", timeout=5_000)
    browser.close()
    held = typed(drafting)["udfordringer"]
    missing = [sentence for at, sentence in sentences if killed - at > LOST_AFTER and sentence not in held]
    assert missing == []


@pytest.mark.long
def test_a_server_killed_at_thirty_points_loses_no_sentence(tmp_path: Path, chromium: Browser) -> None:
    random.seed(30)
    with sites.restartable(tmp_path, "tests.journeys.drafting") as (site, restart):
        page = opened(site, chromium, "lone", "Lone Friis").page
        sentences: list[tuple[float, str]] = []
        number = 0
        for kill in range(KILLS):
            until = time.monotonic() + random.uniform(*(MOSTLY if kill % 5 else AT_TIMES))
            while time.monotonic() < until:
                write(page, "#f-situation", sentences, number)
                number += 1
            killed = time.monotonic()
            restart.kill()
            held = typed(site).get("situation", "")
            missing = [told for at, told in sentences if killed - at > LOST_AFTER and told not in held]
            assert missing == [], f"killed after {number} sentences"
            restart.start()
            expect(page.locator("[data-state=saved]")).to_be_visible(timeout=20_000)
        waits_for(site, "situation", page.locator("#f-situation").input_value())
        expect(page.locator("[data-two]")).to_have_count(0)
        page.context.close()
