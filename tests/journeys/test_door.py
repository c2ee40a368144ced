"""Attack 20: the door in a real browser reaches the meeting's address, and that place learns nothing of where one came from."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys import browser as windows
from tests.journeys import site as sites
from tests.journeys.browser import PHONE
from tests.journeys.site import Site

type Asked = list[tuple[str, dict[str, str]]]


class Meeting(BaseHTTPRequestHandler):
    """Stands for Teams or Jitsi: writes down what it is told."""

    asked: Asked = []

    def do_GET(self) -> None:
        self.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>The meeting</title><h1>The meeting</h1>")

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def meeting() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Meeting)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/the-meeting"
    server.shutdown()


@pytest.fixture(scope="module")
def doored(meeting: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOURNEY_JOIN", meeting)
        with sites.running(tmp_path_factory.mktemp("doored"), "tests.journeys.doored") as site:
            yield site


def test_20_the_door_reaches_the_address_and_tells_it_nothing(doored: Site, meeting: str, chromium: Browser) -> None:
    Meeting.asked.clear()
    window = windows.opened(chromium, doored.origin, size=PHONE)
    page = window.page
    window.go(doored.facts["door"])
    secret = doored.facts["door"].rpartition("/")[2]
    assert secret not in page.url
    assert meeting not in page.content()
    assert Meeting.asked == []
    page.locator("form[action$='gaa-ind'] button").click()
    expect(page.get_by_role("heading", name="The meeting")).to_be_visible(timeout=10_000)
    assert page.url == meeting
    path, headers = Meeting.asked[0]
    assert path == "/the-meeting"
    assert "referer" not in headers
    assert secret not in str(headers)
    assert window.refused == []
    page.go_back()
    assert page.url.startswith(doored.origin)
    assert secret not in page.url
    page.context.close()
