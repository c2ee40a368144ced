"""Whatever stands in a field of a form, in a page's question or in its address: it is answered, and no page faults."""

import copy
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import transaction

from stormoede.accounts import bursts
from stormoede.lib import clock
from tests.house import world
from tests.house.trust.test_forms import PLACE, pages
from tests.house.world import AT, World

# What one database alone falls over is tried beside what it is about: web/tests/test_nulls.py.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
# More digits than SQLite takes, more than Python reads, and one of another script.
ODD = ("9" * 19, "9" * 5000, "²")
TYPED = {"number": "1", "email": "a@x.example", "date": "2025-03-20", "datetime-local": "2025-03-20T12:00"}


class Forms(HTMLParser):
    """The forms of a page, each filled in, and what its links ask for."""

    def __init__(self, page):
        super().__init__()
        self.forms, self.asked, self.choosing = [], set(), ""
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        told = dict(attributes)
        name, kind = told.get("name"), told.get("type", "")
        if tag == "a":
            self.asked |= set(parse_qs(urlsplit(told.get("href") or "").query))
        elif tag == "form":
            self.forms.append((told.get("method", "get"), told.get("action") or "", {}, []))
        elif self.forms and tag == "button" and name:
            self.forms[-1][3].append((name, told.get("value", "")))
        elif self.forms and tag in {"input", "select", "textarea"} and name and kind != "file":
            self.forms[-1][2].setdefault(name, told.get("value") or TYPED.get(kind, "" if tag == "select" else "x"))
            self.choosing = name if tag == "select" else ""
        elif self.forms and tag == "option" and self.choosing:
            fields = self.forms[-1][2]
            fields[self.choosing] = fields[self.choosing] or told.get("value", "")


def fields(here):
    """Each field of each form and question of each page: how it is sent, with what beside it, and its name."""
    found = {}
    for _name, path in pages(here, ("anyone", "member", "staff")):
        visitor = "admin" if path.startswith("/desk/") else "member"
        shown = answered(here.browser(visitor, path), "get", path, {})
        if shown.status_code != 200 or "html" not in shown.get("Content-Type", ""):
            continue
        page = Forms(shown.content.decode())
        asked = [("get", path, {}, [])] if page.asked else []
        for method, action, values, buttons in [*asked, *page.forms]:
            to = urlsplit(action).path or path
            for pressed in buttons or [()]:
                sent = values | dict([pressed] if pressed else [])
                for field in {*sent, *(page.asked if method == "get" else ())} - {"handle", "csrfmiddlewaretoken"}:
                    found.setdefault((method.lower(), to, field, *sent), (visitor, sent))
    return [(visitor, method, to, sent, field) for (method, to, field, *_), (visitor, sent) in found.items()]


def answered(browser, method, path, sent):
    """What ``browser`` is answered; nothing of it stays."""
    bursts.reset()
    browser.raise_request_exception, cookies = False, copy.deepcopy(browser.cookies)
    with transaction.atomic():
        answer = getattr(browser, method)(path, sent)
        transaction.set_rollback(True)
    browser.cookies = cookies
    return answer


@pytest.fixture
def here():
    clock.install(lambda: AT)
    yield World()
    clock.install(None)


@pytest.mark.long
def test_no_field_faults(here):
    found, faults = fields(here), set()
    assert len(found) > 400, "the forms were not found"
    for visitor, method, path, sent, field in found:
        browser = here.browser(visitor, path)
        for odd in ODD:
            if answered(browser, method, path, sent | {field: odd}).status_code >= 500:
                faults.add((method, path, field, odd[:9]))
    assert faults == set()


def test_no_address_faults(here):
    faults = set()
    for name, path, pattern in world.routes():
        may = getattr(pattern.callback, "may_open", None)
        for place in PLACE.findall(path) if may else ():
            stands = {one: str(here.value(name, path, one, may)) for one in PLACE.findall(path)} | {place: ODD[0]}
            to = PLACE.sub(lambda one, stands=stands: stands[one[1]], path)
            browser = here.browser("admin" if path.startswith("/desk/") else "member", to)
            faults |= {(how, to) for how in ("get", "post") if answered(browser, how, to, {}).status_code >= 500}
    assert faults == set()
