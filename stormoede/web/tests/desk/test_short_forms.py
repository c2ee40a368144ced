"""Two desks on one thing in the short forms too: a second address, last day, role, hook, period or hour is told, and nothing is overwritten."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from django.urls import reverse

from stormoede.accounts.models import Staff
from stormoede.api.actions import hooks
from stormoede.api.models import Hook
from stormoede.calls.tests import makers as calls
from stormoede.deliberations.models import Deliberation
from stormoede.deliberations.tests import makers as deliberations
from stormoede.events.actor import system
from stormoede.lib import clock
from stormoede.mail.actions import incoming
from stormoede.mail.models import Incoming, Message
from stormoede.mail.tests.makers import queue, recipe
from stormoede.meetings.models import Session
from stormoede.members.actions import leaves, people
from stormoede.members.models import Body, Mandate, Person
from stormoede.protection.models import Period
from tests import cast

pytestmark = pytest.mark.django_db
BY, AT = system("test"), calls.AT


@pytest.fixture(autouse=True)
def _now():
    before = clock.installed()
    clock.install(lambda: AT)
    yield
    clock.install(before)


@pytest.fixture
def desks() -> tuple[cast.Browser, cast.Browser]:
    return cast.desk(Staff.Role.ADMIN), cast.desk(Staff.Role.ADMIN, "Lise Bak")


def seen(browser: cast.Browser, page: str, to: str) -> str:
    """The mark in the form on ``page`` that is sent to ``to``."""
    shown = browser.get(page).content.decode()
    forms = re.findall(r"<form\b([^>]*)>(.*?)</form>", shown, re.DOTALL)
    sent = [form for head, form in forms if f'action="{to}"' in head or (to == page and "action=" not in head)]
    return next(found[1] for form in sent if (found := re.search(r'name="seen" value="(\w+)"', form)))


def two_desks(desks, first: Mapping[str, object], second: Mapping[str, object], page: str, to: str = "") -> str:
    """Both open the page, both save: the first is done, the second is told. What the second is shown."""
    one, other = desks
    to = to or page
    here, there = seen(one, page, to), seen(other, page, to)
    assert here == there
    assert one.post(to, {**first, "seen": here}).status_code == 302
    answer = other.post(to, {**second, "seen": there})
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "Det står der nu" in shown and "Intet af deres bliver overskrevet" in shown
    assert f'name="seen" value="{there}"' in shown, "Saved again, it is refused again."
    assert other.post(to, {**second, "seen": there}).status_code == 409
    if page != to:
        assert f'href="{page}"' in shown
    return shown


def mette() -> Person:
    return cast.person("Mette Overgård")


def email() -> str:
    return Person.objects.get(name="Mette Overgård").email


FIRST, SECOND = {"email": "mette@first.example"}, {"email": "mette@second.example"}


def test_an_address_on_a_members_page(desks) -> None:
    who = mette()
    shown = two_desks(desks, FIRST, SECOND, f"/desk/members/{who.pk}/", f"/desk/members/{who.pk}/address/")
    assert email() == FIRST["email"]
    assert "mette@first.example" in shown and 'value="mette@second.example"' in shown
    # Whoever saves what stands there already takes nothing from anybody.
    mark = seen(desks[0], f"/desk/members/{who.pk}/", f"/desk/members/{who.pk}/address/")
    assert desks[0].post(f"/desk/members/{who.pk}/address/", {**SECOND, "seen": mark}).status_code == 302
    assert desks[1].post(f"/desk/members/{who.pk}/address/", {**SECOND, "seen": mark}).status_code == 302


def test_an_address_on_a_mail_that_was_refused(desks) -> None:
    with recipe():
        queue(1)
        refused = {"state": "refused", "settled_at": AT, "reply_code": 550, "person": str(mette().pk)}
        Message.objects.update(**refused)
        message = Message.objects.get()
        page, to = (reverse(name, args=[message.pk]) for name in ("outbox-mail", "outbox-address"))
        mark = seen(desks[1], page, to)
        people.correct_address(Person.objects.get(), FIRST["email"], by=BY, at=AT)
        answer = desks[1].post(to, {**SECOND, "seen": mark})
    assert (answer.status_code, email()) == (409, FIRST["email"])
    assert f'href="{page}"' in answer.content.decode()
    assert Message.objects.get().state == "refused"


def test_an_address_on_a_mail_that_came_in(desks) -> None:
    who = mette()
    incoming.receive(b"From: m@x.example\r\nMessage-ID: <1@x.example>\r\n\r\nHej", at=AT)
    incoming.run(at=AT)
    row = Incoming.objects.get()
    incoming.assign(row.pk, str(who.pk), by=BY, at=AT)
    two_desks(desks, FIRST, SECOND, reverse("inbox-mail", args=[row.pk]), reverse("inbox-address", args=[row.pk]))
    assert email() == FIRST["email"]


def seat(who: Person) -> Mandate:
    body = Body.objects.create(kind=Body.Kind.COUNCIL, name="Byrådet", organisation=who.organisation)
    return people.give_seat(who, body, Mandate.Role.MEMBER, date(2022, 1, 1), by=BY, at=AT)


def test_a_seats_last_day(desks) -> None:
    held = seat(mette())
    page = f"/desk/members/{held.person_id}/seats/{held.pk}/end/"
    shown = two_desks(desks, {"last": "2025-05-31"}, {"last": "2025-04-30"}, page)
    assert Mandate.objects.get().valid_to == date(2025, 5, 31)
    assert "2025-05-31" in shown or "31.05.2025" in shown


def test_a_leave(desks) -> None:
    held = seat(mette())
    leave = leaves.begin(held, date(2025, 5, 1), date(2025, 5, 31), by=BY, at=AT)
    page = f"/desk/members/{held.person_id}/leaves/{leave.pk}/"
    stand_in = {"what": "stand-in", "first": "2025-05-01", "name": "Ole Friis", "email": "ole@fmk.example"}
    shown = two_desks(desks, {"what": "end", "last": "2025-06-30"}, stand_in, page)
    leave.refresh_from_db()
    assert (leave.valid_to, leave.stand_in) == (date(2025, 6, 30), None)
    assert "30. juni 2025" in shown
    assert not Person.objects.filter(name="Ole Friis").exists()


def test_a_colleagues_role(desks) -> None:
    who = cast.staff("Jens Friis")
    page, to = reverse("staff-one", args=[who.pk]), reverse("staff-role", args=[who.pk])
    two_desks(desks, {"role": "reader"}, {"role": "admin"}, page, to)
    assert Staff.objects.get(pk=who.pk).role == "reader"


def test_a_hook(desks) -> None:
    made, _secret = hooks.make("https://analyse.example/h", ["letter.sent"], by=BY, at=AT)
    page = reverse("program-hook-edit", args=[made.pk])
    first = {"address": "https://analyse.example/first", "letters": ["letter.sent"]}
    shown = two_desks(desks, first, {**first, "address": "https://analyse.example/second"}, page)
    assert Hook.objects.get().address == first["address"]
    assert 'value="https://analyse.example/second"' in shown


def test_periods(desks) -> None:
    page = "/desk/protection/"
    shown = desks[0].get(page).content.decode()
    days = dict(re.findall(r'<input type="number" name="(\w+)" value="(\d+)"', shown))
    two_desks(desks, days | {"inbox": "100"}, days | {"inbox": "200"}, page)
    assert Period.objects.get(term="inbox").days == 100


def test_a_councils_day(desks) -> None:
    council = deliberations.council("0420", "Assens", deliberations.region())
    about = deliberations.matter()
    page = reverse("deliberation", args=[about.track.round.key, about.track.key, council.pk])
    two_desks(desks, {"planned_on": "2025-04-01"}, {"planned_on": "2025-04-02"}, page)
    assert Deliberation.objects.get().planned_on == date(2025, 4, 1)


def test_a_calls_hour(desks) -> None:
    calls.call(calls.people(2))
    page = "/desk/rounds/oea26/calls/indkaldelse-1/"
    later = {"starts": "2025-05-14T16:30", "minutes": "30", "join_url": ""}
    two_desks(desks, later, {**later, "starts": "2025-05-14T17:30"}, page, f"{page}move/")
    assert Session.objects.get().starts == AT + timedelta(hours=3, minutes=30)
