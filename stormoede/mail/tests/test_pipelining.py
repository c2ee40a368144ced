"""Several commands in one go, to relays that take them so: what is said when one of them is answered with no."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from stormoede.mail.bytes import Envelope
from stormoede.mail.core.replies import ConnectionFault, RelayFault, Reply
from stormoede.mail.transports import Smtp

MAIL = Envelope("oea26@kl.example", "mette@faaborg.example", b"Subject: x\r\n\r\n.dot\r\n", False)
ALL = [b"MAIL FROM:<oea26@kl.example>", b"RCPT TO:<mette@faaborg.example>", b"DATA"]


@dataclass
class Relay:
    """Answers each line with what ``answers`` says of its first word; nothing is said and it hangs up where that is empty.

    ``heard`` is each read as its lines: what came in one go is one of them.
    """

    answers: Mapping[bytes, bytes]
    offers: bytes = b"250-relay\r\n250 PIPELINING\r\n"
    heard: list[list[bytes]] = field(default_factory=list)

    def talk(self, line: socket.socket) -> None:
        with line:
            line.sendall(b"220 relay\r\n")
            while said := line.recv(65536):
                lines = said.removesuffix(b"\r\n").split(b"\r\n")
                self.heard.append(lines)
                asked = lines[-1:] if lines[-1] == b"." else lines
                replies = [self.offers if one.startswith(b"ehlo") else self.reply(one) for one in asked]
                line.sendall(b"".join(replies))
                if b"" in replies:
                    return

    def reply(self, line: bytes) -> bytes:
        return self.answers.get(line.split(b" ")[0], b"")


@contextmanager
def relay(**answers: str) -> Iterator[tuple[Relay, Smtp]]:
    given = {
        "MAIL": "250 ok",
        "RCPT": "250 ok",
        "DATA": "354 go on",
        ".": "250 taken",
        "rset": "250 ok",
        "quit": "221 bye",
    }
    made = Relay({key.encode(): f"{text}\r\n".encode() if text else b"" for key, text in {**given, **answers}.items()})
    with socket.create_server(("127.0.0.1", 0)) as listening:
        smtp = Smtp("127.0.0.1", listening.getsockname()[1], "none", timeout=5)

        def serve() -> None:
            while True:
                try:
                    line, _ = listening.accept()
                except OSError:
                    return
                made.talk(line)

        threading.Thread(target=serve, daemon=True).start()
        yield made, smtp
        listening.shutdown(socket.SHUT_RDWR)


def test_a_mail_takes_two_turns() -> None:
    with relay() as (heard, smtp):
        line = smtp.connect()
        assert [line.send(MAIL), line.send(MAIL)] == [Reply(250, "taken")] * 2
        line.close()
    text = [b"Subject: x", b"", b"..dot", b"."]
    assert heard.heard[1:] == [ALL, text, ALL, text, [b"quit"]]


def test_a_relay_that_offers_nothing_is_told_one_thing_at_a_time() -> None:
    with relay() as (heard, smtp):
        heard.offers = b"250 relay\r\n"
        line = smtp.connect()
        assert line.send(MAIL).accepted
        line.close()
    assert heard.heard[1:4] == [[one] for one in ALL]


@pytest.mark.parametrize("stage", ["MAIL", "RCPT"])
def test_where_the_relay_asks_for_a_text_all_the_same_it_gets_none(stage: str) -> None:
    """And the next mail goes on the same line."""
    with relay(**{stage: "550 5.1.1 unknown", ".": "554 nobody to send to"}) as (heard, smtp):
        line = smtp.connect()
        assert line.send(MAIL) == Reply(550, "5.1.1 unknown")
        heard.answers = {**heard.answers, stage.encode(): b"250 ok\r\n", b".": b"250 taken\r\n"}
        assert line.send(MAIL) == Reply(250, "taken")
        line.close()
    assert heard.heard[1:4] == [ALL, [b"."], [b"rset"]]


@pytest.mark.parametrize("after", ["", "421 bye", "530 sign in"])
def test_what_comes_after_a_no_does_not_change_it(after: str) -> None:
    with relay(MAIL="550 5.7.1 not you", RCPT=after, DATA=after) as (_, smtp):
        line = smtp.connect()
        assert line.send(MAIL) == Reply(550, "5.7.1 not you")
        line.close()


@pytest.mark.parametrize(
    ("answer", "fault"), [("421 bye", ConnectionFault), ("530 sign in", RelayFault), ("", ConnectionFault)]
)
def test_a_line_that_is_lost_before_the_text_is_certain_to_have_sent_nothing(answer: str, fault: type) -> None:
    with relay(RCPT=answer, DATA="") as (_, smtp):
        line = smtp.connect()
        with pytest.raises(fault) as lost:
            line.send(MAIL)
        assert not getattr(lost.value, "uncertain", False)
        line.close()


def test_a_line_that_is_lost_after_the_text_leaves_it_uncertain() -> None:
    with relay(**{".": ""}) as (_, smtp):
        line = smtp.connect()
        with pytest.raises(ConnectionFault) as lost:
            line.send(MAIL)
        assert lost.value.uncertain
        line.close()
