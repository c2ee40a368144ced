"""Walks from page to page as a reader does, along the links there are, one page of each sort."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Error, Response

from tests.journeys.browser import Window

SORTS = (
    (re.compile(r"/[0-9a-f]{8}-[0-9a-f-]{27}(?=/|$)"), "/ID"),
    (re.compile(r"/[a-z2-7]{10}(?=/|$)"), "/HANDLE"),
    (re.compile(r"/\d+(?=/|$)"), "/N"),
    (re.compile(r"(?<=/organisations)/[^/]+"), "/CODE"),
)
# Links that are files, leave the page's reader, or begin the story anew.
APART = re.compile(r"\.(pdf|ics|csv|xlsx|eml|txt|svg|css|js)$|^/static/|^/[pdu]/|/as/|^/story/(forfra|videre|ind|ur)")


def sort_of(address: str) -> str:
    """Addresses that differ only in whom or what they are about are one sort of page."""
    path = urlsplit(address).path
    for pattern, name in SORTS:
        path = pattern.sub(name, path)
    return path + (
        "?" + "&".join(sorted(re.findall(r"(?:^|&)([^=&]+)", query))) if (query := urlsplit(address).query) else ""
    )


def pages(window: Window, start: str, most: int = 80) -> Iterator[str]:
    """Open one page of each sort that can be reached from ``start``, and say each sort while its page is shown.

    At the end no link may have led nowhere.
    """
    waiting, known = [start], {sort_of(start)}
    broken: list[str] = []
    while waiting and most:
        address = waiting.pop(0)
        answer = _opened(window, address)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        most -= 1
        if answer.status != 200:
            broken.append(f"{address} answered {answer.status}")
            continue
        if "sandbox" in answer.headers.get("content-security-policy", ""):
            # A mail as its receiver sees it, made to be framed. No script runs in it, and axe would wait for ever.
            continue
        yield sort_of(address)
        for found in _links(window):
            if sort_of(found) not in known:
                known.add(sort_of(found))
                waiting.append(found)
    assert broken == [], "\n".join(broken)


def _opened(window: Window, address: str) -> Response | None:
    """The answer; None when it is a file to keep."""
    try:
        return window.page.goto(urljoin(window.origin, address))
    except Error as fault:
        if "Download is starting" in str(fault):
            return None
        raise


def _links(window: Window) -> list[str]:
    found: list[str] = window.page.eval_on_selector_all("a[href]:not([download])", "all => all.map(a => a.href)")
    own = [address for address in found if address.startswith(window.origin + "/")]
    paths = [address.removeprefix(window.origin).split("#")[0] for address in own]
    return [path for path in dict.fromkeys(paths) if not APART.search(urlsplit(path).path)]
