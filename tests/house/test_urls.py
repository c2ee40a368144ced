"""Every address says who may open it, says no to everybody else, and tells without doing."""

import re
from contextlib import contextmanager

import pytest
from django.db import connection

from stormoede.accounts.models import Staff
from stormoede.accounts.permissions import OF_ROLE
from tests import cast
from tests.house import world
from tests.house.opens import OPENS
from tests.house.world import World

PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
WRITE = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|CREATE|ALTER|DROP|TRUNCATE)\b", re.IGNORECASE)
VISITORS = ("stranger", "member", "reader", "secretary", "admin")
ROLES = {"reader": Staff.Role.READER, "secretary": Staff.Role.SECRETARIAT, "admin": Staff.Role.ADMIN}


def said(pattern):
    """Who may open it, in the table's words."""
    may = getattr(pattern.callback, "may_open", None)
    if may is None:
        return "nobody says"
    permission = may.permission.value if may.permission else ""
    return " ".join(
        filter(None, (may.who, may.purpose, may.also and f"or {may.also}", permission, "code" if may.code else ""))
    )


def test_every_address_says_who_may_open_it():
    assert {name or path: said(pattern) for name, path, pattern in world.routes()} == OPENS


def test_every_address_has_a_name_of_its_own():
    names = [name for name, _, _ in world.routes()]
    assert "" not in names
    assert len(names) == len(set(names))


@contextmanager
def nothing_is_written():
    """Collects every statement that writes."""
    wrote = []

    def watch(execute, sql, params, many, context):
        if WRITE.match(sql):
            wrote.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield wrote


def visits(here, visitor):
    """Each address as ``visitor`` asks for it: its name, pattern, and the way to ask."""
    for name, path, pattern in world.routes():
        browser = here.browser(visitor, path)
        address = filled(here, name, path, getattr(pattern.callback, "may_open", None))
        yield name, pattern, lambda method, browser=browser, address=address: getattr(browser, method)(address)


def filled(here, name, path, may_open):
    return PLACE.sub(lambda place: str(here.value(name, path, place[1], may_open)), path)


# On either database every page is opened by those who see most; what the others are shown and told is the same code. Staff who
# may do less than an administrator are left to the full run.
MARKS = {"stranger": (pytest.mark.once,)} | dict.fromkeys(("reader", "secretary"), (pytest.mark.once, pytest.mark.long))


@pytest.mark.django_db
@pytest.mark.parametrize("visitor", [pytest.param(one, marks=MARKS.get(one, ())) for one in VISITORS])
def test_asking_changes_nothing_and_everybody_else_is_told_no(visitor):
    here = World()
    assert here.visitors
    before, wrong = world.contents(), []
    for name, pattern, ask in visits(here, visitor):
        for method in ("get", "head", "options"):
            with nothing_is_written() as wrote:
                answer = ask(method)
            if wrote or answer.status_code >= 500:
                wrong.append((name, method, answer.status_code, wrote[:1]))
            if method == "get" and not expectation(said(pattern), pattern, visitor)(answer):
                wrong.append((name, said(pattern), answer.status_code, answer.headers.get("Location", "")))
    assert not wrong, "\n".join(map(str, wrong))
    assert world.contents() == before


def expectation(who, pattern, visitor):
    """What an answer to ``visitor`` must be."""
    if who.startswith("member"):
        return let_in if visitor == "member" else lambda answer: answer.status_code in {404, 405}
    if who.startswith("staff"):
        if visitor not in ROLES:
            return lambda answer: answer.status_code == 405 or "/staff/login/" in answer.headers.get("Location", "")
        permission = pattern.callback.may_open.permission
        allowed = permission is None or permission in OF_ROLE[ROLES[visitor]]
        return let_in if allowed else lambda answer: answer.status_code in {403, 405}
    if who.startswith("key"):
        return lambda answer: answer.status_code == 401
    return lambda answer: answer.status_code < 500


def let_in(answer):
    """The page is shown, or leads on, or is for POST alone."""
    return answer.status_code in {200, 302, 303, 405}


@pytest.mark.django_db
def test_opening_personal_links_changes_nothing():
    here = World()
    before = world.contents()
    with nothing_is_written() as wrote:
        answers = [cast.Browser().open(link).status_code for link in (here.page, here.door, here.off)]
    assert answers == [303, 303, 303]
    assert wrote == []
    assert world.contents() == before
