"""The inbox at the desk: what did not get pressed is pressed there, and a letter that came back goes out again in one step."""

from email import message_from_bytes
from email.policy import default

import pytest

from stormoede.accounts import addresses
from stormoede.accounts.models import Link, Staff
from stormoede.events.actor import system
from stormoede.lib import clock
from stormoede.lib.danish import sort_key
from stormoede.mail import kitchen
from stormoede.mail.actions import incoming
from stormoede.mail.models import Incoming, Message
from stormoede.meetings.models import Registration
from tests import cast
from tests.incoming.test_corpus import CORPUS
from tests.incoming.world import AT, World, world

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(settings, monkeypatch) -> World:
    settings.MAIL_DOMAIN = "svar.kl.example"
    clock.install(lambda: AT)
    yield world()
    clock.install(None)


def came(here: World, name: str) -> Incoming:
    (file,) = CORPUS.glob(f"*-{name}.eml")
    row = incoming.receive(here.filled(file.read_text(encoding="utf-8")), at=AT)
    incoming.run(at=AT)
    return Incoming.objects.get(pk=row.pk)


def test_a_returned_letter_is_mended_and_sent_again_in_one_step(here):
    link = cast.link(here.mette, Link.Purpose.PAGE, "round:oea26")
    old = addresses.of(link)
    row, desk = came(here, "postfix-unknown-user"), cast.desk()
    page = desk.get(f"/desk/inbox/{row.pk}/").content.decode()
    assert "mette.overgaard@faaborg.example" in page and "User unknown" in page
    answer = desk.post(f"/desk/inbox/{row.pk}/address", {"email": "mette@overgaard.example"})
    assert answer.status_code == 302
    here.mette.refresh_from_db()
    row.refresh_from_db()
    letter = Message.objects.get(pk=here.letter.pk)
    assert here.mette.email == "mette@overgaard.example"
    assert (letter.state, letter.mark, row.done_how) == ("queued", here.letter.mark, "sent_again")
    link.refresh_from_db()
    assert link.generation == 1
    assert cast.Browser().get(old.removeprefix("http://127.0.0.1:8000")).status_code in {404, 410}


def test_a_wrong_address_is_told_and_nothing_is_sent(here):
    row, desk = came(here, "postfix-unknown-user"), cast.desk()
    answer = desk.post(f"/desk/inbox/{row.pk}/address", {"email": "mette"})
    assert answer.status_code == 422
    assert Message.objects.get(pk=here.letter.pk).state == "refused"


def test_the_desk_presses_what_the_member_did_not(here):
    row, desk = came(here, "outlook-signs-up-in-words"), cast.desk()
    page = desk.get(f"/desk/inbox/{row.pk}/").content.decode()
    assert "Jeg vil gerne med mandag den 31. marts." in page
    second = list(here.meeting.sessions.values_list("pk", flat=True))[1]
    desk.post(f"/desk/inbox/{row.pk}/seat", {"meeting": here.meeting.pk, "choice": second})
    row.refresh_from_db()
    assert (Registration.objects.get().seat_id, row.state, row.done_how) == (second, "done", "signed_up")
    desk.post(f"/desk/inbox/{row.pk}/seat", {"meeting": here.meeting.pk, "choice": "cannot"})
    assert Registration.objects.get().cannot


def test_an_answer_stays_in_the_thread(here):
    row, desk = came(here, "gmail-cannot-come"), cast.desk()
    desk.post(f"/desk/inbox/{row.pk}/answer", {"text": "Kære Mette\n\nTak for besked.\nSofie"})
    message = Message.objects.get(kind="accounts.reply")
    (job,) = kitchen.jobs([message])
    mail = message_from_bytes(job.envelope().data, policy=default)
    assert mail["To"].addresses[0].addr_spec == "mette.overgaard@faaborg.example"
    assert mail["In-Reply-To"] == "<gmail-cannot-come@faaborg.example>"
    assert "Tak for besked.\nSofie" in mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert Incoming.objects.get(pk=row.pk).done_how == "answered"


