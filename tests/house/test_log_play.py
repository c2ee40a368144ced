"""A sign-up, a refused link, a code, a returned mail: the whole log of it names nobody, and tells what happened."""

import io
import logging
from datetime import timedelta

import pytest

from stormoede.accounts.actions import codes
from stormoede.accounts.models import Link, Staff
from stormoede.lib import clock, log_lines
from stormoede.mail.actions import incoming
from stormoede.mail.models import Message
from stormoede.meetings.models import Registration
from tests import cast
from tests.house import world
from tests.house.world import World


@pytest.fixture
def log():
    """Everything any logger of the program says, as it is written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(log_lines.Line())
    loggers = [logging.getLogger(), log_lines.READINGS]
    for logger in loggers:
        logger.addHandler(handler)
    yield stream
    for logger in loggers:
        logger.removeHandler(handler)


@pytest.fixture
def in_time():
    clock.install(lambda: world.AT)
    yield
    clock.install(None)


@pytest.mark.django_db
@pytest.mark.usefixtures("in_time")
def test_the_log_of_a_sign_up_and_a_returned_mail_names_nobody(log):
    here = World()
    member, sent = here.member, Message.objects.filter(batch=None, person=str(here.member.pk)).first()
    browser = cast.Browser()
    opened = cast.addresses.of(here.page)
    assert browser.open(here.page).status_code == 303
    page = f"/mig/{here.page.handle}/"
    assert browser.get(page).status_code == 200
    other = here.evening.meeting.sessions.exclude(pk=here.evening.pk)[0]
    answer = {"handle": here.page.handle, "meeting": here.evening.meeting_id, "choice": other.pk}
    assert browser.post(f"{page}svar", answer).status_code in {302, 303}
    assert Registration.objects.get(meeting=other.meeting_id, person=member).seat_id == other.pk
    assert cast.Browser().get("/p/" + "a" * 39).status_code == 404
    assert not codes.check(member, "123456", nonce="x", at=world.AT)
    returned = f"From: MAILER-DAEMON@x.example\nTo: retur@kl.example\nSubject: Undelivered {member.email}\nMessage-ID: <z@x>\nIn-Reply-To: <{sent.mark}@kl.example>\n\n550 5.1.1 <{member.email}>: {member.name} unknown\n"
    incoming.receive(returned.encode(), at=world.AT + timedelta(days=1))
    incoming.run(at=world.AT + timedelta(days=1))
    desk = cast.desk(Staff.Role.READER, "Lise Bak")
    assert desk.get(f"/desk/members/{member.pk}/").status_code == 200
    assert desk.get("/desk/protection/").status_code == 403
    said = log.getvalue()
    for kind in ("no_link", "code_refused", "signed_in", "refused"):
        assert f"kind={kind}" in said
    assert "route=member-page" in said and f"object=person:{member.pk}" in said
    token = opened.rsplit("/", 1)[1]
    for secret in (member.name, member.email, "Karen", "Lise", "@", token, page, "/mig/", "127.0.0.1", "123456"):
        assert secret not in said, secret
    assert Link.objects.filter(pk=here.page.handle).exists()
