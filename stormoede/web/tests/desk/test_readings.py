"""Who of the staff has read what: noted in files that are only added to, seen by administrators, gone after two years."""

import stat
from datetime import UTC, datetime

import pytest
from django.conf import settings

from stormoede.accounts import access
from stormoede.accounts.models import Staff
from stormoede.api.actions import keys
from stormoede.api.tests.makers import Program
from stormoede.lib import clock
from stormoede.mail.actions import incoming
from stormoede.mail.models import Incoming
from stormoede.protection import papers
from tests import cast
from tests.house import world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_read():
    for file in settings.ACCESS.glob("*"):
        file.unlink()


def noted():
    return [(reading.role, reading.act, reading.subject) for reading in reversed(access.latest())]


def test_a_person_a_mail_and_a_list_taken_along_are_noted_and_a_look_at_a_list_is_not():
    person = cast.person("Karen Lund")
    incoming.receive(f"From: {person.email}\n\nJeg kommer.\n".encode(), at=world.AT)
    incoming.run(at=world.AT)
    mail = Incoming.objects.get()
    desk = cast.desk()
    assert desk.get("/desk/members/?q=Karen").status_code == 200
    assert noted() == []
    for address in (f"/desk/members/{person.pk}/", f"/desk/inbox/{mail.pk}/", "/desk/members/?q=Karen&as=csv"):
        assert desk.get(address).status_code == 200
    assert noted() == [
        ("secretariat", "read", f"person:{person.pk}"),
        ("secretariat", "read", f"incoming:{mail.pk}"),
        ("secretariat", "exported", "list:members"),
    ]
    (file,) = settings.ACCESS.glob("*")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "Karen" not in file.read_text() and person.email not in file.read_text()


def test_who_may_not_has_read_nothing():
    person = cast.person("Karen Lund")
    assert cast.desk().get(f"/desk/members/{person.pk}/data/").status_code == 403
    assert noted() == []


def test_an_administrator_sees_it_and_the_secretariat_does_not():
    person = cast.person("Karen Lund")
    secretary, admin = cast.desk(), cast.desk(Staff.Role.ADMIN, "Per Holst")
    secretary.get(f"/desk/members/{person.pk}/")
    page = admin.get(f"/desk/protection/readings/?person={person.pk}").content.decode()
    assert "Sofie Ravn" in page and "Karen Lund" in page
    assert secretary.get("/desk/protection/readings/").status_code == 403


def test_a_month_goes_two_years_after_it_ended():
    settings.ACCESS.mkdir(exist_ok=True)
    for month in ("2022-12", "2023-01", "2023-02"):
        (settings.ACCESS / f"access-{month}.log").write_text("x")
    assert access.forget(datetime(2025, 2, 1, tzinfo=UTC)) == 2
    assert [file.name for file in settings.ACCESS.glob("*")] == ["access-2023-02.log"]


def test_what_a_program_has_read_is_seen_and_told_on_the_privacy_page():
    person = cast.person("Karen Lund")
    program = Program("members", "personal")
    program.ask(f"members/{person.pk}")
    assert noted() == [("program", "read", f"person:{person.pk}")]
    page = (
        cast.desk(Staff.Role.ADMIN, "Per Holst").get(f"/desk/protection/readings/?person={person.pk}").content.decode()
    )
    assert program.key.name in page and "Karen Lund" in page
    for told in (
        cast.Browser().get("/privatliv/").content.decode(),
        papers.make("record", "da"),
        papers.make("record", "en"),
    ):
        assert program.key.name in told
    Program("rounds")
    keys.revoke(program.key, by=world.BY, at=clock.wall())
    assert program.key.name not in cast.Browser().get("/privatliv/").content.decode()
