"""Staff get in with a passkey; a one-time sign-in or a code lets them make one, and nothing else."""

from datetime import timedelta

import pytest

from stormoede.accounts import onetimes, printed, signins
from stormoede.accounts.actions import codes
from stormoede.accounts.models import CodeRequest, Staff, StaffSession
from stormoede.accounts.signins import Means
from stormoede.lib import clock
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    yield
    printed.install(None)


def one_time(who):
    return onetimes.address_of(who, clock.wall()).removeprefix("http://127.0.0.1:8000")


def use(browser, address):
    return browser.post("/staff/in/", {"secret": address.removeprefix("/staff/in/"), "me": "yes"})


def test_a_one_time_sign_in_is_looked_at_as_often_as_one_likes_and_used_once():
    who, browser = cast.staff(), cast.Browser()
    address = one_time(who)
    for _ in range(3):
        assert browser.get(address).status_code == 200
    assert browser.post("/staff/in/", {"secret": address.removeprefix("/staff/in/")}).status_code == 422
    assert use(browser, address)["Location"] == "/staff/passkeys/"
    assert use(cast.Browser(), address).status_code == 404
    assert cast.Browser().get(address).status_code == 404


def test_a_one_time_sign_in_ends_after_a_day_and_for_one_who_has_left():
    who = cast.staff()
    now = clock.wall()
    secret = one_time(who).removeprefix("/staff/in/")
    assert onetimes.staff_of(secret, now + timedelta(hours=23)) == who
    assert onetimes.staff_of(secret, now + timedelta(hours=24, minutes=1)) is None
    assert onetimes.staff_of("a" * 60, now) is None
    Staff.objects.update(is_active=False)
    assert onetimes.staff_of(secret, now) is None


@pytest.mark.parametrize("means", [Means.LINK, Means.CODE])
def test_without_a_passkey_one_may_only_make_one(means):
    browser = cast.Browser().sign_in(cast.staff(role=Staff.Role.ADMIN), means)
    for path in ["/desk/", "/desk/staff/", "/desk/rounds/"]:
        answer = browser.get(path)
        assert answer.status_code in {302, 404}
        assert answer.status_code == 404 or answer["Location"] == "/staff/passkeys/"
    assert browser.get("/staff/passkeys/").status_code == 200


def test_printed_sign_ins_work_in_a_story_on_this_machine_only(settings):
    who = cast.staff()
    printed.install(lambda: True)
    address = one_time(who)
    for browser in [cast.Browser(), cast.Browser()]:
        assert use(browser, address)["Location"] == "/desk/"
    settings.ORIGIN = "https://stormoede.example"
    assert not printed.are_allowed()
    settings.ORIGIN = "http://127.0.0.1:8000"
    printed.install(lambda: False)
    assert use(cast.Browser(), address).status_code == 404


def test_a_code_signs_in_to_make_a_passkey_in_the_browser_that_asked():
    who, browser = cast.staff(), cast.Browser()
    browser.post("/staff/code/", {"email": who.email.upper()})
    code = codes.code_of(CodeRequest.objects.get())
    stranger = cast.Browser()
    stranger.post("/staff/code/", {"email": "nobody@kl.example"})
    assert stranger.post("/staff/code/enter/", {"code": code}).status_code == 200
    assert browser.post("/staff/code/enter/", {"code": code})["Location"] == "/staff/passkeys/"
    assert b"has to approve" in browser.get("/staff/passkeys/", headers={"Accept-Language": "en"}).content


def test_asking_for_a_code_says_the_same_to_everybody():
    who = cast.staff()
    answers = []
    for email in [who.email, "nobody@kl.example"]:
        browser = cast.Browser()
        assert browser.post("/staff/code/", {"email": email})["Location"] == "/staff/code/enter/"
        answers.append(browser.get("/staff/code/enter/").content)
    strip = [answer.split(b"csrfmiddlewaretoken")[0] for answer in answers]
    assert strip[0] == strip[1]


def test_a_row_of_the_sessions_opens_nothing(settings):
    browser = cast.desk()
    row = StaffSession.objects.get()
    assert browser.get("/staff/passkeys/").status_code == 200
    for stolen in [row.name, f"0.0.{row.name}.x", row.data.hex() if isinstance(row.data, bytes) else "x"]:
        thief = cast.Browser()
        thief.cookies[settings.SESSION_COOKIE_NAME] = stolen
        assert thief.get("/staff/passkeys/")["Location"].startswith("/staff/login/")
    assert str(row.staff_id).encode() not in bytes(row.data)


def test_sixty_idle_minutes_end_it_and_twelve_hours_do(monkeypatch):
    browser, start = cast.desk(), clock.wall()
    at = start
    monkeypatch.setattr(clock, "wall", lambda: at)
    for _ in range(14):
        at += timedelta(minutes=50)
        assert browser.get("/staff/passkeys/").status_code == 200
    at = start + timedelta(hours=12, seconds=1)
    assert browser.get("/staff/passkeys/").status_code == 302

    idle = cast.Browser().sign_in(Staff.objects.get())
    at += timedelta(minutes=61)
    assert idle.get("/staff/passkeys/").status_code == 302


def test_signing_out_ends_the_row_and_clears_the_browser():
    browser = cast.desk()
    answer = browser.post("/staff/out/")
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not StaffSession.objects.exists()
    assert browser.get("/staff/passkeys/").status_code == 302


def test_looking_around_writes_no_session():
    browser = cast.Browser()
    for path in ["/staff/login/", "/staff/code/", "/staff/code/enter/", "/staff/waiting/", one_time(cast.staff())]:
        assert browser.get(path).status_code == 200
    assert not StaffSession.objects.exists()


@pytest.mark.parametrize("cookie", ["", "x", "1.2", "0.0..", f"{'9' * 5000}.1.x.y", "²3.1.x.y"], ids=range(6))
def test_a_made_up_cookie_signs_nobody_in(cookie, settings):
    browser = cast.Browser()
    browser.cookies[settings.SESSION_COOKIE_NAME] = cookie
    assert browser.get("/desk/").status_code == 302 and browser.get("/staff/login/").status_code == 200


def test_who_signs_in_gets_a_new_key():
    who, browser = cast.staff(), cast.Browser()
    browser.post("/staff/code/", {"email": who.email})
    before = set(StaffSession.objects.values_list("name", flat=True))
    browser.post("/staff/code/enter/", {"code": codes.code_of(CodeRequest.objects.get())})
    after = set(StaffSession.objects.values_list("name", flat=True))
    assert len(before) == len(after) == 1
    assert before != after
    assert signins.FRESH
