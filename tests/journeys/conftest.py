"""Windows and a running site for the journeys. Where there is no chromium they are skipped, and counted as such."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import browser as windows
from tests.journeys import site as sites
from tests.journeys.browser import Window
from tests.journeys.site import Site

# The walks of every run: a member's way, and a stranger's. The others are left to bin/test --full.
QUICK = {"test_member.py", "test_strangers.py"}

# What is to be seen on a page is waited for as long as the page itself is: a machine with much to do takes longer.
expect.set_options(timeout=30_000)

type Open = Callable[..., Window]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The walks of one file share a site and go on where the one before stopped, so one process takes them in order."""
    for item in items:
        if "/journeys/" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group(item.path.name))
            if item.path.name not in QUICK:
                item.add_marker(pytest.mark.long)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One for each file: while it is open its event loop stands in the way of a test that asks the database."""
    path = windows.program()
    if path is None:
        pytest.skip("there is no chromium here")
    with windows.started(path) as started:
        yield started


@pytest.fixture(scope="session")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site without a round."""
    with sites.running(tmp_path_factory.mktemp("plain"), "tests.journeys.plain") as site:
        yield site


@pytest.fixture
def window(chromium: Browser) -> Iterator[Open]:
    """Opens windows: ``window(site, size=PHONE, language="en-GB", dark=True)``; each must have been quiet at the end."""
    open_ones: list[Window] = []

    def opened(site: Site, **how: object) -> Window:
        open_ones.append(windows.opened(chromium, site.origin, **how))  # type: ignore[arg-type]
        return open_ones[-1]

    yield opened
    for one in open_ones:
        one.page.context.close()
    for one in open_ones:
        one.assert_quiet()


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A told story at its beginning; ``facts`` are the cast's ways in by name."""
    with sites.running(tmp_path_factory.mktemp("told"), "tests.journeys.told") as site:
        yield site
