"""The relay's door by XOAUTH2: asked once, remembered, asked anew when it ends or is not taken; https only."""

import base64
import json
from datetime import timedelta
from http.client import BadStatusLine, IncompleteRead
from urllib.error import URLError
from urllib.parse import parse_qs

import pytest
from aiosmtpd.smtp import AuthResult

from stormoede.lib import clock
from stormoede.mail import oauth
from stormoede.mail.core.replies import RelayFault
from stormoede.mail.models import Message, Relay
from stormoede.mail.oauth import Pass
from stormoede.mail.sender import drain
from stormoede.mail.tests.makers import Script, at, queue, recipe, server


class Office:
    """Gives passes 1, 2, 3 …, each for an hour."""

    def __init__(self, **answer: object) -> None:
        self.answer = {"token_type": "Bearer", "expires_in": 3600, **answer}
        self.asked: list[tuple[str, dict[str, list[str]]]] = []

    def __call__(self, address: str, form: bytes) -> bytes:
        self.asked.append((address, parse_qs(form.decode())))
        return json.dumps({"access_token": f"pass-{len(self.asked)}", **self.answer}).encode()


def made(office: Office) -> Pass:
    return Pass("https://login.example/token", "client", "secret", "scope", ask=office)


def test_it_is_asked_once_and_remembered() -> None:
    office = Office()
    own = made(office)
    assert [own.get() for _ in range(3)] == ["pass-1"] * 3
    address, form = office.asked[0]
    assert address == "https://login.example/token"
    assert form == {
        "grant_type": ["client_credentials"], "client_id": ["client"], "client_secret": ["secret"], "scope": ["scope"],
    }  # fmt: skip


def test_it_is_asked_anew_before_it_ends_and_when_it_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office()
    own = made(office)
    now = clock.wall()
    monkeypatch.setattr(clock, "wall", lambda: now)
    own.get()
    now += timedelta(minutes=57)
    assert own.get() == "pass-1"
    now += timedelta(minutes=2)
    assert own.get() == "pass-2"
    own.forget()
    assert own.get() == "pass-3"


@pytest.mark.parametrize("answer", [{"access_token": None}, {"expires_in": "soon"}, {"expires_in": 1e300}])
def test_an_answer_that_is_none_is_a_fault_of_the_relay(answer: dict[str, object]) -> None:
    with pytest.raises(RelayFault):
        made(Office(**answer)).get()


@pytest.mark.parametrize("fault", [BadStatusLine("what?"), IncompleteRead(b"{"), RecursionError()])
def test_whatever_goes_wrong_in_asking_is_a_fault_of_the_relay(fault: Exception) -> None:
    def odd(address: str, form: bytes) -> bytes:
        raise fault

    with pytest.raises(RelayFault):
        Pass("https://login.example/", "client", "secret", "scope", ask=odd).get()


def test_no_answer_is_a_fault_of_the_relay_and_says_no_secret() -> None:
    def silent(address: str, form: bytes) -> bytes:
        raise URLError("secret")

    with pytest.raises(RelayFault) as caught:
        Pass("https://login.example/", "client", "secret", "scope", ask=silent).get()
    assert "secret" not in str(caught.value)
    assert "secret" not in repr(made(Office()))


@pytest.mark.parametrize("address", ["http://login.example/", "file:///etc/passwd", "ftp://x.example/"])
def test_nothing_but_https_is_asked(address: str) -> None:
    with pytest.raises(RelayFault):
        Pass(address, "c", "s", "x")


def test_the_opener_knows_no_other_scheme_and_follows_no_redirect() -> None:
    with pytest.raises(URLError):
        oauth._ask("http://127.0.0.1:1/", b"")
    with pytest.raises(URLError):
        oauth._NoRedirects().redirect_request()


@pytest.mark.django_db
def test_the_relay_is_opened_with_it() -> None:
    queue(1)
    seen: list[str] = []

    class Door(Script):
        async def auth_XOAUTH2(self, server, args):  # noqa: N802 - aiosmtpd's name
            words = base64.b64decode(args[1]).decode()
            seen.append(words)
            return AuthResult(success="pass-2" in words, handled=False)

    office = Office()
    with recipe(), server(Door(), auth_require_tls=False, auth_required=True) as (_, smtp):
        smtp.user, smtp.oauth = "oea26@kl.example", made(office)
        assert drain(smtp, worker="w", at=at).fault.startswith("535")
        Relay.objects.update(again_at=clock.wall())
        assert drain(smtp, worker="w", at=at).accepted == 1
    assert seen[0] == "user=oea26@kl.example\1auth=Bearer pass-1\1\1"
    assert Message.objects.get().attempts == 1
