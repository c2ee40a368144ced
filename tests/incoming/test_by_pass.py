"""The mailbox by XOAUTH2, as Exchange Online has it: let in by a pass, a refused one asked for anew once, and said plainly when that is refused too."""

import base64
import json
import os
import shutil
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from stormoede.fitness import mailbox as fitness
from stormoede.lib import clock
from stormoede.mail import fetching, mailbox
from stormoede.mail.mailbox import Letterbox, MailboxFault
from stormoede.mail.models import Incoming, Mailbox
from stormoede.mail.oauth import Pass
from tests.incoming import servers
from tests.incoming.speaking import Speaker, speaking
from tests.incoming.world import AT

USER = "runden@kl.example"
MAIL = b"From: mette@faaborg.example\r\nTo: runden@kl.example\r\nMessage-ID: <1@faaborg.example>\r\nSubject: Tak\r\n\r\nJeg kommer.\r\n"


class Office:
    """Gives out passes 1, 2, 3 …, and says of which it is that they hold."""

    def __init__(self) -> None:
        self.given = 0
        self.holds: set[str] = set()

    def __call__(self, _address: str, _form: bytes) -> bytes:
        self.given += 1
        return json.dumps({"access_token": f"secret-pass-{self.given}", "expires_in": 3600}).encode()


def box_of(port: int, office: Office) -> Letterbox:
    given = Pass("https://login.example/token", "client", "secret", "scope", ask=office)
    return Letterbox("127.0.0.1", port, "none", USER, oauth=given)


class Exchange(Speaker):
    """As much of IMAP as it takes to be let in, by Microsoft's words; every line that came is kept."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self.office, self.lines = office, list[bytes]()

    def talk(self, line) -> None:
        line.write(b"* OK The Microsoft Exchange IMAP4 service is ready.\r\n")
        while came := line.readline():
            self.lines.append(came.rstrip(b"\r\n"))
            tag, word, *rest = came.split()
            if word == b"CAPABILITY":
                line.write(b"* CAPABILITY IMAP4 IMAP4rev1 AUTH=XOAUTH2 SASL-IR UIDPLUS\r\n" + tag + b" OK done.\r\n")
            elif word == b"AUTHENTICATE":
                self._let_in(line, tag, rest)
            elif word == b"EXAMINE":
                line.write(b"* 3 EXISTS\r\n" + tag + b" OK [READ-ONLY] EXAMINE completed.\r\n")
            elif word == b"STATUS":
                line.write(b"* STATUS INBOX (MESSAGES 3)\r\n" + tag + b" OK STATUS completed.\r\n")
            elif word == b"LOGOUT":
                line.write(b"* BYE signing off.\r\n" + tag + b" OK LOGOUT completed.\r\n")
                return

    def _let_in(self, line, tag: bytes, rest: list[bytes]) -> None:
        """Either way of the first answer: on the line of the command, or after a plus."""
        assert rest[0] == b"XOAUTH2"
        if len(rest) == 1:
            line.write(b"+ \r\n")
            rest.append(line.readline().strip())
        user, bearer, *_end = base64.b64decode(rest[1]).decode().split("\1")
        assert user == f"user={USER}"
        if bearer.removeprefix("auth=Bearer ") in self.office.holds:
            line.write(tag + b" OK AUTHENTICATE completed.\r\n")
            return
        line.write(b"+ " + base64.b64encode(b'{"status":"401","schemes":"Bearer","scope":"IMAP"}') + b"\r\n")
        self.lines.append(b"answered:" + line.readline())
        # One that says more than it should.
        line.write(tag + b" NO AUTHENTICATE failed for " + bearer.removeprefix("auth=Bearer ").encode() + b".\r\n")


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    with speaking(Exchange(Office())) as told:
        yield told


@pytest.mark.once
def test_a_pass_that_is_not_taken_is_asked_for_anew_once(exchange: Exchange) -> None:
    exchange.office.holds = {"secret-pass-2"}
    box = box_of(exchange.port, exchange.office)
    assert box.count() == 3
    assert exchange.office.given == 2
    assert exchange.lines.count(b"answered:\r\n") == 1, "A challenge with a fault is answered by an empty line."
    assert box.count() == 3
    assert exchange.office.given == 2, "One that is taken is kept."


@pytest.mark.once
def test_one_that_is_refused_twice_is_said_plainly_and_without_the_pass(exchange: Exchange, monkeypatch) -> None:
    box = box_of(exchange.port, exchange.office)
    with pytest.raises(MailboxFault) as caught:
        box.count()
    said = "The mail server does not let runden@kl.example in by XOAUTH2: status 401, AUTHENTICATE failed for …."
    assert str(caught.value).replace("[AUTHENTICATIONFAILED] ", "") == said
    assert exchange.office.given == 2
    with pytest.raises(MailboxFault):
        list(box.new("", 0))
    assert exchange.office.given == 4, "Next time it is asked for anew."
    monkeypatch.setattr(mailbox, "configured", lambda: box)
    (finding,) = fitness.findings()
    assert finding.grade == "FAULT" and said in finding.found and "secret-pass" not in str(finding)
    exchange.office.holds = {f"secret-pass-{number}" for number in range(20)}
    (finding,) = fitness.findings()
    assert (finding.grade, finding.found) == ("ok", f"{box.name} can be read; mails there: 3.")
    monkeypatch.setattr(mailbox, "configured", lambda: None)
    assert list(fitness.findings()) == []


@contextmanager
def introspecting(holds: Mapping[str, str]) -> Iterator[str]:
    """The address at which Dovecot asks of a pass."""

    class Asked(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            user = holds.get(form["token"][0])
            told = json.dumps({"active": True, "username": user} if user else {"active": False}).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_said: object) -> None:
            """Nothing on the terminal."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Asked) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join(10)


@pytest.mark.long
@pytest.mark.skipif(bool(servers.MISSING), reason=f"no {' and no '.join(servers.MISSING)}")
@pytest.mark.skipif(os.geteuid() != 0, reason="Dovecot is started by root only")
@pytest.mark.django_db(transaction=True)
def test_dovecot_lets_in_by_a_pass_and_refuses_one_that_is_over(settings) -> None:
    settings.MAILBOX_SECONDS = 0
    home, office, holds = Path(tempfile.mkdtemp(prefix="stormoede-pass-")), Office(), {"secret-pass-2": USER}
    try:
        with introspecting(holds) as address, servers.by_pass(home, address) as port:
            kept = home / "mail" / "new" / "new" / "1.mail"
            kept.write_bytes(MAIL)
            shutil.chown(kept, "postfix")
            box = box_of(port, office)
            # The first is over before its time; the second is taken.
            assert fetching.look(box, at=lambda: AT) == 1
            assert (Incoming.objects.get().raw, office.given) == (MAIL, 2)
            holds.clear()
            Mailbox.objects.update(again_at=clock.wall())
            assert fetching.look(box, at=lambda: AT) == 0
    finally:
        shutil.rmtree(home, ignore_errors=True)
    fault = Mailbox.objects.get().fault
    assert fault.startswith(f"The mail server does not let {USER} in by XOAUTH2: status ")
    assert "secret-pass" not in fault
    assert office.given == 3
