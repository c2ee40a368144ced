"""The bad evening at the desk: cancelling, a new address, the address by mail in two clicks, and the attendance file."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from stormoede.accounts.models import Staff
from stormoede.lib import clock
from stormoede.mail.models import Message
from stormoede.meetings import marks
from stormoede.meetings.actions import doors
from stormoede.meetings.models import Arrival, Session
from stormoede.meetings.tests import house
from stormoede.meetings.tests.house import ADDRESS, DOOR, FIRST, LENGTH
from tests import cast

pytestmark = pytest.mark.django_db
HERE = "/desk/rounds/oea26/meetings/stormoeder/"
OTHER = "https://meet.jit.si/reserve"


@pytest.fixture(autouse=True)
def _time() -> Iterator[None]:
    clock.install(lambda: DOOR)
    yield
    clock.install(None)


def words(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(response.content.decode())).replace("\xa0", " ").split())


def evening(number: int = 2):
    people = house.people(number)
    meeting = house.meeting(people=people)
    first, second = house.dates(meeting)
    for who in people:
        house.answer(meeting, who, first)
    Message.objects.all().delete()
    return people, f"{HERE}dates/{first}/", f"{HERE}dates/{second}/"


def test_a_date_is_cancelled_with_its_reason() -> None:
    _people, date, _other = evening()
    desk = cast.desk()
    shown = words(desk.get(f"{date}cancel/"))
    assert "2 personer er tilmeldt datoen" in shown and "De får tilbudt torsdag den 3. april" in shown
    assert not Session.objects.filter(cancelled_at__isnull=False).exists()
    desk.post(f"{date}cancel/", {"why": "Formanden er syg."})
    told = words(desk.get(HERE))
    assert "Datoen er aflyst, og 2 personer får besked" in told and "Aflyst 31. marts kl. 18.45" in told
    assert "Formanden er syg." in told and Message.objects.count() == 2
    assert desk.post(f"{date}cancel/", {"why": ""}).status_code == 422
    assert desk.get(f"{HERE}dates/{Session.objects.first().pk}/edit/").status_code == 200


def test_the_address_is_mailed_in_two_clicks() -> None:
    _people, date, other = evening()
    cast.person("Uden Mail", email="")
    desk = cast.desk()
    overview = desk.get(HERE).content.decode()
    assert f"{date}mail/" in overview and f"{other}mail/" not in overview
    shown = words(desk.get(f"{date}mail/"))
    assert "2 tilmeldte får en mail" in shown and ADDRESS in shown and not Message.objects.exists()
    desk.post(f"{date}mail/")
    assert "Adressen er på vej til 2 personer" in words(desk.get(HERE))
    assert {one.priority for one in Message.objects.all()} == {Message.Priority.NOW}
    desk.post(f"{date}mail/")
    assert "Alle har allerede fået" in words(desk.get(HERE)) and Message.objects.count() == 2
    desk.post(f"{other}mail/")
    assert "fra tolv timer før mødet" in words(desk.get(HERE)) and Message.objects.count() == 2


def test_a_new_address_is_put_in_and_the_door_follows() -> None:
    people, date, _other = evening(1)
    desk = cast.desk()
    doors.send_due(Session.objects.first().meeting, at=DOOR)
    form = {"join_url": OTHER, "meeting_number": "312 456 789 01, kode Ab3", "dial_in": "32 72 66 19"}
    assert desk.post(f"{date}address/", form | {"join_url": "http://x"}).status_code == 422
    assert desk.post(f"{date}address/", form).status_code == 302
    session = Session.objects.first()
    assert (session.join_url, session.meeting_number, session.dial_in) == (*form.values(),)
    assert "32 72 66 19" in words(desk.get(HERE))
    assert people[0].pk and Message.objects.filter(kind="meetings.receipt").count() == 1


@pytest.mark.parametrize("more", ["cancel/", "address/", "mail/", "attendance/"])
def test_a_reader_does_none_of_it(more: str) -> None:
    _people, date, _other = evening(1)
    reader = cast.desk(Staff.Role.READER, "Lise Bak")
    assert reader.get(date + more).status_code == reader.post(date + more).status_code == 403


def upload(*lines: str) -> SimpleUploadedFile:
    head = "1. Summary\nMeeting title\tx\n\n2. Participants\nName\tFirst Join\tLast Leave\tEmail\n"
    return SimpleUploadedFile("fil.csv", (head + "\n".join(lines)).encode("utf-16"))


def test_the_file_is_looked_through_the_unknown_named_and_only_presence_kept() -> None:
    people, date, _other = evening(4)
    first = Session.objects.first().pk
    doors.arrive(first, people[0].pk, by=house.STAFF, at=DOOR)
    clock.install(lambda: FIRST + LENGTH)
    desk = cast.desk()
    file = upload(
        "Medlem 000\t3/31/25, 7:05:00 PM\t\t", f"Medl 1 · {marks.of(first, people[1].pk)}\t3/31/25, 6:58:00 PM\t\t",
        "iPad\t3/31/25, 7:10:00 PM\t\t", "Organisator\t3/31/25, 6:30:00 PM\t\t",
    )  # fmt: skip
    shown = desk.post(f"{date}attendance/", {"file": file})
    text = words(shown)
    assert "1 er genkendt" in text or "2 er genkendt" in text
    assert "iPad" in text and "Intet er ændret endnu" in text and Arrival.objects.count() == 1
    kept = re.search(r'name="file" value="([^"]+)"', shown.content.decode())[1]
    label = f"Medlem 002, Faaborg-Midtfyn · {marks.of(first, people[2].pk)}"
    fields = re.findall(r'name="(who-\d+)"', shown.content.decode())
    typed = dict.fromkeys(fields, "")
    ipad = fields[-2]
    wrong = desk.post(f"{date}attendance/", {"file": kept, **typed, ipad: "Hvem"})
    assert wrong.status_code == 422 and 'value="Hvem"' in wrong.content.decode() and Arrival.objects.count() == 1
    desk.post(f"{date}attendance/", {"file": kept, **typed, ipad: label})
    came = {one.person_id: one for one in Arrival.objects.all()}
    assert came[people[0].pk].by_door and came[people[0].pk].by_file and came[people[0].pk].at == DOOR
    assert not came[people[2].pk].by_door and people[3].pk not in came
    assert came[people[2].pk].at == datetime.fromisoformat("2025-03-31T19:10:00+02:00")
    text = words(desk.get(date))
    assert "døren og filen" in text and "Kom ikke" in text and "filen" in text
    before = Arrival.objects.count()
    desk.post(f"{date}attendance/", {"file": kept, **typed, ipad: label})
    assert Arrival.objects.count() == before
    again = desk.post(f"{date}attendance/", {"file": upload("Medl 1 · x\t3/31/25, 6:58:00 PM\t\t")})
    assert "træder i stedet for en tidligere" in words(again)
    kept = re.search(r'name="file" value="([^"]+)"', again.content.decode())[1]
    desk.post(f"{date}attendance/", {"file": kept, "instead": "yes"})
    left = {one.person_id: one for one in Arrival.objects.all()}
    assert people[0].pk in left and people[2].pk not in left


def test_another_file_another_day_and_a_forged_page_are_said_so() -> None:
    _people, date, other = evening(1)
    clock.install(lambda: FIRST + LENGTH)
    desk = cast.desk()
    assert desk.post(f"{date}attendance/", {"file": SimpleUploadedFile("x.csv", b"a,b")}).status_code == 422
    assert desk.post(f"{date}attendance/", {}).status_code == 422
    shown = desk.post(f"{date}attendance/", {"file": upload("Medlem 000\t2/1/25, 7:05:00 PM\t\t")})
    assert "hører ikke til denne dato" in words(shown)
    desk.post(f"{date}attendance/", {"file": "forged"})
    assert not Arrival.objects.exists()
    kept = re.search(r'name="file" value="([^"]+)"', shown.content.decode())[1]
    clock.install(lambda: FIRST - timedelta(hours=1))
    desk.post(f"{other}attendance/", {"file": kept})
    assert not Arrival.objects.exists()
