"""Two who write at once beside the desk: two secretaries of a council, a speaker and the desk. The second is told, nothing is lost."""

from datetime import date

import pytest

from stormoede.deliberations.models import Deliberation
from stormoede.deliberations.tests.makers import council, matter, region, seat
from stormoede.lib import clock
from stormoede.members.models import Body
from stormoede.talks.actions import requests, speakers, talks
from stormoede.talks.core.plans import SpeakerPlan
from stormoede.talks.models import SpeakerRequest
from stormoede.web.tests import speaking
from stormoede.web.tests.desk.test_conflicts import form
from stormoede.web.tests.speaking import AT, BY, told
from tests import cast

pytestmark = pytest.mark.django_db
TOLD = "Intet af deres bliver overskrevet"
NOW = "Det står der nu"


class Desk:
    """Somebody with a page open: what its form holds as it stood then."""

    def __init__(self, browser: cast.Browser, address: str) -> None:
        self.browser, self.address = browser, address
        self.open()

    def open(self) -> None:
        self.fields = form(told(self.browser.get(self.address)))

    def save(self, **typed: str) -> tuple[int, str]:
        answer = self.browser.post(self.address, self.fields | typed)
        return answer.status_code, told(answer)


@pytest.fixture(autouse=True)
def in_march():
    clock.install(lambda: AT)
    yield
    clock.install(None)


@pytest.fixture
def assens() -> Body:
    return council("0420", "Assens", region())


def secretaries(body: Body, below: str) -> tuple[Desk, Desk]:
    """Two of the council's, both with the page below their own open."""
    found = []
    for name in ("Gitte Rask", "Bo Lind"):
        browser = cast.Browser(headers={"accept-language": "da"})
        page = browser.open(cast.link(seat(body, name, "secretary"), subject="council:0420:oea26")).url
        found.append(Desk(browser, f"{page}{below}"))
    return found[0], found[1]


def test_two_secretaries_change_one_request(assens) -> None:
    tour = speaking.tour()
    speaking.ask(tour, assens)
    one, other = secretaries(assens, f"oplaeg/{tour.track.key}/")
    assert one.save(topic="Skolerne")[0] == 302
    for _again in range(2):
        status, page = other.save(topic="Børnehaverne")
        assert status == 409
        assert TOLD in page and NOW in page and "<dd>Skolerne</dd>" in page
        assert 'value="Børnehaverne"' in page and '<details class="panel" open>' in page
    assert SpeakerRequest.objects.get().topic == "Skolerne"
    other.open()
    assert other.save(topic="Børnehaverne")[0] == 302
    assert SpeakerRequest.objects.get().topic == "Børnehaverne"


def test_two_secretaries_ask_at_once(assens) -> None:
    tour = speaking.tour()
    one, other = secretaries(assens, f"oplaeg/{tour.track.key}/")
    wanted = {"wish1": "2025-04-01T17:00", "form": "online", "side": "board"}
    assert one.save(**wanted, topic="Skolerne")[0] == 302
    status, page = other.save(**wanted, topic="Børnehaverne")
    assert status == 409
    assert TOLD in page and "<dd>Skolerne</dd>" in page and 'value="Børnehaverne"' in page
    assert SpeakerRequest.objects.get().topic == "Skolerne"


def test_a_request_that_was_withdrawn_is_asked_for_anew_only_knowingly(assens) -> None:
    tour = speaking.tour()
    asked = speaking.ask(tour, assens)
    _one, other = secretaries(assens, f"oplaeg/{tour.track.key}/")
    requests.withdraw(asked, by=BY, at=AT)
    status, page = other.save(topic="Børnehaverne")
    assert status == 422
    assert "blev trukket tilbage, efter at du åbnede siden" in page and 'value="Børnehaverne"' in page
    assert not SpeakerRequest.objects.filter(withdrawn_at=None).exists()
    other.fields = form(page)
    assert other.save()[0] == 302
    assert SpeakerRequest.objects.get(withdrawn_at=None).topic == "Børnehaverne"


def test_a_talk_that_was_agreed_meanwhile_is_told_before_anything_is_saved(assens) -> None:
    tour = speaking.tour()
    asked = speaking.ask(tour, assens)
    one, _other = secretaries(assens, f"oplaeg/{tour.track.key}/")
    talk = speaking.place(asked, speaking.speaker(tour))
    talks.offer([talk], by=BY, at=AT)
    talks.accept(talk, by=BY, at=AT)
    status, page = one.save(wish1="2025-04-03T17:00")
    assert status == 409
    assert TOLD in page and "Karen Lund kommer til jer" in page and "Åbn siden på ny" in page
    assert SpeakerRequest.objects.get().wishes.get().starts == speaking.FIRST


def test_two_secretaries_set_one_day(assens) -> None:
    found = matter()
    one, other = secretaries(assens, f"sag/{found.track.key}/")
    assert one.save(planned_on="2025-04-01", responsible="Mona Friis")[0] == 302
    status, page = other.save(planned_on="2025-04-02", responsible="Ib Lau")
    assert status == 409
    assert TOLD in page and "Mona Friis" in page and 'value="Ib Lau"' in page
    assert Deliberation.objects.get().planned_on == date(2025, 4, 1)


def test_a_speaker_and_the_desk_say_when_one_can(assens) -> None:
    tour = speaking.tour()
    who = speaking.speaker(tour)
    browser, page = speaking.page_of(who)
    own = Desk(browser, f"{page}tider/")
    speakers.change(who, SpeakerPlan(who.side, "0420", (), per_week=1), by=BY, at=AT)
    status, shown = own.save(per_week="4")
    assert status == 409
    assert TOLD in shown and NOW in shown and 'value="4"' in shown
    who.refresh_from_db()
    assert who.per_week == 1
