"""A mail that holds what no column takes. One such mail must not keep the others from being looked at."""

from uuid import UUID

import pytest

from stormoede.contributions import reading
from stormoede.contributions.actions import submissions
from stormoede.contributions.queries import known as councils
from stormoede.contributions.tests import house as asking
from stormoede.contributions.tests.post import BOX, mail
from stormoede.intake.core import mails
from stormoede.intake.core.values import Mailed, Reading, State
from stormoede.mail import claimants
from stormoede.mail.actions import incoming
from stormoede.mail.claimants import Claim
from stormoede.mail.models import Incoming, Message
from stormoede.meetings.actions import changes
from stormoede.meetings.models import Registration
from stormoede.meetings.tests import house
from stormoede.members.models import Audience
from stormoede.rounds.models import Round
from tests.incoming.world import AT, world

pytestmark = pytest.mark.django_db
HEAD = b"From: bo@privat.example\r\nTo: oea26@kl.example\r\nSubject: Hej\r\nMIME-Version: 1.0\r\n"
ROBOT = b"From: MAILER-DAEMON@mx.example\r\nReturn-Path: <>\r\nSubject: failure notice\r\n"
ATTACHED = (
    b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nHej\r\n'
    b"--x\r\nContent-Type: app/\0b\r\nContent-Disposition: attachment; filename=a.b\r\n\r\nfoo\r\n--x--\r\n"
)
REPLY = (
    b"Content-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nVERSION:2.0\r\nPRODID:x\r\n"
    b"BEGIN:VEVENT\r\nUID:%b@x\r\nSEQUENCE:%b\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:%b\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.mark.parametrize(
    ("raw", "claim", "verdict"),
    [
        (HEAD + ATTACHED, "inbox", "unknown"),
        (HEAD + REPLY % (b"ab\0c", b"0", b"bo@privat.example"), "calendar", "unknown_entry"),
        (ROBOT + b"X-Failed-Recipients: bo\0b@d.example\r\n\r\nIt did not arrive.\r\n", "bounce", "unproven"),
    ],
    ids=["the kind of a file", "the name of an entry", "an address that failed"],
)
def test_a_null_byte_anywhere_is_left_out(raw: bytes, claim: str, verdict: str) -> None:
    incoming.receive(raw, at=AT)
    incoming.receive(HEAD + b"\r\nHej", at=AT)
    assert incoming.run(at=AT) == 2
    first, second = Incoming.objects.order_by("pk")
    assert (first.claim, first.verdict, second.claim) == (claim, verdict, "inbox")


@pytest.mark.postgres
def test_what_the_database_refuses_waits_for_a_person_and_holds_up_no_other() -> None:
    before, directory = claimants.in_order(), claimants.directory()
    claimants.install([lambda offer, *, at: Claim("inbox", "mail", True, facts={"odd": "\0"})], directory)
    try:
        incoming.receive(HEAD + b"\r\nHej", at=AT)
        assert incoming.run(at=AT) == 1
    finally:
        claimants.install(before, directory)
    row = Incoming.objects.get()
    assert (row.state, row.claim, row.verdict, row.subject) == ("waiting", "inbox", "broken", "Hej")


@pytest.mark.postgres
def test_what_was_read_and_no_column_takes_is_written_without_its_files() -> None:
    asking.questionnaire()
    Round.objects.update(mailbox=BOX)
    raws = [mail(words, sender="x@gmail.example", subject="Input") for words in ("Hermed.", "Vi vil have ro.")]
    rows = [incoming.receive(raw, at=AT) for raw in raws]
    about = {"subject": "Input", "sender": "x@gmail.example", "by": house.STAFF, "at": AT}
    odd, plain = (submissions.take(row.pk, Round.objects.get(), **about) for row in rows)
    told = [(odd.pk, Mailed((Reading("a\0b", "mail", State.READ),))), (plain.pk, mails.read(raws[1]))]
    assert reading._write(told, councils.read(AT.date()), AT) == 2
    assert [one.readings.count() for one in (odd, plain)] == [0, 1]


def test_a_yes_from_the_calendar_of_one_who_is_not_asked_any_more_waits_for_the_desk() -> None:
    here = world()
    first = house.dates(here.meeting)[0]
    changes.cancel(first, "", by=house.STAFF, at=AT)
    Audience.objects.update(spec={"any": [{"people": [str(UUID(int=1))]}]})
    registration, address = Registration.objects.get(), here.mette.email.encode()
    entry = REPLY % (registration.uid.encode(), b"%d" % registration.sequence, address)
    incoming.receive(HEAD.replace(b"bo@privat.example", address) + entry, at=AT)
    assert incoming.run(at=AT) == 1
    row = Incoming.objects.get()
    assert (row.claim, row.verdict, row.state) == ("calendar", "refused", "waiting")
    assert Message.objects.filter(kind="meetings.calendar", person=str(here.mette.pk)).count() == 1
    registration.refresh_from_db()
    assert registration.seat_id is None
