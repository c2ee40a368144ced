"""On the desk: a reminder written and released for its hour, a correction begun in one click, files added and taken off."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from stormoede.letters.actions import enclosures, releases
from stormoede.letters.models import Delivery, Letter
from stormoede.letters.tests import makers
from stormoede.letters.tests.makers import AT, OTHER, REMINDS_AT, WRITER
from tests import cast
from tests.cast import Browser, desk

pytestmark = pytest.mark.django_db
HOME = "/desk/rounds/oea26/letters/"
ONE = f"{HOME}invitation/"
PDF = b"%PDF-1.7\nprogram"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stormoede.lib.clock.round_now", lambda: AT)


@pytest.fixture
def sent() -> Letter:
    makers.member()
    return releases.release(makers.tested(makers.letter()), by=OTHER, at=AT)


def test_a_reminder_is_offered_short_and_saved_with_its_hour(sent: Letter) -> None:
    writer = desk(name="Jonas Westergaard")
    page = writer.get(f"{ONE}remind")
    assert "Så minder vi dig ikke om det igen." in page.content.decode()
    typed = {**page.context["form"].initial, "days_before": "1", "clock": "07:30"}
    assert writer.post(f"{ONE}remind", {**typed, "days_before": "200"}).status_code == 200
    response = writer.post(f"{ONE}remind", typed)
    made = Letter.objects.get(key=typed["key"])
    assert response["Location"] == f"{HOME}{made.key}/"
    assert (made.nature, made.about_id, made.days_before, made.audience_id) == (
        "reminder",
        sent.pk,
        1,
        sent.audience_id,
    )
    again = writer.get(f"{HOME}{made.key}/edit").content.decode()
    assert 'value="07:30"' in again and "_paper" not in again


def test_a_reminder_is_released_for_its_own_hour(sent: Letter) -> None:
    reminder = makers.tested(makers.letter(sent.round, "paamindelse"))
    releaser = desk(name="Sofie Ravn")
    page = releaser.get(f"{HOME}paamindelse/").content.decode()
    assert "Fredag den 21. marts kl. 8.00" in page and 'name="hour"' not in page
    told = {"edit_number": reminder.edit_number, "when": "later", "read": "on"}
    releaser.post(f"{HOME}paamindelse/release", told)
    reminder.refresh_from_db()
    assert reminder.release_at == REMINDS_AT


def test_a_correction_is_begun_in_one_click(sent: Letter) -> None:
    writer = desk(name="Jonas Westergaard")
    response = writer.post(f"{ONE}correct")
    assert response["Location"] == f"{HOME}invitation-rettelse/edit"
    form = writer.get(response["Location"]).content.decode()
    assert 'name="da_note"' in form and 'name="audience"' not in form
    assert writer.post(f"{HOME}paamindelse/correct")["Location"] == f"{HOME}paamindelse/"


def test_files_are_added_looked_at_and_taken_off() -> None:
    letter, writer = makers.letter(), desk(name="Jonas Westergaard")
    writer.post(f"{ONE}files", {"file": SimpleUploadedFile("Program ØA26.pdf", PDF)})
    shown = writer.get(f"{ONE}files/0")
    assert shown.content == PDF and shown["Content-Disposition"].startswith("attachment")
    assert "sandbox" in shown["Content-Security-Policy"]
    assert "Program ØA26.pdf" in writer.get(ONE).content.decode()
    writer.post(f"{ONE}files", {"file": SimpleUploadedFile("Program.exe", b"MZ")})
    assert letter.enclosures.count() == 1
    writer.post(f"{ONE}files/0/remove")
    assert letter.enclosures.count() == 0 and writer.get(f"{ONE}files/0").status_code == 404


def test_a_member_finds_the_letters_files_on_its_page_and_the_letter_before_its_reminder() -> None:
    person, letter = makers.member(), makers.letter()
    enclosures.add(letter, "Program.pdf", PDF, by=WRITER, at=AT)
    letter.refresh_from_db()
    letter = releases.release(makers.tested(letter), by=OTHER, at=AT)
    reminder = makers.letter(letter.round, "paamindelse")
    Letter.objects.filter(pk=reminder.pk).update(released_at=AT, released_by="x", sent_at=AT + timedelta(days=1))
    version = letter.versions.order_by("-number")[0]
    Delivery.objects.create(letter=reminder, version=version, person=person)
    browser, link = Browser(), cast.link(person)
    browser.open(link)
    home = f"/mig/{link.handle}/brev/"
    assert browser.get(home)["Location"] == f"{home}invitation/"
    assert "Program.pdf" in browser.get(f"{home}invitation/").content.decode()
    got = browser.get(f"{home}invitation/0/")
    assert got.content == PDF and "sandbox" in got["Content-Security-Policy"]
    assert browser.get(f"{home}invitation/1/").status_code == 404
