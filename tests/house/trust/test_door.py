"""Attack 19: the meeting's own address is looked for everywhere before somebody has gone in. (18 stands with the meetings.)"""

from datetime import timedelta

import pytest

from stormoede.accounts import bursts
from stormoede.lib import clock
from stormoede.mail import recipes
from stormoede.mail.models import Message
from stormoede.mail.recipes import Withheld
from stormoede.meetings.actions import doors
from stormoede.meetings.models import Arrival, Session
from stormoede.rounds.models import Track
from tests.house import world
from tests.house.trust.test_forms import pages
from tests.house.world import BY, World

pytestmark = pytest.mark.django_db
SECRET = "19%3ameeting_hemmelig"
ADDRESS = f"https://teams.microsoft.com/l/meetup-join/{SECRET}%40thread.v2/0"


@pytest.fixture
def open_door():
    """The first evening's door stands open."""
    here = World()
    Session.objects.update(join_url=ADDRESS)
    now = here.evening.starts - timedelta(minutes=5)
    clock.install(lambda: now)
    yield here
    clock.install(None)


def test_19_the_meetings_address_is_on_no_page_but_the_one_behind_the_door(open_door):
    here = open_door
    assert Track.objects.filter(kind="meetings").exists()
    for visitor in ("stranger", "member"):
        for name, address in pages(here, ("anyone", "member", "staff")):
            bursts.reset()
            answer = here.visitors[visitor].get(address)
            assert SECRET not in answer.content.decode(errors="replace") + str(answer.headers), name
    assert not Arrival.objects.exists()

    browser = here.visitors["member"]
    inside = browser.post(f"/dor/{here.door.handle}/gaa-ind", follow=True)
    assert SECRET in inside.content.decode()
    assert inside.headers["Referrer-Policy"] == "no-referrer"
    assert Arrival.objects.count() == 1
    assert world.routes()


def test_19_the_meetings_address_is_in_no_mail_and_no_event(open_door):
    here = open_door
    meeting = here.evening.meeting
    meeting.refresh_from_db()
    doors.send_due(meeting, at=clock.round_now())
    held = {name: rows for name, rows in world.contents().items() if name != "meetings.Session"}
    assert SECRET not in repr(held)
    built = 0
    for message in Message.objects.exclude(key="world"):
        content = recipes.of(message.kind)([message], reveal=True)[message.pk]
        if isinstance(content, Withheld):
            continue
        calendar = (content.calendar or b"").decode()
        assert SECRET not in content.text + content.html + calendar + str(content.headers)
        built += 1
    assert built
    assert BY
