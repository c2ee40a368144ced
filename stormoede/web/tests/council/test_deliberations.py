"""The secretary of a council, or of a regional council, says when it is discussed and takes the kit; no one else's."""

import pytest

from stormoede.deliberations.models import Deliberation
from stormoede.deliberations.tests.makers import AT, council, matter, region, seat
from stormoede.lib import clock
from stormoede.members.models import Body
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_march():
    clock.install(lambda: AT)
    yield
    clock.install(None)


def page_of(body, subject):
    secretary = seat(body, "Gitte Rask", "secretary")
    found = cast.Browser(headers={"accept-language": "da"})
    return found, found.open(cast.link(secretary, subject=subject)).url


def test_a_council_says_when_and_takes_its_kit():
    body = council("0420", "Assens", region())
    matter(case="Sagen for ((kommune))")
    browser, page = page_of(body, "council:0420:oea26")
    assert "I har ikke skrevet, hvornår I drøfter sagen." in browser.get(page).content.decode()
    one = f"{page}sag/droeftelser/"
    assert browser.post(one, {"planned_on": "2025-03-27", "responsible": "Gitte Rask"}).url == one
    kept = Deliberation.objects.get()
    assert kept.body == body and kept.set_by.startswith("person:")
    assert "I drøfter sagen torsdag den 27. marts 2025." in browser.get(page).content.decode()
    assert "Sagen for Assens Kommune" in browser.get(f"{one}txt/").content.decode("utf-8-sig")


def test_a_day_after_the_deadline_is_kept_and_the_page_says_what_to_do():
    body = council("0420", "Assens", region())
    matter()
    browser, page = page_of(body, "council:0420:oea26")
    browser.post(f"{page}sag/droeftelser/", {"planned_on": "2025-05-20"})
    told = browser.get(f"{page}sag/droeftelser/").content.decode()
    assert "Mødet ligger efter fristen" in told and "oea26@kl.example" in told


def test_what_cannot_be_is_said_at_its_field():
    body = council("0420", "Assens", region())
    matter()
    browser, page = page_of(body, "council:0420:oea26")
    for told in ({"planned_on": "i morgen"}, {"planned_on": "2026-03-27"}, {"responsible_email": "gitte"}):
        answer = browser.post(f"{page}sag/droeftelser/", told)
        assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert not Deliberation.objects.exists()


def test_a_regional_council_has_the_same_and_sees_its_own_councils():
    group, other = region(), region("nordjylland", "KKR Nordjylland")
    council("0420", "Assens", group)
    council("0851", "Aalborg", other)
    matter()
    matter(key="kkr", title="KKR-møder", bodies="regional_council")
    body = Body.objects.get(group=group)
    browser, page = page_of(body, "regional:syddanmark:oea26")
    assert page.startswith("/kkr/")
    told = browser.get(page).content.decode()
    assert "KKR-møder" in told and "Assens" in told and "Aalborg" not in told
    one = page.replace("/kkr/", "/raad/") + "sag/kkr/"
    assert browser.post(one, {"planned_on": "2025-04-04"}).status_code == 302
    assert Deliberation.objects.get().body == body
    assert browser.get(page.replace("/kkr/", "/raad/") + "sag/droeftelser/").status_code == 404


def test_a_members_own_link_and_a_councils_open_no_regional_page():
    body = council("0420", "Assens", region())
    matter()
    browser, page = page_of(body, "council:0420:oea26")
    assert browser.get(page.replace("/raad/", "/kkr/")).status_code == 404
    member = seat(body, "Karen Lund")
    other = cast.Browser()
    other.open(link := cast.link(member, subject="round:oea26"))
    assert other.get(f"/raad/{link.handle}/sag/droeftelser/").status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_regional_page_costs_the_same_however_many_councils(number, django_assert_num_queries):
    group = region()
    for n in range(number):
        council(f"{n:04}", f"Kommune {n}", group)
    matter()
    browser, page = page_of(Body.objects.get(group=group), "regional:syddanmark:oea26")
    with django_assert_num_queries(15):
        assert browser.get(page).status_code == 200
