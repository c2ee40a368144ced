"""What becomes of a passkey's answer: it signs in once; every other is refused with one line, which says why and names nobody."""

import logging
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator

from stormoede.accounts import signins
from stormoede.accounts.tests.passkeys import SoftPasskey, sign_in
from stormoede.lib.log_lines import Line
from tests import cast

pytestmark = pytest.mark.django_db
OUTSIDE = "/staff/login/"


@pytest.fixture
def passkey(settings) -> SoftPasskey:
    """Of somebody on the staff, and approved."""
    settings.ORIGIN = "https://stormoede.example"
    made = SoftPasskey()
    assert made.make(cast.desk()).status_code == 302
    assert Authenticator.objects.count() == 1
    return made


@pytest.fixture
def refused(passkey, caplog) -> Iterator[Callable[[], list[str]]]:
    """Why each that did not come through was refused, by the log of safety."""

    def told() -> list[str]:
        found = [Line().format(one) for one in caplog.records if one.name == "stormoede.security"]
        assert not [line for line in found if "@" in line or "127.0.0.1" in line]
        return [line.partition(" why=")[2] for line in found if " kind=passkey_" in line]

    with caplog.at_level(logging.INFO, "stormoede.security"):
        yield told


def test_an_answer_signs_in_once(passkey, refused) -> None:
    visitor, other = cast.Browser(), cast.Browser()
    answer = passkey.answer(visitor)
    assert sign_in(visitor, answer)["Location"] == "/desk/"
    assert refused() == []
    assert sign_in(other, answer)["Location"] == OUTSIDE
    other.post("/staff/begin/")
    assert sign_in(other, answer)["Location"] == OUTSIDE
    assert refused() == ["unasked", "unproved"]


def test_what_proves_nothing_is_refused_and_told(passkey, refused) -> None:
    visitor = cast.Browser()
    assert sign_in(visitor, passkey.answer(visitor, known=False))["Location"] == OUTSIDE
    assert sign_in(visitor, passkey.answer(visitor, origin="https://evil.example"))["Location"] == OUTSIDE
    nobody = passkey.answer(visitor)
    nobody["response"]["userHandle"] = "AAAA"
    assert sign_in(visitor, nobody)["Location"] == OUTSIDE
    assert sign_in(visitor, {"id": "AA"})["Location"] == OUTSIDE
    Authenticator.objects.all().delete()
    assert sign_in(visitor, passkey.answer(visitor))["Location"] == OUTSIDE
    assert refused() == ["unproved", "unproved", "unknown", "unreadable", "unproved"]


@pytest.mark.parametrize("odd", ["9" * 5000, "[" * 100_000, "x", "\x00", ""], ids=str.__len__)
def test_what_is_no_answer_at_all_is_refused(odd) -> None:
    assert cast.Browser().post("/staff/passkey/", {"credential": odd})["Location"] == OUTSIDE
    assert cast.desk(name="Lise Bak").post("/staff/passkeys/add/", {"credential": odd}).status_code in {200, 302, 422}


def test_one_is_not_made_without_a_fresh_sign_in(refused, monkeypatch) -> None:
    mine = cast.desk(name="Lise Bak")
    monkeypatch.setattr(signins, "FRESH", timedelta())
    assert mine.post("/staff/passkeys/begin/").status_code == 403
    assert mine.post("/staff/passkeys/add/", {"credential": "{}"})["Location"] == "/staff/passkeys/"
    assert refused() == ["stale", "stale"]
    assert Authenticator.objects.count() == 1