def test_an_odd_name_of_a_mail_does_not_keep_its_answer_from_going(here):
    raw = b"From: bo@privat.example\r\nMessage-ID: <a\x01b@x>\r\nReferences: <c\x7fd@x> <e@x>\r\nSubject: Hej\r\n\r\nKan jeg?"
    row = incoming.receive(raw, at=AT)
    incoming.run(at=AT)
    cast.desk().post(f"/desk/inbox/{row.pk}/answer", {"text": "Ja."})
    (job,) = kitchen.jobs([Message.objects.get(kind="accounts.reply")])
    assert b"To: bo@privat.example" in job.envelope().data


def test_a_program_is_never_answered(here):
    row, desk = came(here, "exchange-away-danish"), cast.desk()
    answer = desk.post(f"/desk/inbox/{row.pk}/answer", {"text": "Tak"})
    assert answer.status_code == 422
    assert not Message.objects.filter(kind="accounts.reply").exists()


def test_html_is_never_shown(here):
    row, desk = came(here, "apple-html-only"), cast.desk()
    page = desk.get(f"/desk/inbox/{row.pk}/").content.decode()
    assert "jeg kommer torsdag" in page
    assert "alert(1)" not in page and "sporing.example" not in page
    original = desk.get(f"/desk/inbox/{row.pk}/mail.eml")
    assert original["Content-Type"] == "application/octet-stream"
    assert original["Content-Disposition"].startswith("attachment")


def test_whose_a_mail_is_can_be_said_and_it_can_wait_again(here):
    row, desk = came(here, "shared-mailbox"), cast.desk()
    page = desk.get(f"/desk/inbox/{row.pk}/").content.decode()
    assert "Peter Skov" in page and "Anne Dahl" in page
    desk.post(f"/desk/inbox/{row.pk}/person", {"person": here.mette.pk})
    desk.post(f"/desk/inbox/{row.pk}/aside")
    assert Incoming.objects.get(pk=row.pk).done_how == "set_aside"
    desk.post(f"/desk/inbox/{row.pk}/wait")
    row.refresh_from_db()
    assert (row.state, row.person) == ("waiting", str(here.mette.pk))


def test_the_list_shows_what_waits_and_finds_the_rest(here):
    came(here, "outlook-decline")
    came(here, "from-nobody-we-know")
    desk = cast.desk()
    assert "hans@ukendt.example" not in desk.get("/desk/inbox/?state=done").content.decode()
    waits = desk.get("/desk/inbox/").content.decode()
    assert "Hans Ukendt" in waits and "Afslået" not in waits
    assert "Afslået" in desk.get("/desk/inbox/?state=all&q=mette").content.decode()
    overview = desk.get("/desk/rounds/oea26/").content.decode()
    assert "/desk/inbox/" in overview


def test_a_reader_may_not_act(here):
    row = came(here, "gmail-cannot-come")
    reader = cast.desk(Staff.Role.READER, "Peter Skov")
    assert reader.get(f"/desk/inbox/{row.pk}/").status_code == 403
    assert reader.post(f"/desk/inbox/{row.pk}/aside").status_code == 403


def test_senders_and_subjects_stand_in_danish_order(here):
    known = [cast.person(name, sort_key=sort_key(name)) for name in ("Åse Holm", "Anne Berg")]
    names = ["Ørum", "", "Aage Friis", "ærø", "Zita Lund"]
    for number, name in enumerate(names):
        head = f"From: {name} <{chr(98 + number)}@lund.example>\r\nSubject: {name}\r\n"
        incoming.receive(f"{head}Message-ID: <{number}@lund.example>\r\n\r\nHej".encode(), at=AT)
    incoming.run(at=AT)
    for person, row in zip(known, Incoming.objects.order_by("-pk"), strict=False):
        incoming.assign(row.pk, str(person.pk), by=system("desk"), at=AT)

    desk = cast.desk()

    def column(sort, number):
        shown = desk.get("/desk/inbox/", {"as": "csv", "sort": sort, "state": "all"}).content.decode("utf-8-sig")
        return [line.split(";")[number] for line in shown.splitlines()[1:]]

    senders = ["Anne Berg", "c@lund.example", "Ørum", "Aage Friis", "Åse Holm"]
    assert column("from", 0) == senders
    assert column("-from", 0) == senders[::-1]
    assert column("subject", 3) == ["Zita Lund", "ærø", "Ørum", "Aage Friis", ""]
    assert column("-subject", 3) == ["Aage Friis", "Ørum", "ærø", "Zita Lund", ""]
