"""The round by municipality, region and role, as pictures, and one by one: the figures agree, and cost the same for all."""

import copy
import csv
import io
import re
from datetime import timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from stormoede.accounts.models import Staff
from stormoede.bench import crowd
from stormoede.bench.crowd import Crowd
from stormoede.letters.models import Delivery
from stormoede.lib import clock, words
from stormoede.lib.danish import sort_key
from stormoede.mail.models import Message
from stormoede.meetings.models import Arrival, Registration
from stormoede.members.models import Group, Mandate, Organisation, Person
from stormoede.web.desk.municipalities import figures, maps
from stormoede.web.desk.overview import state
from tests import cast

pytestmark = pytest.mark.django_db
SIZE = 196
HERE = "/desk/rounds/oea26/municipalities/"
PEOPLE = "/desk/rounds/oea26/municipalities/people/"


@pytest.fixture(scope="module")
def filled(shared) -> Crowd:
    return shared(lambda: crowd.fill(SIZE))


@pytest.fixture
def told(filled: Crowd, monkeypatch) -> Crowd:
    monkeypatch.setattr(clock, "_source", lambda: crowd.AT)
    return copy.deepcopy(filled)


@pytest.fixture
def desk(told: Crowd):
    return cast.Browser().sign_in(told.staff)


