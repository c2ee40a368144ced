"""The desk sees who has a day, who has none, who has sent in; a reader sees it too and changes nothing."""

import pytest

from stormoede.accounts.models import Link, Staff
from stormoede.deliberations.actions import deliberations
from stormoede.deliberations.actions.deliberations import Said
from stormoede.deliberations.models import Deliberation, Matter
from stormoede.deliberations.tests.makers import AT, BY, DEADLINE, LATER, council, matter, region, seat
from stormoede.lib import clock
from stormoede.mail.models import Message
from stormoede.members.models import Audience, Body
from stormoede.members.queries import audiences
from stormoede.rounds.models import Track
from tests import cast

pytestmark = pytest.mark.django_db
HERE = "/desk/rounds/oea26/deliberations/"
ONE = f"{HERE}droeftelser/"


@pytest.fixture(autouse=True)
def in_march():
    clock.install(lambda: AT)
    yield
    clock.install(None)


@pytest.fixture
def world():
    south, north = region(), region("nordjylland", "KKR Nordjylland")
    bodies = {name: council(code, name, group) for code, name, group in (
        ("0420", "Assens", south), ("0492", "Ærø", south), ("0851", "Aalborg", north),
    )}  # fmt: skip
    about = matter(regions=(("nordjylland", LATER),))
    deliberations.plan(about, bodies["Ærø"], Said(AT.date().replace(day=27), "Gitte Rask"), by=BY, at=AT)
    return about, bodies


def names(page):
    return [row.split("</a>")[0].rsplit(">", 1)[1] for row in page.split('<th scope="row">')[1:]]


def test_everybody_stands_there_in_danish_order_and_is_counted(world):
    page = cast.desk().get(ONE, headers={"accept-language": "da"}).content.decode()
    assert names(page) == ["Assens", "Ærø", "Aalborg"]
    assert "Tors. 27. marts" in page and "Gitte Rask" in page
    assert "KKR Nordjylland: fredag den 9. maj" in page


@pytest.mark.parametrize(("asked", "found"), [
    ("standing=none", ["Assens", "Aalborg"]),
    ("standing=planned", ["Ærø"]),
    ("region=syddanmark", ["Assens", "Ærø"]),
    ("region=nordjylland&standing=none&q=aal", ["Aalborg"]),
    ("q=aero", []),
    ("standing=nonsense&region=atlantis", ["Assens", "Ærø", "Aalborg"]),
])  # fmt: skip
def test_the_list_is_narrowed_by_its_address(world, asked, found):
    assert names(cast.desk().get(f"{ONE}?{asked}").content.decode()) == found


def test_a_day_is_set_from_the_desk_and_the_page_says_who_did(world):
    _about, bodies = world
    desk, page = cast.desk(), f"{ONE}{bodies['Assens'].pk}/"
    assert desk.post(page, {"planned_on": "2025-04-01", "responsible": " Jens Friis "}).status_code == 302
    kept = Deliberation.objects.get(body=bodies["Assens"])
    assert (kept.planned_on.isoformat(), kept.responsible) == ("2025-04-01", "Jens Friis")
    told = desk.get(page, headers={"accept-language": "da"}).content.decode()
    assert "Sofie Ravn satte drøftelsen til 1. april 2025." in told
    answer = desk.post(page, {"planned_on": "2026-04-01"})
    assert answer.status_code == 422
    assert Deliberation.objects.get(body=bodies["Assens"]).planned_on == kept.planned_on


def test_a_reader_sees_and_changes_nothing(world):
    reader, page = cast.desk(Staff.Role.READER), f"{ONE}{world[1]['Assens'].pk}/"
    assert 'name="planned_on"' not in reader.get(page).content.decode()
    assert reader.post(page, {"planned_on": "2025-04-01"}).status_code == 200
    assert not Deliberation.objects.filter(body=world[1]["Assens"]).exists()
    assert reader.get(f"{ONE}edit/").status_code == 403


def test_the_kit_is_there_in_each_form(world):
    desk, page = cast.desk(), f"{ONE}{world[1]['Ærø'].pk}/kit/"
    for ending, start in (("docx", b"PK"), ("pdf", b"%PDF"), ("txt", "\ufeffDrøftelser".encode())):
        answer = desk.get(f"{page}{ending}/")
        assert answer.content.startswith(start)
        assert answer["Content-Disposition"] == f'attachment; filename="droeftelser-aeroe.{ending}"'
    assert desk.get(f"{page}exe/").status_code == 404


def test_a_secretary_is_sent_their_page_once(world):
    body = world[1]["Assens"]
    desk, page = cast.desk(), f"{ONE}{body.pk}/invite/"
    desk.post(page)
    assert not Link.objects.exists()
    office = Body.objects.get(kind="administration", organisation=body.organisation)
    seat(office, "Gitte Rask", "secretary")
    for _ in range(2):
        desk.post(page)
    assert Link.objects.get().subject == "council:0420:oea26"
    assert Message.objects.count() == 1


def form(**changes):
    start = {"edit_number": 0, "bodies": "council", "deadline": "2025-04-30T12:00", "questions": "Først?\n\nSå?"}
    return start | {"title": "Drøft økonomien"} | changes


def test_a_matter_is_made_and_edited_on_the_page(world):
    desk, round = cast.desk(), world[0].track.round
    made = desk.post(f"{HERE}new/", form(edit_number=round.edit_number) | {"region-syddanmark": "2025-05-09T12:00"})
    assert made.url == f"{HERE}droeft-oekonomien/"
    kept = Matter.objects.get(track__key="droeft-oekonomien")
    assert (kept.questions, kept.deadline.second) == (["Først?", "Så?"], 59)
    assert [one.region for one in kept.regions.all()] == ["syddanmark"]
    number = Track.objects.get(key="droeft-oekonomien").round.edit_number
    refused = desk.post(f"{made.url}edit/", form(edit_number=number, case="Kære ((ukendt)) i ((kommune))"))
    assert refused.status_code == 422 and "((ukendt))" in refused.content.decode()
    assert desk.post(f"{made.url}edit/", form(edit_number=number, case="((kommune))")).status_code == 302
    assert desk.post(f"{made.url}edit/", form(edit_number=number, case="x")).status_code == 422
    assert Matter.objects.get(pk=kept.pk).case == "((kommune))"


def test_the_first_page_lists_several_and_goes_straight_to_one(world):
    desk = cast.desk()
    assert desk.get(HERE).url == ONE
    matter(key="kkr", title="KKR", bodies="regional_council", deadline=DEADLINE)
    assert desk.get(HERE).status_code == 200
    assert "KKR Nordjylland" in desk.get(f"{HERE}kkr/").content.decode()


def test_those_where_nothing_has_happened_are_written_to(world):
    assens, aeroe = (Body.objects.get(kind="administration", organisation__name=name) for name in ("Assens", "Ærø"))
    silent = seat(assens, "Gitte Rask", "secretary")
    seat(aeroe, "Jens Friis", "secretary")
    assert cast.desk().post(f"{ONE}remind/").url == "/desk/rounds/oea26/letters/new"
    made = Audience.objects.get(key="oea26-droeftelser-none")
    assert list(audiences.people(made.spec, on=AT.date())) == [silent]
    deliberations.plan(world[0], world[1]["Assens"], Said(AT.date()), by=BY, at=AT)
    assert not audiences.people(made.spec, on=AT.date()).exists()
