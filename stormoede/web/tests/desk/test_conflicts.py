"""Two desks on one thing: the second is told what it says now, keeps what they typed, and nothing is overwritten."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from stormoede.contributions.models import Question, Questionnaire
from stormoede.contributions.tests import house as contributions
from stormoede.deliberations.tests.makers import council, region
from stormoede.lib import clock
from stormoede.meetings.models import Meeting, Session
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import BEFORE
from stormoede.members.actions import audiences
from stormoede.members.models import Audience
from stormoede.talks.models import Speaker, SpeakerRequest, Talk
from stormoede.web.tests import speaking
from tests import cast

pytestmark = pytest.mark.django_db
FIELD = re.compile(r"<(input)\b([^>]*)>()|<(textarea|select)\b([^>]*)>(.*?)</(?:textarea|select)>", re.DOTALL)
SEEN = re.compile(r'name="seen" value="(\w+)"')


def form(page: str) -> dict[str, Any]:
    """What the first form for writing on the page sends as it stands."""
    told: dict[str, Any] = {}
    for found in FIELD.findall(page.split("<main")[1]):
        kind, attributes, rest = ("".join(found[n::3]) for n in range(3))
        name = (re.search(r'name="([^"]+)"', attributes) or ["", ""])[1]
        value = (re.search(r'value="([^"]*)"', attributes) or ["", ""])[1]
        if kind == "select":
            chosen = re.search(r'<option value="([^"]*)" selected', rest) or ["", ""]
            told.setdefault(name, chosen[1])
        elif kind == "textarea":
            told.setdefault(name, rest.strip("\n"))
        elif 'type="radio"' in attributes or 'type="checkbox"' in attributes:
            if "checked" in attributes:
                # A box that names no value sends this.
                told.setdefault(name, []).append(value or "on" if "checkbox" in attributes else value)
        elif name not in {"csrfmiddlewaretoken", "act", ""}:
            told.setdefault(name, value)
    return told


@pytest.fixture
def desks() -> tuple[cast.Browser, cast.Browser]:
    return cast.desk(), cast.desk(name="Lise Bak")


@pytest.fixture(autouse=True)
def _time():
    clock.install(lambda: BEFORE)
    yield
    clock.install(None)


def two_desks(desks, address: str, field: str, first: str, second: str) -> str:
    """Both open the page, both save: the first is done, the second is told. What the second is shown."""
    one, other = desks
    here, there = form(one.get(address).content.decode()), form(other.get(address).content.decode())
    assert here == there and here["seen"]
    assert one.post(address, here | {field: first}).status_code == 302
    answer = other.post(address, there | {field: second})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Det står der nu" in page and "Intet af deres bliver overskrevet" in page
    assert SEEN.findall(page) == [there["seen"]], "Saved again, it is refused again."
    assert other.post(address, there | {field: second}).status_code == 409
    assert form(other.get(address).content.decode())[field] in (first, [first])
    return page


def test_a_meeting(desks) -> None:
    meeting = house.meeting(people=house.people(1))
    address = f"/desk/rounds/{meeting.track.round.key}/meetings/{meeting.track.key}/edit/"
    page = two_desks(desks, address, "help_phone", "33 70 33 70", "11 11 11 11")
    assert Meeting.objects.get().help_phone == "33 70 33 70"
    assert "33 70 33 70" in page and 'value="11 11 11 11"' in page


def test_a_date(desks) -> None:
    meeting = house.meeting(people=house.people(1))
    date = meeting.sessions.first()
    address = f"/desk/rounds/{meeting.track.round.key}/meetings/{meeting.track.key}/dates/{date.pk}/edit/"
    two_desks(desks, address, "place", "Rådhuset", "Kulturhuset")
    assert Session.objects.get(pk=date.pk).place == "Rådhuset"


def test_a_questionnaire_and_a_question(desks) -> None:
    found = contributions.questionnaire()
    here = f"/desk/rounds/{found.track.round.key}/contributions/{found.track.key}/questions/"
    two_desks(desks, here, "decision", "none", "required")
    assert Questionnaire.objects.get().decision == "none"
    question = Question.objects.order_by("position")[0]
    page = two_desks(desks, f"{here}{question.key}/", "title", "Hvad er vigtigst?", "Hvad haster mest?")
    assert Question.objects.get(pk=question.pk).title == "Hvad er vigtigst?"
    assert "Hvad haster mest?" in page


def test_a_tour_a_request_a_talk_and_a_speaker(desks) -> None:
    clock.install(lambda: speaking.AT)
    assens, tour = council("0420", "Assens", region()), speaking.tour()
    who = speaking.speaker(tour)
    asked = speaking.ask(tour, assens)
    talk = speaking.agreed(asked, who)
    here = f"/desk/rounds/oea26/talks/{tour.track.key}/"
    page = two_desks(desks, f"{here}edit/", "title", "Oplæg i april", "Oplæg i maj")
    assert "Oplæg i april" in page and 'value="Oplæg i maj"' in page
    two_desks(desks, f"{here}requests/{asked.pk}/edit/", "topic", "Skolerne", "Børnehaverne")
    assert SpeakerRequest.objects.get().topic == "Skolerne"
    two_desks(desks, f"{here}talks/{talk.pk}/change/", "place", "Rådhuset", "Biblioteket")
    assert Talk.objects.get().place == "Rådhuset"
    two_desks(desks, f"{here}speakers/{who.pk}/", "reach_km", "80", "40")
    day = "day-2025-04-02"
    page = two_desks(desks, f"{here}speakers/{who.pk}/", day, "none", "evening")
    assert "<dt>Onsdag den 2. april</dt><dd>Kan ikke</dd>" in page
    assert Speaker.objects.get().reach_km == 80


def test_an_audience(desks) -> None:
    one, other = desks
    made = audiences.save("best", "Bestyrelsen", {"any": [{"roles": ["mayor"]}]}, by=house.STAFF, at=BEFORE)
    address = f"/desk/audiences/{made.key}/edit/"
    seen = re.search(r'name="seen" value="([^"]+)"', one.get(address).content.decode())[1]
    mine = {"act": "save", "seen": seen, "name": "Mit navn", "any": json.dumps({"roles": ["member"]})}
    audiences.save(
        "best", "Deres navn", {"any": [{"roles": ["secretary"]}]}, by=house.STAFF, at=BEFORE + timedelta(hours=1)
    )
    answer = other.post(address, mine)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Deres navn" in page and "Mit navn" in page
    assert Audience.objects.get(key="best").name == "Deres navn"
    fresh = re.search(r'name="seen" value="([^"]+)"', one.get(address).content.decode())[1]
    assert one.post(address, {**mine, "seen": fresh}).status_code == 302
    assert Audience.objects.get(key="best").name == "Mit navn"
