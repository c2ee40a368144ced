"""Lists as files: the whole list as the address narrows and orders it, and nothing in it is computed."""

import csv
import io

import openpyxl
import pytest

from stormoede.accounts.models import Staff
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import BEFORE, answer
from stormoede.members.models import Person
from stormoede.members.tests.cast import bring_in, csv_list, load_denmark
from tests import cast

pytestmark = pytest.mark.django_db
ROWS = [
    "0430;;Mette Overgaard;mette@fmk.example;Borgmester;Byråd;2022-01-01;;17",
    "0580;;Åse Ærø;;;Byråd;2022-01-01;;18",
    "0851;;Bo Lund;bo@aalborg.example;;Byråd;2022-01-01;;19",
]


@pytest.fixture
def members() -> None:
    load_denmark()
    bring_in(csv_list(*ROWS))


def read(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.mark.usefixtures("members")
def test_the_members_as_a_file_are_those_of_the_page() -> None:
    desk = cast.desk()
    found = read(desk.get("/desk/members/?sort=-name&as=csv"))
    assert [row[0] for row in found] == ["Navn", "Åse Ærø", "Mette Overgaard", "Bo Lund"]
    assert found[2] == ["Mette Overgaard", "17", "0430", "Faaborg-Midtfyn", "borgmester i Faaborg-Midtfyn Kommune", "mette@fmk.example"]  # fmt: skip
    assert [row[0] for row in read(desk.get("/desk/members/?reach=no&as=csv"))[1:]] == ["Åse Ærø"]
    page = desk.get("/desk/members/?reach=no&page=1").content.decode()
    assert 'href="?reach=no&amp;as=csv"' in page


@pytest.mark.usefixtures("members")
def test_addresses_are_in_no_file_of_one_who_may_not_see_them() -> None:
    answer = cast.desk(Staff.Role.READER).get("/desk/members/?as=csv")
    assert "@" not in answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="medlemmer.csv"'


@pytest.mark.usefixtures("members")
def test_a_name_that_is_a_formula_is_a_text_in_both_files() -> None:
    Person.objects.filter(number="19").update(name="=1+1", sort_key="")
    desk = cast.desk()
    assert read(desk.get("/desk/members/?as=csv"))[1][0] == "'=1+1"
    book = openpyxl.load_workbook(io.BytesIO(desk.get("/desk/members/?as=xlsx").content))
    assert book.active is not None
    cell = book.active["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_who_comes_and_who_cannot_are_files_too() -> None:
    people = house.people(2)
    meeting = house.meeting(people=people)
    here = "/desk/rounds/oea26/meetings/stormoeder/"
    date = meeting.sessions.first()
    answer(meeting, people[0], date.pk)
    desk = cast.desk()
    found = read(desk.get(f"{here}dates/{date.pk}/?as=csv"))
    assert found[1][0] == people[0].name
    assert len(found) == 2
    assert len(found[1]) == len(found[0]) == 6
    assert found[1][4].startswith(str(BEFORE.year))
    assert len(read(desk.get(f"{here}cannot/?as=csv"))) == 1
