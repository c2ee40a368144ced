"""A page filled into a frame is, to the letter, the page rendered for its reader alone; nothing of one reader reaches another."""

import re
from datetime import timedelta

import pytest

from stormoede.lib import clock
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import AFTER, BEFORE, DOOR
from tests import cast

pytestmark = pytest.mark.django_db
CSRF = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture
def at(monkeypatch):
    """Sets real time, and the round's with it: no story is told."""
    clock.install(None)

    def to(moment):
        monkeypatch.setattr(clock, "wall", lambda: moment)

    to(BEFORE)
    return to


class Reader:
    """A member and their browser, opened anew at each hour."""

    def __init__(self, name, language="da"):
        self.person = cast.person(name, email=f"{abs(hash(name))}@kommune.example", language=language)
        self.link = cast.link(self.person)

    def page(self):
        browser = cast.Browser()
        browser.open(self.link)
        return browser.get(f"/mig/{self.link.handle}/").content.decode()


def alone(reader):
    """The page rendered for this reader alone, as in a told story."""
    moment = clock.wall()
    clock.install(lambda: moment)
    try:
        return reader.page()
    finally:
        clock.install(None)


def same(reader):
    framed = reader.page()
    assert CSRF.sub("", framed) == CSRF.sub("", alone(reader))
    assert len(set(CSRF.findall(framed))) == 1 and "slot" not in framed
    return framed


def test_every_state_of_the_page_is_the_same_in_a_frame(at):
    first, second, third = (
        Reader(name) for name in ("Mette Overgaard", "Bo <b>&amp;\"Holm'", "Åse {{ csrf_token }} Øe")
    )
    english = Reader("Jane Fisk", "en")
    everybody = (first, second, third, english)
    meeting = house.meeting((1, None), people=tuple(one.person for one in everybody))
    full, free = house.dates(meeting)
    for reader in everybody:
        same(reader)
    for reader, choice in zip(everybody, (full, full, None, free), strict=True):
        house.answer(meeting, reader.person, choice)
    for reader in everybody:
        same(reader)
    house.answer(meeting, second.person, free, BEFORE + timedelta(minutes=5))
    house.answer(meeting, second.person, full, BEFORE + timedelta(minutes=6))
    house.answer(meeting, third.person, free, AFTER)
    for moment in (AFTER, DOOR, DOOR + timedelta(days=30)):
        at(moment)
        for reader in everybody:
            same(reader)


def test_nothing_of_one_reader_reaches_another(at):
    readers = [Reader("Mette Overgaard"), Reader("Bo Holm")]
    meeting = house.meeting(people=tuple(one.person for one in readers))
    for choice in (None, house.dates(meeting)[0]):
        pages = [same(reader) for reader in readers]
        for page, other in zip(pages, reversed(readers), strict=True):
            assert other.person.name not in page and other.link.handle not in page and other.person.email not in page
        for reader in readers:
            house.answer(meeting, reader.person, choice)


def test_names_are_shown_as_they_were_typed(at):
    reader = Reader("<script>alert(1)</script> \\1 %(name)s")
    house.meeting(people=(reader.person,))
    page = same(reader)
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)&lt;/script&gt; \\1 %(name)s" in page
