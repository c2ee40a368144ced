"""A round has a place, and members, councils and speakers are told its times as they are there; on every page."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from stormoede.lib import clock
from stormoede.rounds.models import Round
from tests.house.world import AT, World

pytestmark = pytest.mark.django_db
# What somebody wrote about an evening: words, and no moment.
WRITTEN = "kl. 18.30"


@pytest.fixture
def here():
    clock.install(lambda: AT)
    yield World()
    clock.install(None)


def times(response):
    """The times of day on a page, in its order."""
    page = response.content.decode().replace("\xa0", " ").replace(WRITTEN, "")
    return [timedelta(hours=int(hour), minutes=int(minute)) for hour, minute in re.findall(r"kl\. (\d+)\.(\d\d)", page)]


def test_times_are_those_of_the_place_where_the_round_is(here):
    asking = f"/raad/{here.council.handle}/oplaeg/{here.tour.track.key}/"
    pages = [
        ("member", f"/raad/{here.council.handle}/"),
        ("member", f"/raad/{here.council.handle}/sag/droeftelser/"),
        ("member", asking),
        ("member", f"/kkr/{here.regional.handle}/"),
        ("member", f"/oplaegsholder/{here.speaking.handle}/"),
        ("member", f"/input/{here.page.handle}/"),
        ("member", f"/input/{here.page.handle}/input/egen/"),
        ("member", f"/dor/{here.door.handle}/"),
        ("member", f"/indkaldt/{here.called.handle}/"),
        ("stranger", f"/moede/{here.evening.slug}/"),
    ]
    for visitor, path in pages:
        browser = here.browser(visitor, path)
        told = {}
        for zone in ("Europe/Copenhagen", "America/Nuuk"):
            Round.objects.update(time_zone=zone)
            told[zone] = times(browser.get(path, headers={"accept-language": "da"}))
        assert told["Europe/Copenhagen"], path
        back = [(at - timedelta(hours=3)) % timedelta(days=1) for at in told["Europe/Copenhagen"]]
        assert told["America/Nuuk"] == back, path
    assert timezone.get_current_timezone_name() == "Europe/Copenhagen", "and of the next page nothing is said"
