"""Input by mail on the desk's pages, and the page where its sender corrects it."""

from datetime import UTC, datetime

import pytest

from stormoede.accounts.models import Staff
from stormoede.contributions import corrections
from stormoede.contributions.models import Submission
from stormoede.contributions.tests import house
from stormoede.contributions.tests.post import BOX, brought, mail, read, sent
from stormoede.mail import kitchen
from stormoede.mail.models import Message
from stormoede.members.models import Person
from stormoede.passages.models import Text
from stormoede.rounds.models import Round
from tests import cast

pytestmark = pytest.mark.django_db
AT = datetime(2025, 4, 11, 9, tzinfo=UTC)
NOTE = ("Input.txt", b"Vi har 12 pladser.\n\nVi vil have ro.")


@pytest.fixture
def here():
    house.questionnaire()
    Round.objects.update(mailbox=BOX)
    gitte = house.seat("Gitte Rask", house.council(), "secretary")
    Person.objects.filter(pk=gitte.pk).update(email="gitte.rask@faaborg-midtfyn.example")
    return sent(brought(mail("Hermed.", NOTE, ("Scan.pdf", b"%PDF-1.4 x")), AT))


def path(found: Submission, more: str = "") -> str:
    return f"/desk/rounds/{found.round.key}/contributions/by-mail/{found.pk}/{more}"


def test_the_one_look(here):
    desk = cast.desk()
    listed = desk.get(f"/desk/rounds/{here.round.key}/contributions/by-mail/").content.decode()
    assert "Faaborg-Midtfyn" in listed and "Se en ekstra gang" in listed
    page = desk.get(path(here)).content.decode()
    assert "Vi har 12 pladser." in page and "Afsenderens adresse står på medlemslisten." in page
    assert f'name="body" value="{here.backers.get().body_id}">' in page, "the sender line alone puts no mark"
    taken = [one.pk for one in here.readings.filter(taken=True)]
    assert desk.post(path(here, "accept/"), {"reading": taken}).status_code == 422
    assert not Text.objects.exists()
    assert desk.post(path(here, "accept/"), {"reading": taken, "body": [here.backers.get().body_id]}).status_code == 302
    page = desk.get(path(here)).content.decode()
    assert ("Godkendt" in page and "Sted for sted" in page) or "Citér" in page or "passage" in page
    assert Text.objects.get().words == NOTE[1].decode()
    file = desk.get(path(here, "files/0"))
    assert (file.content, file["Content-Type"]) == (NOTE[1], "application/octet-stream")
    assert "attachment" in file["Content-Disposition"] and "sandbox" in file["Content-Security-Policy"]
    reader = cast.desk(Staff.Role.READER, "Lise Bak")
    assert reader.post(path(here, "again/")).status_code == 403


def test_the_receipt_says_what_was_understood_and_leads_to_a_page_that_corrects_it(here):
    (job,) = kitchen.jobs(list(Message.objects.filter(ref=f"submission:{here.pk}")), reveal=True)
    told = job.content()
    assert "Faaborg-Midtfyn" in told.text and "Input.txt: 8 ord" in told.text and "Scan.pdf" in told.text
    assert "beskadiget" in told.text and told.headers["Auto-Submitted"] == "auto-replied"
    assert "12 pladser" not in told.text, "never the words themselves"
    address = corrections.address(here)
    assert address in told.text
    browser, where = cast.Browser(), address.partition("/r/")[2]
    page = browser.get(f"/r/{where}")
    assert page.status_code == 200 and "no-store" in page["Cache-Control"] and "12 pladser" not in page.content.decode()
    assert "kl. 11.00" in page.content.decode()
    Round.objects.update(time_zone="America/Nuuk")
    assert "kl. 8.00" in browser.get(f"/r/{where}").content.decode()
    assert browser.post(f"/r/{where}", {}).status_code == 422
    assert (
        browser.post(f"/r/{where}", {"council": "Assens", "kind": "newer", "words": "Bilag 2 følger."}).status_code
        == 200
    )
    here.refresh_from_db()
    assert "Assens" in here.correction and "Bilag 2 følger." in here.correction and here.state == "waiting"
    assert cast.Browser().get(f"/r/{where[:-1]}{'a' if where[-1] != 'a' else 'b'}").status_code == 404


def test_a_mail_that_no_rule_took_is_taken_at_the_desk(here):
    row = brought(mail("Vi vil have ro.", sender="x@gmail.example"), AT)
    assert row.claim == "inbox"
    assert cast.desk().post(f"/desk/inbox/{row.pk}/input").status_code == 302
    read(AT)
    assert (sent(row).why, sent(row).state) == ("desk", "waiting")
    row.refresh_from_db()
    assert (row.state, row.done_how) == ("done", "as_input")
