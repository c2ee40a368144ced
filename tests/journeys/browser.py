"""A window of Debian's chromium that remembers what it asked the network for and what the content policy refused.

Tests with a window never touch the database themselves: the product's own server runs in another process.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, ConsoleMessage, Page, Request, sync_playwright

AXE = (Path(__file__).parent.parent / "vendor" / "axe.min.js").read_text(encoding="utf-8")
QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
         "--disable-default-apps", "--disable-sync", "--no-first-run", "--disable-dev-shm-usage")  # fmt: skip
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# Style sheets are fetched once more for one rule alone, about turning a phone, which axe still tries and does not count.
OPTIONS = {
    "runOnly": {"type": "tag", "values": list(RULES)},
    "resultTypes": ["violations"],
    "preload": {"assets": ["media"]},
}
# What has passed is thousands of lines for each page; only faults leave it.
LOOK = """options => axe.run(document, options).then(found => found.violations.flatMap(
    fault => fault.nodes.map(node => `${fault.id}: ${node.html.slice(0, 160)}`)))"""


def program() -> str | None:
    """Where chromium is; None when there is none."""
    return os.environ.get("STORMOEDE_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def started(path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@dataclass
class Window:
    """One page in one browser profile. ``origin`` is the only place it may talk to, but for the meeting's own address."""

    page: Page
    origin: str
    foreign: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    _session: CDPSession | None = None

    def __post_init__(self) -> None:
        self.page.on("request", self._asked)
        self.page.on("console", self._said)

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.origin + "/", "data:", "about:", "blob:", "chrome:", "chrome-extension:")):
            self.foreign.append(request.url)

    def _said(self, message: ConsoleMessage) -> None:
        if re.search(r"Content Security Policy|Content-Security-Policy|Permissions policy violation", message.text):
            self.refused.append(message.text)

    def go(self, path: str, *, status: int = 200) -> Page:
        """Open an address of the product, or a whole one; the status must be as said."""
        answer = self.page.goto(path if "://" in path else self.origin + path)
        assert answer is not None
        assert answer.status == status, f"{path} answered {answer.status}"
        return self.page

    def turn(self, size: dict[str, int], *, dark: bool = False) -> None:
        """Show the page that is open in another size, and in the light or in the dark, without asking for it anew."""
        self.page.set_viewport_size({"width": size["width"], "height": size["height"]})
        # Colours that are still on their way from light to dark are nobody's.
        self.page.emulate_media(color_scheme="dark" if dark else "light", reduced_motion="reduce")

    def shot(self, name: str) -> None:
        """Keep a picture of the whole page, when STORMOEDE_TEST_SHOTS names a folder for them."""
        folder = os.environ.get("STORMOEDE_TEST_SHOTS")
        if folder:
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    def assert_accessible(self) -> None:
        """No violation of WCAG 2.2 AA or of good practice that axe can see, and nothing wider than the window."""
        # A page that a press has led to may be here before its styles are.
        self.page.wait_for_load_state()
        # The policy has no place for a script put in; axe is evaluated by the debugger, outside the page's own policy.
        # It is half a million signs: a page that is looked at again is not given it again, and the debugger, unlike
        # evaluate, lets the browser keep what it compiled for the next page.
        if not self.page.evaluate("'axe' in window"):
            self._debugger().send("Runtime.evaluate", {"expression": AXE, "silent": True})
        told = self.page.evaluate(LOOK, OPTIONS)
        assert not told, f"{self.page.url}\n" + "\n".join(told)
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} is {wide} px wider than the window"

    def _debugger(self) -> CDPSession:
        if self._session is None:
            self._session = self.page.context.new_cdp_session(self.page)
        return self._session

    def assert_quiet(self) -> None:
        """Nothing was asked of other places, and the content policy refused nothing."""
        assert self.foreign == []
        assert self.refused == []


def opened(
    browser: Browser, origin: str, *, size: dict[str, int] = DESK, language: str = "da-DK", dark: bool = False,
    script: bool = True, **more: Any,
) -> Window:  # fmt: skip
    """A window in a profile of its own."""
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        locale=language,
        timezone_id="Europe/Copenhagen",
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        **more,
    )
    return Window(context.new_page(), origin)
