"""Attacks 2, 9, 11 and 12: pressed buttons, other people's forms, extra fields, forms from elsewhere."""

import re

import pytest

from stormoede.accounts import bursts
from stormoede.accounts.models import Link, Staff
from stormoede.meetings.models import Registration
from tests import cast
from tests.house import world
from tests.house.opens import OPENS
from tests.house.world import World

# A form is refused before a row is read; that every page can be read on either database is for tests/house/test_urls.py.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
# One click from a mail program; and what programs read with a key, which look at no cookie and answer 405 to every form.
EXEMPT = {"link-reminders-off", *(name for name in OPENS if name.startswith("api-"))}


def pages(here, who=("anyone", "member")):
    """The addresses that ``who`` may open, each with its route's name."""
    for name, path, pattern in world.routes():
        may = getattr(pattern.callback, "may_open", None)
        if may is not None and may.who in who:
            yield (
                name,
                PLACE.sub(
                    lambda place, name=name, path=path, may=may: str(here.value(name, path, place[1], may)), path
                ),
            )


def pressed(html):
    """Every form with what a program sends that presses its button and chooses nothing: hidden fields, marks already set."""
    for attributes, inside in FORM.findall(html):
        sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', inside))
        for field in re.findall(r"<input\b[^>]*\bchecked\b[^>]*>", inside):
            value = re.search(r'value="([^"]*)"', field)
            sent[re.search(r'name="([^"]+)"', field)[1]] = value[1] if value else "on"
        for button in re.findall(r"<button\b([^>]*)>", inside):
            named = re.search(r'name="([^"]+)"[^>]*value="([^"]*)"', button)
            action = re.search(r'action="([^"]+)"', attributes)
            yield action and action[1], {**sent, **({named[1]: named[2]} if named else {})}


def test_2_a_program_that_presses_every_button_changes_nothing():
    """Pages of strangers and of a member with every kind of link; the language switch is the one thing it may move."""
    here = World()
    assert here.visitors
    before, count = world.contents(), 0
    for _name, address in pages(here):
        browser = here.browser("member", address)
        shown = browser.get(address)
        if shown.status_code != 200:
            continue
        for action, sent in pressed(shown.content.decode(errors="replace")):
            bursts.reset()
            assert browser.post(action or address, sent).status_code < 500
            count += 1
    assert count > 8, "the forms were not found"
    assert world.contents() == before


def test_9_a_form_of_one_person_is_not_carried_out_for_another():
    here = World()
    theirs = cast.link(here.other, "p", "round:oea26", closes=here.page.closes)
    for visitor in ("member", "speaker"):
        here.visitors[visitor].open(theirs)
    before = world.contents()
    for name, address in pages(here, ("member",)):
        answer = here.browser("member", address).post(
            address, {"handle": "a" * 10, "choice": "cannot", "act": "stop", "me": "yes"}
        )
        assert answer.status_code in {403, 405}, name
        if answer.status_code == 403:
            owner = next(link.person for link in Link.objects.all() if link.handle in address)
            assert owner.name in answer.content.decode(), name
    assert world.contents() == before


def test_11_extra_fields_are_ignored():
    here = World()
    browser = here.visitors["member"]
    meeting = here.evening.meeting_id
    before = Registration.objects.get(meeting=meeting).pk
    extra = {
        "person": str(here.other.pk),
        "basis": "public",
        "role": "mayor",
        "released": "1",
        "at": "2020-01-01",
        "seat": "99",
        "arrived": "1",
    }
    browser.post(f"/mig/{here.page.handle}/svar", {"choice": "cannot", "meeting": meeting, **extra})
    answered = Registration.objects.get(meeting=meeting)
    assert (answered.pk, answered.person_id) == (before, here.member.pk)
    admin = here.visitors["admin"]
    invited = {"name": "Ida Lo", "email": "ida.lo@kl.example", "role": "reader"}
    admin.post("/desk/staff/invite", {**invited, "is_active": "0", "id": "x", "approved_by": "me", "password": "x"})
    ida = Staff.objects.get(email="ida.lo@kl.example")
    assert (ida.role, ida.is_active, ida.has_usable_password()) == ("reader", True, False)


def test_12_only_what_has_no_cookie_goes_without_the_forms_mark():
    exempt = {name for name, _, pattern in world.routes() if getattr(pattern.callback, "csrf_exempt", False)}
    assert exempt == EXEMPT


# A foreign one, one that says nothing, none, and the house's own without the form's mark.
ELSEWHERE = ({"Origin": "https://evil.example"}, {"Origin": "null"}, {}, {"Origin": "http://127.0.0.1:8000"})


@pytest.mark.parametrize(
    "visitor",
    [pytest.param("stranger", marks=pytest.mark.long), pytest.param("member", marks=pytest.mark.long), "admin"],
)
def test_12_a_form_from_elsewhere_is_refused_everywhere(visitor):
    here = World()
    browser = here.visitors[visitor]
    browser.handler.enforce_csrf_checks = True
    before, wrong = world.contents(), []
    sent = {"choice": "cannot", "act": "stop", "csrfmiddlewaretoken": "x"}
    for name, address in pages(here, ("anyone", "member", "staff")):
        for headers in () if name in EXEMPT else ELSEWHERE:
            bursts.reset()
            answer = browser.post(address, sent, headers=headers)
            if answer.status_code not in {403, 405}:
                wrong.append((name, headers, answer.status_code))
    assert wrong == []
    assert world.contents() == before
