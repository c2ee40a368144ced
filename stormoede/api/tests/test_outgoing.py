"""One request out: straight to the address looked at, without redirects, bounded in time and size, proven by its certificate."""

import socket
import ssl
import threading
import time
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from stormoede.api import outgoing
from stormoede.api.outgoing import Outcome, Wire
from stormoede.api.tests.receiver import Receiver
from stormoede.mail.tests.test_encrypted import certificate, of_the_server

assert certificate
HERE = (ip_network("127.0.0.0/8"),)


def post(receiver: Receiver, **more: object) -> Outcome:
    return Wire(HERE, **more).post(receiver.address, b"{}", {"Content-Type": "application/json"})


def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    with Receiver() as inner, Receiver(lambda got: (302, {"Location": inner.address})) as outer:
        assert post(outer).status == 302
        assert inner.got == []


def test_an_inner_host_is_refused_although_its_name_is_outer(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a name that leads outside when it is typed and inside when it is used."""
    with Receiver() as receiver:
        monkeypatch.setattr(outgoing, "_looked_up", lambda host, port: [outgoing.ip_address("127.0.0.1")])
        port = receiver.address.split(":")[2]
        for scheme in ("https", "http"):
            outcome = Wire().post(f"{scheme}://analyse.example:{port}", b"{}", {})
            assert (outcome.status, outcome.fault) == (None, "the host is inside a network")
        assert receiver.got == []


def test_a_host_that_is_not_known() -> None:
    assert Wire().post("https://nowhere.invalid/", b"{}", {}).fault == "the host is not known"


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    outcome = Wire(HERE).post(f"http://127.0.0.1:{port}/", b"{}", {})
    assert (outcome.status, outcome.fault) == (None, "connection refused")


def test_an_answer_without_end_is_not_heard_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outgoing, "LARGEST", 20)
    with Receiver(lambda got: 200, drips=True) as receiver:
        assert post(receiver).status == 200


def test_who_drips_slowly_is_left_after_the_whole_time() -> None:
    with Receiver(lambda got: 200, drips=True) as receiver:
        began = time.monotonic()
        assert post(receiver, whole=0.3).status == 200
        assert time.monotonic() - began < 10


def test_who_says_nothing_is_left_too() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        outcome = Wire(HERE, whole=0.3).post(f"http://127.0.0.1:{silent.getsockname()[1]}/", b"{}", {})
    assert outcome == Outcome(fault="no answer in time")


def test_what_is_no_http() -> None:
    def rude() -> None:
        link, _ = server.accept()
        with link:
            link.recv(1000)
            link.sendall(b"220 mail.example ESMTP\r\n")

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=rude, daemon=True).start()
        outcome = Wire(HERE).post(f"http://127.0.0.1:{server.getsockname()[1]}/", b"{}", {})
    assert outcome == Outcome(fault="the answer is no HTTP")


def test_it_asks_for_patience() -> None:
    with Receiver(lambda got: (503, {"Retry-After": "120"})) as receiver:
        assert post(receiver) == Outcome(503, rest=timedelta(minutes=2))


def test_the_certificate_proves_who_it_is(certificate: Path) -> None:
    with Receiver(tls=of_the_server(certificate)) as receiver:
        assert post(receiver).fault.startswith("the certificate is not accepted")
        assert receiver.got == []
        assert post(receiver, context=ssl.create_default_context(cafile=str(certificate))).status == 204
