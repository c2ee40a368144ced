"""The calendar of a round, its proposals and its feed, and the next round."""

from datetime import UTC, datetime

import icalendar
import pytest

from stormoede.accounts.models import Feed, Staff
from stormoede.letters.tests import makers as letters
from stormoede.lib import clock
from stormoede.rounds import queries
from stormoede.rounds.models import Round
from stormoede.talks.actions import plans
from stormoede.talks.actions import talks as talk_acts
from stormoede.talks.tests import makers as talks
from tests import cast

pytestmark = pytest.mark.django_db
HERE = "/desk/rounds/oea26/calendar/"
NOW = datetime(2025, 3, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _now() -> object:
    before = clock.installed()
    clock.install(lambda: NOW)
    yield
    clock.install(before)


def told(response: object) -> str:
    return " ".join(response.content.decode().split())  # type: ignore[attr-defined]


def fetched(browser: cast.Browser) -> str:
    """Where the feed is fetched, as the page shows it."""
    address = told(browser.get(HERE)).partition('<code class="address">')[2].partition("</code>")[0]
    return "/f/" + address.rpartition("/f/")[2]


def test_the_calendar_tells_the_year_with_its_holidays() -> None:
    letters.round()
    page = told(cast.desk().get(HERE))
    assert "Marts 2025" in page
    assert "Virtuelle stormøder" in page
    assert "Skærtorsdag" in page
    assert "Foreslåede datoer" not in page


def test_the_next_round_is_made_and_its_dates_confirmed() -> None:
    letters.round()
    browser = cast.desk()
    page = told(browser.get("/desk/rounds/oea26/next/"))
    assert "oea27" in page and "ØA27" in page and "for 2027" in page
    names = {"key": "oea27", "short": "ØA27", "title": "Økonomiforhandlingerne for 2027"}
    assert browser.post("/desk/rounds/oea26/next/", names).headers["Location"] == "/desk/rounds/oea27/calendar/"
    page = told(browser.get("/desk/rounds/oea27/calendar/"))
    assert "Foreslåede datoer" in page
    assert "2. april er skærtorsdag" in page
    made = Round.objects.get(key="oea27")
    dates = [one for one in queries.calendar(made) if not one.hangs_on]
    one = f"{dates[0].key} {dates[0].at.isoformat()}"
    browser.post("/desk/rounds/oea27/calendar/confirm/", {"date": one})
    assert len(queries.proposed_keys(made)) == len(dates) - 1
    browser.post("/desk/rounds/oea27/calendar/confirm/", {"date": "round.ends 2030-01-01T00:00:00+00:00"})
    assert len(queries.proposed_keys(made)) == len(dates) - 1
    rest = [f"{due.key} {due.at.isoformat()}" for due in dates]
    browser.post("/desk/rounds/oea27/calendar/confirm/", {"date": rest})
    assert queries.proposed_keys(made) == set()
    assert browser.post("/desk/rounds/oea26/next/", names).status_code == 422


def test_a_reader_looks_and_confirms_nothing() -> None:
    letters.round()
    browser = cast.desk(role=Staff.Role.READER)
    assert browser.get(HERE).status_code == 200
    assert browser.get("/desk/rounds/oea26/next/").status_code == 403
    assert browser.post(f"{HERE}confirm/", {}).status_code == 403


def test_the_feed_is_fetched_without_a_cookie_until_it_is_changed_or_closed() -> None:
    round = letters.round()
    who = cast.staff()
    browser = cast.Browser().sign_in(who)
    browser.post(f"{HERE}address/", {"act": "renew"})
    path = fetched(browser)
    answer = cast.Browser().get(path)
    assert answer.headers["Content-Type"].startswith("text/calendar")
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) == len({str(event["uid"]) for event in events}) == len(queries.calendar(round))
    evening = next(event for event in events if "date" in str(event["uid"]))
    assert evening.decoded("dtstart") == datetime(2025, 3, 31, 17, tzinfo=UTC)
    browser.post(f"{HERE}address/", {"act": "renew"})
    assert cast.Browser().get(path).status_code == 404
    browser.post(f"{HERE}address/", {"act": "close"})
    assert not Feed.objects.exists()
    assert cast.Browser().get("/f/" + "a" * 39).status_code == 404


def test_talks_that_are_agreed_stand_in_the_calendar_and_the_feed_and_make_nothing_due() -> None:
    round = letters.round()
    tour = talks.tour(round)
    talks.speaker(tour)
    asked = talks.request(tour, "0430", talks.at(2))
    plans.propose(tour, by=talks.DESK, at=talks.AT)
    browser = cast.desk()
    before = len(queries.calendar(round))
    assert "Oplæg: Faaborg-Midtfyn" not in told(browser.get(HERE))
    talk = talks.agree(talks.one(asked))
    page = told(browser.get(HERE))
    assert "Oplæg: Faaborg-Midtfyn" in page and "Byrådssalen" in page and "Ida Bech" not in page
    browser.post(f"{HERE}address/", {"act": "renew"})
    events = icalendar.Calendar.from_ical(cast.Browser().get(fetched(browser)).content).walk("VEVENT")
    entry = next(event for event in events if str(event["uid"]).startswith(f"talk-{talk.pk}."))
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == talks.at(2)
    assert len(queries.calendar(round)) == before == len(events) - 1
    talk_acts.cancel(talk, by=talks.DESK, at=talks.AT)
    assert "Oplæg: Faaborg-Midtfyn" not in told(browser.get(HERE))


def test_the_feed_of_a_colleague_who_has_stopped_gives_nothing() -> None:
    letters.round()
    who = cast.staff()
    browser = cast.Browser().sign_in(who)
    browser.post(f"{HERE}address/", {"act": "renew"})
    path = fetched(browser)
    assert cast.Browser().get(path).status_code == 200
    Staff.objects.filter(pk=who.pk).update(is_active=False)
    assert cast.Browser().get(path).status_code == 404
