"""The round trip through real mail servers: a letter goes out by Postfix, comes back, and is read from Dovecot."""

import os
import shutil
import smtplib
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stormoede.contributions import reading
from stormoede.contributions.models import Submission
from stormoede.contributions.tests.post import mail
from stormoede.lib import clock
from stormoede.mail import fetching, returns
from stormoede.mail.actions import incoming
from stormoede.mail.core.returns import Use
from stormoede.mail.mailbox import Letterbox
from stormoede.mail.models import Incoming, Mailbox, Message
from stormoede.mail.sender import drain
from stormoede.mail.tests.makers import recipe
from stormoede.mail.transports import Smtp
from stormoede.members.models import Body
from tests.incoming import servers
from tests.incoming.world import AT, world

# Later than any clock a mail server runs by.
NOW = datetime(2100, 1, 1, tzinfo=UTC)
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.long,
    pytest.mark.skipif(bool(servers.MISSING), reason=f"no {' and no '.join(servers.MISSING)}"),
    pytest.mark.skipif(os.geteuid() != 0, reason="Postfix is started by root only"),
]


@pytest.fixture
def here(settings):
    settings.MAIL_DOMAIN, settings.MAILBOX_SECONDS = servers.DOMAIN, 0
    home = Path(tempfile.mkdtemp(prefix="stormoede-mail-"))
    try:
        with servers.running(home) as found:
            yield found
    finally:
        shutil.rmtree(home, ignore_errors=True)


def box_of(found):
    return Letterbox("127.0.0.1", found.imap, "none", servers.USER, servers.PASSWORD)


def until(number, box, at=AT):
    """Look until so many mails have come in; a mail server takes the time it takes."""
    ends = time.monotonic() + 90
    while Incoming.objects.count() < number and time.monotonic() < ends:
        Mailbox.objects.update(again_at=clock.wall())
        if not fetching.look(box, at=lambda: at):
            time.sleep(0.2)
    assert Incoming.objects.count() == number


def test_there_and_back_again(here):
    told, box = world(), box_of(here)
    told.letter.state, told.letter.settled_at = "queued", None
    told.letter.reply_code, told.letter.reply_text = None, ""
    told.letter.save()
    with recipe(lambda messages, *, reveal: {m.pk: _content(m, told) for m in messages}):
        assert drain(Smtp("127.0.0.1", here.smtp, "none"), worker="t", at=lambda: AT).accepted == 1
    until(1, box)
    incoming.run(at=AT)
    back = Incoming.objects.get()
    assert (back.claim, back.verdict, back.message_id, back.state) == ("bounce", "failed", told.letter.pk, "waiting")
    assert Message.objects.get(pk=told.letter.pk).state == "refused"
    with smtplib.SMTP("127.0.0.1", here.smtp) as smtp:
        to = returns.address(told.letter.mark, Use.ANSWER)
        smtp.sendmail(
            "m@privat.example",
            [to],
            f"From: m@privat.example\r\nTo: {to}\r\nSubject: SV\r\n\r\nJeg kommer\r\n".encode(),
        )
    until(2, box)
    incoming.run(at=AT)
    answer = Incoming.objects.latest("id")
    assert (answer.claim, answer.verdict, answer.person) == ("inbox", "mail", str(told.mette.pk))
    _input(here, told, box)
    Mailbox.objects.update(again_at=clock.wall(), last_uid=0)
    assert fetching.look(box, at=lambda: NOW) == 0, "fetched twice is harmless"


def _input(here, told, box):
    """A document goes in by Postfix, is read from Dovecot and by a child, and its receipt goes out; its time is the mailbox's."""
    body = Body.objects.get_or_create(kind="council", organisation=told.mette.organisation, defaults={"name": "Rådet"})[
        0
    ]
    raw = mail("Hermed.", ("Svar.txt", b"Vi har 12 pladser."), sender="m@privat.example")
    with smtplib.SMTP("127.0.0.1", here.smtp) as smtp:
        smtp.sendmail("m@privat.example", [returns.address(told.letter.mark, Use.ANSWER)], raw)
    until(3, box, NOW)
    incoming.run(at=NOW)
    assert reading.run(at=NOW) == 1
    row = Incoming.objects.latest("id")
    found = Submission.objects.get(incoming=row)
    assert (row.claim, row.verdict, found.state, found.rule) == ("contribution", "document", "waiting", "alias")
    assert [one.body for one in found.backers.all()] == [body]
    assert found.readings.get(taken=True).words == "Vi har 12 pladser."
    assert abs(found.arrived_at - clock.wall()) < timedelta(minutes=30), "by the mail server's own clock"
    assert drain(Smtp("127.0.0.1", here.smtp, "none"), worker="t", at=lambda: NOW).handled >= 1
    assert Message.objects.get(ref=f"submission:{found.pk}").state == "accepted"


def _content(message, told):
    from stormoede.mail.tests.makers import content

    return content(message, to_address=told.mette.email)


def test_a_server_that_is_gone_is_named_and_tried_again():
    box = Letterbox("127.0.0.1", 1, "none", "a", "b")
    assert fetching.look(box, at=lambda: AT) == 0
    row = Mailbox.objects.get()
    assert row.down_since and row.fault and row.again_at > clock.wall()
    assert fetching.look(box, at=lambda: AT) == 0 and Mailbox.objects.get().faults == 1
