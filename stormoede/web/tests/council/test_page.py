"""The council's page: its secretary sees their own council's answers, and nobody else's."""

import pytest
from django.utils import timezone

from stormoede.events.actor import system
from stormoede.lib import clock
from stormoede.meetings.actions import registrations
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import BEFORE, LENGTH, SECOND
from stormoede.members.models import Body, Mandate, Organisation
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def before_the_deadline():
    clock.install(lambda: BEFORE)
    yield
    clock.install(None)


def council(code="0430", name="Faaborg-Midtfyn"):
    place = cast.organisation(code, name)
    Organisation.objects.filter(pk=place.pk).update(full_name=f"{name} Kommune")
    place.refresh_from_db()
    body = Body.objects.get_or_create(
        kind=Body.Kind.COUNCIL, organisation=place, defaults={"name": "Kommunalbestyrelse"}
    )
    return place, body[0]


def member(name, place, body, role=Mandate.Role.MEMBER):
    who = cast.person(name, organisation=place)
    Mandate.objects.create(person=who, body=body, role=role, valid_from=timezone.localdate(BEFORE).replace(day=1))
    return who


def browser(secretary, meeting, code):
    link = cast.link(secretary, subject=f"council:{code}:{meeting.track.round.key}")
    found = cast.Browser(headers={"accept-language": "da"})
    return found, found.open(link), link


def test_the_secretary_sees_each_member_with_their_answer():
    place, body = council()
    mette, henrik, aase = (member(name, place, body) for name in ("Mette Overgaard", "Henrik Gade", "Åse Friis"))
    meeting = house.meeting((None, 1), people=(mette, henrik, aase))
    first = meeting.sessions.first()
    registrations.answer(meeting.pk, mette.pk, first.pk, by=system("test"), at=BEFORE)
    registrations.answer(meeting.pk, henrik.pk, None, by=system("test"), at=BEFORE)
    found, response, link = browser(cast.person("Lone Friis", organisation=place), meeting, place.code)
    assert response.url == f"/raad/{link.handle}/"
    page = found.get(response.url).content.decode()
    rows = [row for row in page.split("<tr>") if 'scope="row"' in row]
    assert [("Kan ikke deltage" in row, "Har ikke svaret" in row) for row in rows].count((True, False)) == 1
    assert sum("chip done" in row and "Mette Overgaard" in row for row in rows) == 1
    assert sum("Har ikke svaret" in row and "Åse Friis" in row for row in rows) == 1
    assert len(rows) == 3


def test_who_comes_is_not_asked_when_the_meetings_have_been_held():
    place, body = council()
    mette = member("Mette Overgaard", place, body)
    meeting = house.meeting(people=(mette,))
    found, response, _link = browser(cast.person("Lone Friis", organisation=place), meeting, place.code)
    clock.install(lambda: SECOND)
    assert "Hvem af jer kommer?" in found.get(response.url).content.decode()
    clock.install(lambda: SECOND + LENGTH)
    page = found.get(response.url).content.decode()
    assert "Hvem af jer kommer?" not in page and "Det svarede jeres medlemmer" in page and "Mette Overgaard" in page


def test_another_councils_members_are_not_shown():
    place, body = council()
    other, theirs = council("0440", "Kerteminde")
    everybody = (member("Mette Overgaard", place, body), member("Ulla Stokholm", other, theirs))
    meeting = house.meeting((None, 1), people=everybody)
    found, response, _ = browser(cast.person("Lone Friis", organisation=place), meeting, place.code)
    page = found.get(response.url).content.decode()
    assert "Mette Overgaard" in page
    assert "Ulla Stokholm" not in page


def test_who_is_not_invited_to_a_meeting_does_not_stand_as_one_who_has_not_answered():
    place, body = council()
    mette, henrik, aase = (member(name, place, body) for name in ("Mette Overgaard", "Henrik Gade", "Åse Friis"))
    meeting = house.meeting((None, 1), people=(mette, henrik))
    registrations.answer(meeting.pk, henrik.pk, None, by=system("test"), at=BEFORE)
    meeting.audience.spec = {"any": [{"people": [str(mette.pk)]}]}
    meeting.audience.save()
    found, response, _ = browser(cast.person("Lone Friis", organisation=place), meeting, place.code)
    page = found.get(response.url).content.decode()
    assert "Mette Overgaard" in page and "Henrik Gade" in page and aase.name not in page
    assert page.count("Har ikke svaret") == 2 and "2 medlemmer" in page


def test_the_page_speaks_the_rounds_language_to_a_browser_of_another():
    place, body = council()
    meeting = house.meeting((None, 1), people=(member("Mette Overgaard", place, body),))
    link = cast.link(
        cast.person("Lone Friis", organisation=place), subject=f"council:{place.code}:{meeting.track.round.key}"
    )
    found = cast.Browser(headers={"accept-language": "en"})
    assert '<html lang="da">' in found.get(found.open(link).url).content.decode()


def test_a_members_own_link_does_not_open_the_councils_page():
    place, body = council()
    mette = member("Mette Overgaard", place, body)
    meeting = house.meeting((None, 1), people=(mette,))
    link = cast.link(mette, subject=f"round:{meeting.track.round.key}")
    found = cast.Browser()
    found.open(link)
    assert found.get(f"/raad/{link.handle}/").status_code == 404


@pytest.mark.parametrize("people", [1, 3])
def test_the_page_costs_the_same_however_many_members(people, django_assert_num_queries):
    place, body = council()
    everybody = [member(f"Medlem Nummer{number}", place, body) for number in range(people)]
    meeting = house.meeting((None, 1), people=everybody)
    found, response, _ = browser(cast.person("Lone Friis", organisation=place), meeting, place.code)
    with django_assert_num_queries(17):
        assert found.get(response.url).status_code == 200
