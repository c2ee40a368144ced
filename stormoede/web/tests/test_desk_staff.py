"""Administrators invite, approve, change roles and let go; nobody does it for themselves."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test.utils import CaptureQueriesContext

from stormoede.accounts.actions import staff as acts
from stormoede.accounts.models import Staff, StaffSession
from stormoede.events.actor import system
from stormoede.lib import clock
from stormoede.mail import recipes
from stormoede.mail.models import Message
from tests import cast

pytestmark = pytest.mark.django_db
ADMIN = Staff.Role.ADMIN


def passkey(who, by_code=False):
    made = Authenticator.objects.create(user=who, type=Authenticator.Type.WEBAUTHN, data={"name": "Laptop"})
    acts.passkey_added(who, made, by_code=by_code, by=system("test"), at=clock.wall())
    return made


@pytest.mark.parametrize("role", [Staff.Role.SECRETARIAT, Staff.Role.READER])
def test_only_administrators_see_it(role):
    assert cast.desk(role).get("/desk/staff/").status_code == 403


def test_the_list_costs_the_same_for_one_and_for_many():
    browser, counts = cast.desk(ADMIN), []
    for number in [0, 2]:
        for index in range(number):
            passkey(cast.staff(f"Ida {index}"), by_code=True)
        with CaptureQueriesContext(connection) as captured:
            assert browser.get("/desk/staff/").status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_an_invitation_makes_a_colleague_and_a_mail_that_signs_in_once():
    browser = cast.desk(ADMIN)
    new = {"name": "Ida Bo", "email": "ida.bo@kl.example", "role": "reader", "is_active": "0", "approved_by": "x"}
    assert browser.post("/desk/staff/invite", new)["Location"] == "/desk/staff/"
    ida = Staff.objects.get(email="ida.bo@kl.example")
    assert (ida.role, ida.is_active) == ("reader", True)
    mail = Message.objects.get()
    text = recipes.of(mail.kind)([mail], reveal=True)[mail.pk].text
    secret = text.split("/staff/in/")[1].split()[0]
    assert secret not in recipes.of(mail.kind)([mail], reveal=False)[mail.pk].text
    mailed = cast.Browser()
    assert mailed.post("/staff/in/", {"secret": secret, "me": "yes"})["Location"] == "/staff/passkeys/"
    assert browser.post("/desk/staff/invite", new).status_code == 200


def test_a_passkey_made_with_a_code_waits_for_somebody_else():
    ida, boss = cast.staff("Ida Bo", ADMIN), cast.desk(ADMIN)
    made = passkey(ida, by_code=True)
    assert acts.is_waiting(made)
    own = cast.Browser().sign_in(ida)
    own.post(f"/desk/staff/{ida.pk}/approve")
    made.refresh_from_db()
    assert acts.is_waiting(made)
    boss.post(f"/desk/staff/{ida.pk}/approve")
    made.refresh_from_db()
    assert not acts.is_waiting(made)


def test_a_refused_passkey_goes_and_the_old_one_stays():
    ida, boss = cast.staff("Ida Bo"), cast.desk(ADMIN)
    old, new = passkey(ida), passkey(ida, by_code=True)
    boss.post(f"/desk/staff/{ida.pk}/refuse")
    assert list(Authenticator.objects.values_list("pk", flat=True)) == [old.pk]
    assert new.pk != old.pk


def test_who_is_stopped_is_out_at_once_and_can_be_let_in_again():
    ida, boss = cast.staff("Ida Bo"), cast.desk(ADMIN)
    own = cast.Browser().sign_in(ida)
    assert own.get("/staff/passkeys/").status_code == 200
    boss.post(f"/desk/staff/{ida.pk}/stop")
    assert own.get("/staff/passkeys/").status_code == 302
    assert not StaffSession.objects.filter(staff=ida).exists()
    boss.post(f"/desk/staff/{ida.pk}/again")
    assert Staff.objects.get(pk=ida.pk).is_active


def test_nobody_changes_themselves_and_one_administrator_stays():
    boss = cast.staff("Birgitte Holm", ADMIN)
    browser = cast.Browser().sign_in(boss)
    browser.post(f"/desk/staff/{boss.pk}/role", {"role": "reader"})
    browser.post(f"/desk/staff/{boss.pk}/stop")
    boss.refresh_from_db()
    assert (boss.role, boss.is_active) == ("admin", True)


def test_a_changed_role_counts_from_the_next_page():
    ida, boss = cast.staff("Ida Bo", ADMIN), cast.desk(ADMIN)
    own = cast.Browser().sign_in(ida)
    assert own.get("/desk/staff/").status_code == 200
    boss.post(f"/desk/staff/{ida.pk}/role", {"role": "reader"})
    assert own.get("/desk/staff/").status_code == 403


def test_the_last_passkey_stays():
    ida = cast.staff("Ida Bo")
    made, own = passkey(ida), cast.Browser().sign_in(ida)
    own.post(f"/staff/passkeys/{made.pk}/remove/")
    assert Authenticator.objects.filter(pk=made.pk).exists()
    other = passkey(ida)
    own.post(f"/staff/passkeys/{made.pk}/remove/")
    assert list(Authenticator.objects.all()) == [other]
