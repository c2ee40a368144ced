"""What has happened, in sentences: to a person, a municipality, a letter, a meeting and its dates; at one count of statements."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from stormoede.accounts import actors
from stormoede.events.actions.records import record_many
from stormoede.events.actor import system
from stormoede.letters.tests import makers
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import BEFORE, answer
from stormoede.members.actions import people
from stormoede.members.models import Person
from stormoede.members.tests.cast import bring_in, csv_list, load_denmark
from stormoede.web.desk.history import glances, subjects
from stormoede.web.desk.history.glances import told
from tests import cast

pytestmark = pytest.mark.django_db
LIST = csv_list("0430;;Mette Overgaard;mette@fmk.example;Borgmester;Byråd;2022-01-01;;17")


@pytest.fixture
def mette() -> Person:
    load_denmark()
    bring_in(LIST)
    return Person.objects.get(number="17")


def page(response) -> str:
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_a_person_s_answer_stands_with_what_the_desk_has_done() -> None:
    members = house.people(2)
    meeting = house.meeting(people=members)
    date = meeting.sessions.first()
    answer(meeting, members[0], date.pk)
    desk = cast.desk()
    desk.post(f"/desk/members/{members[0].pk}/address/", {"email": "ny@kommune.example"})
    shown = page(desk.get(f"/desk/members/{members[0].pk}/history/"))
    assert "Sofie Ravn rettede mailadressen." in shown
    assert f"{members[0].name} tilmeldte sig: " in shown
    assert shown.index("rettede mailadressen") < shown.index("tilmeldte sig"), "The newest stand first."
    assert "ny@kommune.example" not in shown
    other = page(desk.get(f"/desk/members/{members[1].pk}/history/"))
    assert "tilmeldte sig" not in other
    whole = page(desk.get("/desk/rounds/oea26/meetings/stormoeder/history/"))
    linked = f'<span><a href="/desk/members/{members[0].pk}/">{members[0].name}</a> tilmeldte sig: '
    assert linked in whole, "The name leads to the person and is said once."
    dated = page(desk.get(f"/desk/rounds/oea26/meetings/stormoeder/dates/{date.pk}/history/"))
    assert linked in dated and "31. marts 2025" in dated and "2025-03-31<" not in dated


def test_a_municipality_tells_whom_each_act_is_about(mette: Person) -> None:
    people.correct_address(mette, "", by=system("init"), at=BEFORE)
    desk = cast.desk()
    shown = page(desk.get("/desk/organisations/0430/history/"))
    assert ">Mette Overgaard</a>:</span> Programmet fjernede mailadressen." in shown
    assert "Programmet fjernede mailadressen." in page(desk.get("/desk/organisations/0430/"))


def test_a_letter_from_the_first_draft_on() -> None:
    letter = makers.letter()
    shown = page(cast.desk().get(f"/desk/rounds/{letter.round.key}/letters/{letter.key}/history"))
    assert "begyndte brevet." in shown


def test_a_long_history_has_pages_and_a_file_at_one_count_of_statements(mette: Person) -> None:
    colleague = cast.staff(name="Lise Bak")
    costs = []
    for more in (1, 120):
        many = [(f"person:{mette.pk}", {"reachable": True}) for _number in range(more)]
        record_many("person.address_corrected", many, by=actors.staff(colleague), at=BEFORE + timedelta(days=1))
        source = subjects.of_person(mette)
        with (
            CaptureQueriesContext(
                connection,
            ) as seen,
            override("da"),
        ):
            assert told(source, list(source.events[:50]))[0].words == "Lise Bak rettede mailadressen."
        costs.append(len(seen))
    assert costs[0] == costs[1] <= 4
    desk, address = cast.desk(), f"/desk/members/{mette.pk}/history/"
    first = desk.get(address).content.decode()
    assert first.count("<li><time") == 50
    older = first.split('href="?before=')[1].split('"')[0]
    assert desk.get(f"{address}?before={older}").content.decode().count("<li><time") == 50
    rows = list(csv.reader(io.StringIO(desk.get(f"{address}?as=csv").content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 1 + 121 + 1
    assert rows[1][2] == "Lise Bak rettede mailadressen."
    assert desk.get(f"{address}?before=x").status_code == 200


def test_one_who_is_erased_is_not_named() -> None:
    members = house.people(1)
    meeting = house.meeting(people=members)
    answer(meeting, members[0], meeting.sessions.first().pk)
    Person.objects.filter(pk=members[0].pk).update(erased_at=BEFORE, name="", sort_key="")
    desk = cast.desk()
    assert "En slettet person tilmeldte sig" in page(desk.get("/desk/rounds/oea26/meetings/stormoeder/history/"))
    assert desk.get(f"/desk/members/{members[0].pk}/history/").status_code == 404


@pytest.mark.parametrize("others", [0, 600], ids=["near", "far"])
def test_the_newest_of_a_meeting_are_the_same_however_much_else_has_happened(others: int) -> None:
    members = house.people(4)
    meeting = house.meeting(people=members)
    first, second = meeting.sessions.all()[:2]
    for member, date in zip(members, (first, second, first, second), strict=True):
        answer(meeting, member, date.pk)
    answer(meeting, members[0], second.pk)
    record_many("round.edited", [("round:oea24", None)] * others, by=system("init"), at=BEFORE)
    answer(meeting, members[1], first.pk)
    for source in (subjects.of_meeting(meeting), subjects.of_date(first), subjects.of_date(second)):
        whole = list(source.events.values_list("pk", flat=True))
        assert len(whole) > 2 and glances.newest(source, 50) == whole
        for most, until in ((1, None), (2, whole[0]), (3, whole[1]), (50, whole[-1])):
            under = [pk for pk in whole if until is None or pk < until]
            assert glances.newest(source, most, until) == under[:most]
    assert [one.id for one in glances.glance(subjects.of_date(first), "/").told] == list(
        subjects.of_date(first).events.values_list("pk", flat=True)[:8]
    )
