"""The field in the desk's head: people, municipalities and letters by part of what they are called, at one count of statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stormoede.accounts.models import Staff
from stormoede.letters.tests import makers
from stormoede.lib.danish import sort_key
from stormoede.members.models import Person
from stormoede.members.queries import finding
from stormoede.members.tests.cast import bring_in, csv_list, load_denmark
from tests import cast

pytestmark = pytest.mark.django_db
ROWS = [
    "0430;;Mette Overgaard;mette@fmk.example;Borgmester;Byråd;2022-01-01;;17",
    "0580;;Åse Ærø-Hansen;;;Byråd;2022-01-01;;18",
    "0851;;Hans Møller;hm@aalborg.example;;Byråd;2022-01-01;;19",
]


@pytest.fixture(scope="module", autouse=True)
def members(shared) -> None:
    shared(load_denmark)
    shared(lambda: bring_in(csv_list(*ROWS)))


def named(search: str, *, addresses: bool = True) -> list[str]:
    return [one.name for one in finding.people(search, 12, addresses=addresses)]


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("mette", ["Mette Overgaard"]),
        ("OVERGÅRD", ["Mette Overgaard"]),
        ("gaard met", ["Mette Overgaard"]),
        ("aase", ["Åse Ærø-Hansen"]),
        ("ærø", ["Åse Ærø-Hansen"]),
        ("hans", ["Hans Møller", "Åse Ærø-Hansen"]),
        ("møl", ["Hans Møller"]),
        ("18", ["Åse Ærø-Hansen"]),
        ("Mette@FMK", ["Mette Overgaard"]),
        ("hm", ["Hans Møller"]),
        ("mette møller", []),
        ("%", []),
        ("!", []),
        ("", []),
    ],
)
def test_people_are_found_by_any_part(search: str, found: list[str]) -> None:
    assert named(search) == found


def test_addresses_find_nobody_for_those_who_may_not_see_them() -> None:
    assert named("mette@fmk", addresses=False) == []
    assert named("hm", addresses=False) == []
    shown = cast.desk(Staff.Role.READER).get("/desk/search/?q=mette").content.decode()
    assert "Mette Overgaard" in shown and "@" not in shown.split("<main")[1].split("</main>")[0]


def test_municipalities_by_name_other_name_and_code() -> None:
    def found(search: str) -> list[str]:
        return [place.name for place in finding.organisations(search)]

    assert found("aalb") == found("ålb") == found("0851") == found("851") == ["Aalborg"]
    assert "Faaborg-Midtfyn" in found("midtfyn få")
    assert found("zzz") == found("") == []


def test_the_page_groups_what_it_finds_and_every_page_has_the_field() -> None:
    letter = makers.letter()
    desk = cast.desk()
    page = desk.get("/desk/search/?q=aa").content.decode()
    assert page.index("<h2>Personer") < page.index("<h2>Kommuner")
    by_title = desk.get("/desk/search/", {"q": letter.title[:6]}).content.decode()
    assert f"/desk/rounds/{letter.round.key}/letters/{letter.key}/" in by_title
    nobody = desk.get("/desk/search/?q=zzz%3Cb%3E").content.decode()
    assert "zzz&lt;b&gt;" in nobody and 'role="status"' in nobody
    assert "found" not in desk.get("/desk/search/").content.decode().split("<main")[1]
    for address in ("/desk/members/", "/desk/rounds/", "/desk/outbox/"):
        head = desk.get(address).content.decode().split("<main")[0]
        assert 'action="/desk/search/"' in head and 'name="q"' in head


def test_more_are_in_the_list_of_members_and_the_statements_are_as_many() -> None:
    desk, costs = cast.desk(), []
    for number in (1, 30):
        Person.objects.bulk_create(
            Person(name=f"Bo {n} Skov", sort_key=sort_key(f"Bo {n} Skov"), email=f"bo{number}-{n}@x.example")
            for n in range(number)
        )
        with CaptureQueriesContext(connection) as seen:
            page = desk.get("/desk/search/?q=bo").content.decode()
        costs.append(len(seen))
    assert costs[0] == costs[1]
    assert page.count("Skov</a>") == 12
    assert "/desk/members/?q=bo" in page and "Flere end " in page


def test_the_erased_are_not_found() -> None:
    Person.objects.create(name="Karen Lund", sort_key=sort_key("Karen Lund"), erased_at="2025-01-01T00:00Z")
    assert named("karen") == []