def plain(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\xa0", " ").split())


def names(response) -> list[str]:
    table = response.content.decode().split("<tbody>")[1].split("</tbody>")[0]
    return re.findall(r'<th scope="row">(?:<a[^>]*>)?([^<]+)', table)


def rows(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_sums_are_those_of_the_overview(told: Crowd) -> None:
    counted, known = figures.read(told.round, crowd.AT), state.read(told.round, crowd.AT)
    whole = figures.together(row.figures for row in counted.rows)
    assert (whole.asked, whole.delivered) == (known.invitation.asked, known.invitation.accepted)
    assert whole.answered == sum(meeting.answered for meeting in known.meetings)
    assert whole.cannot == sum(meeting.cannot for meeting in known.meetings)
    assert [whole.on[date.id] for date in known.dates] == [date.seats for date in known.dates]
    by_role = figures.together(counted.by_role.values())
    assert (by_role.asked, by_role.seats, by_role.lost) == (whole.asked, whole.seats, whole.lost)
    assert whole.lost == 2


def test_a_link_and_an_arrival_are_counted_where_the_person_belongs(told: Crowd) -> None:
    one = Registration.objects.filter(seat=told.sessions[0]).first()
    Registration.objects.filter(pk=one.pk).update(door_sent=told.sessions[0])
    Arrival.objects.create(session=told.sessions[0], person=one.person, at=told.sessions[0].starts)
    Mandate.objects.filter(person=one.person).update(role=Mandate.Role.MAYOR)
    counted = figures.read(told.round, crowd.AT)
    [row] = [row for row in counted.rows if row.figures.came]
    assert row.place.id == one.person.organisation_id
    assert row.figures.links == counted.by_role["mayor"].came == counted.by_role["mayor"].asked == 1


def test_those_of_no_municipality_and_no_seat_are_counted_too(told: Crowd) -> None:
    Person.objects.filter(pk=told.people[0]).update(organisation=None)
    Mandate.objects.filter(person=told.people[0]).update(valid_to=crowd.AT.date() - timedelta(days=1))
    counted = figures.read(told.round, crowd.AT)
    assert counted.rows[-1].place.name == ""
    assert counted.rows[-1].figures.asked == counted.by_role[""].asked == 1
    assert figures.together(row.figures for row in counted.rows).asked == SIZE


def test_all_stand_in_danish_order_and_the_glance_is_twelve(desk) -> None:
    assert len(names(desk.get(HERE))) == 12
    assert "Vis alle 98 kommuner" in plain(desk.get(HERE))
    found = names(desk.get(f"{HERE}?all=1&sort=name"))
    assert len(found) == 98
    assert found[:2] == ["Albertslund", "Allerød"]
    assert found[-3:] == ["Aabenraa", "Aalborg", "Aarhus"]
    assert names(desk.get(f"{HERE}?all=1&sort=-name")) == found[::-1]


def test_every_column_orders_and_what_it_does_not_know_asks_for_nothing(told: Crowd, desk) -> None:
    place = Organisation.objects.get(name="Odense")
    silent = Person.objects.exclude(pk__in=Registration.objects.values("person"))
    Person.objects.filter(pk__in=[one.pk for one in silent[:5]]).update(organisation=place)
    assert names(desk.get(f"{HERE}?sort=-silent"))[0] == "Odense"
    assert names(desk.get(f"{HERE}?sort=silent&all=1"))[-1] == "Odense"
    assert names(desk.get(f"{HERE}?sort=on-{told.sessions[0].pk}"))
    assert 'aria-sort="descending"' in desk.get(f"{HERE}?sort=-cannot").content.decode()
    assert names(desk.get(f"{HERE}?sort=on-x")) == names(desk.get(f"{HERE}?sort=password")) == names(desk.get(HERE))


def test_it_is_narrowed_to_a_region_to_silence_and_to_the_unreached(desk) -> None:
    north = Group.objects.get(name="Region Nordjylland").code
    place = Organisation.objects.get(name="Odense")
    Registration.objects.filter(person__organisation=place).delete()
    assert "Odense" in names(desk.get(f"{HERE}?only=silent"))
    lost = set(Delivery.objects.filter(message__state="refused").values_list("person__organisation__name", flat=True))
    assert set(names(desk.get(f"{HERE}?only=lost"))) == lost
    assert len(names(desk.get(f"{HERE}?region={north}&all=1"))) == 11
    assert names(desk.get(f"{HERE}?q=læsø")) == ["Læsø"]
    assert "Ingen kommune fundet" in plain(desk.get(f"{HERE}?q=nowhere"))


def test_the_file_has_every_row_as_the_address_narrows_and_orders_it(desk) -> None:
    north = Group.objects.get(name="Region Nordjylland").code
    found = rows(desk.get(f"{HERE}?region={north}&sort=name&as=csv"))
    assert found[0][:5] == ["Kode", "Kommune", "Region", "KKR", "Pladser"]
    assert len(found) == 12
    assert found[1][1:3] == ["Brønderslev", "Region Nordjylland"]
    assert desk.get(f"{HERE}?as=xlsx").content[:2] == b"PK"


@pytest.mark.parametrize("size", [SIZE, 3 * SIZE])
@pytest.mark.parametrize("address", [f"{HERE}?all=1", f"{PEOPLE}?state=silent"])
def test_it_costs_the_same_statements_however_many(
    told: Crowd, desk, size: int, address: str, django_assert_num_queries
) -> None:
    crowd.grow(told, size)
    desk.get(address)
    with django_assert_num_queries(STATEMENTS[address.split("/")[-2]]):
        assert desk.get(address).status_code == 200


STATEMENTS = {"municipalities": 10, "people": 9}


@pytest.mark.parametrize("list", ["regions", "roles"])
def test_regions_and_roles_are_ordered_and_taken_along(told: Crowd, desk, list: str) -> None:
    Person.objects.filter(pk=told.people[0]).update(organisation=None)
    Mandate.objects.filter(person=told.people[0]).delete()
    Mandate.objects.filter(person__in=told.people[1:4]).update(role=Mandate.Role.MAYOR)
    head, *found = rows(desk.get(f"{HERE}?list={list}&{list}-sort=name&as=csv"))
    assert head[0] == {"regions": "Region", "roles": "Rolle"}[list]
    assert "Spurgt" in head and "Andel" in head
    named = [row[0] for row in found]
    last = {"regions": "Ingen region", "roles": "Intet hverv i dag"}[list]
    assert (named[:-1], named[-1]) == (sorted(named[:-1], key=sort_key), last)
    turned = desk.get(f"{HERE}?{list}-sort=-name")
    assert sums(turned, list) == [*named[:-1][::-1], last]
    by_asked = [int(row[1]) for row in rows(desk.get(f"{HERE}?list={list}&{list}-sort=-asked&as=csv"))[1:]]
    assert by_asked == sorted(by_asked, reverse=True)
    assert sum(by_asked) == SIZE
    assert desk.get(f"{HERE}?list={list}&as=xlsx").content[:2] == b"PK"
    # Narrowing the municipalities keeps the order of the others, and the order of one list is not another's.
    assert f'name="{list}-sort" value="-name"' in turned.content.decode()
    assert names(turned) == names(desk.get(HERE))


def sums(response, list: str):
    table = response.content.decode().split(f'id="{list}"')[1].split("<tbody>")[1].split("</tbody>")[0]
    return re.findall(r'<th scope="row">([^<]+)', table)


def test_the_picture_is_described_and_has_a_step_for_each(desk) -> None:
    page = desk.get(HERE).content.decode()
    assert page.count('role="img" aria-label="Felter') == page.count('role="img" aria-label="Kort') == 1
    assert "style=" not in page.split("<main")[1].split("</main>")[0]
    assert page.count('<path class="n') == len(maps.shapes()) == 98
    assert "CC BY 4.0" in plain(desk.get(HERE))


def test_the_shapes_are_the_municipalities(told: Crowd) -> None:
    assert {shape.code for shape in maps.shapes()} == set(Organisation.objects.values_list("code", flat=True))


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_step_is_that_of_the_share_the_table_says(counted: int, whole: int) -> None:
    number = maps.step(counted, whole)
    assert 0 <= number <= 5
    assert (number == 0) == (not counted or not whole)
    if number and counted <= whole:
        share = int(words.share(counted, whole, "en").rstrip("%"))
        assert number == 1 + sum(share >= least for least in maps.STEPS)


def test_who_has_not_answered_and_who_was_not_reached(told: Crowd, desk) -> None:
    answered = set(Registration.objects.values_list("person__name", flat=True))
    silent = rows(desk.get(f"{PEOPLE}?state=silent&as=csv"))[1:]
    assert len(silent) == SIZE - len(Registration.objects.all())
    assert silent
    lost = rows(desk.get(f"{PEOPLE}?state=lost&as=csv"))[1:]
    assert len(lost) == Message.objects.filter(state="refused").count() == 2
    assert len(rows(desk.get(f"{PEOPLE}?as=csv"))) == SIZE + 1
    assert answered


def test_a_reader_sees_who_is_silent_but_no_address_and_no_delivery(told: Crowd) -> None:
    page = cast.desk(Staff.Role.READER, "Bo Lund").get(f"{PEOPLE}?state=silent").content.decode()
    assert ".example" not in page.split("<main")[1].split("</main>")[0]
    assert 'value="lost"' not in page


def test_before_the_letter_it_says_what_will_stand_there(told: Crowd, desk) -> None:
    Delivery.objects.all().delete()
    told.version.letter.__class__.objects.update(released_at=None, released_by="", sent_at=None)
    assert "Ingen er spurgt endnu" in plain(desk.get(PEOPLE))
    assert desk.get(HERE).status_code == 200


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_pages_say_it_in_both_languages(desk, language: str) -> None:
    desk.cookies["language"] = language
    with translation.override("da"):  # what a request sets is put back
        pages = plain(desk.get(HERE)), plain(desk.get(PEOPLE))
    assert ("Har ikke svaret" if language == "da" else "Has not answered") in pages[0]
    assert ("Alle, der er spurgt" if language == "da" else "Everybody asked") in pages[1]


def test_the_page_of_one_who_was_asked_says_so(told: Crowd, desk) -> None:
    """What became of the letter is for those who may see addresses."""
    silent = Delivery.objects.filter(message__state=Message.State.ACCEPTED).exclude(
        person__in=Registration.objects.values("person")
    )[0]
    address = f"/desk/members/{silent.person_id}/"
    assert "Brevet Leveret" in plain(desk.get(address)) and "Har ikke svaret" in plain(desk.get(address))
    page = plain(cast.desk(Staff.Role.READER, "Peter Skov").get(address))
    assert "Brevet Spurgt" in page and "Leveret" not in page and "Har ikke svaret" in page
