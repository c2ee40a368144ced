"""Ways a mail leaves the outbox: to a relay by SMTP, or nowhere (``Here``: a told story keeps its mails in the outbox)."""

import smtplib
import socket
import ssl
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.conf import settings

from stormoede.mail.bytes import Envelope, host_of
from stormoede.mail.core.replies import ConnectionFault, Fault, RelayFault, Reply, of_the_relay, one_line
from stormoede.mail.oauth import Pass

# A relay that has been left alone longer than this has probably hung up.
_IDLE_SECONDS = 20.0


class Connection(Protocol):
    """An open connection. One thread sends; any thread may ``abort``."""

    def send(self, envelope: Envelope) -> Reply:
        """The server's answer about this mail. ConnectionFault or RelayFault when there is none."""

    def abort(self) -> None: ...

    def close(self) -> None: ...


class Transport(Protocol):
    """A relay: its name, how many connections at once, how many mails a minute (0: no limit)."""

    @property
    def name(self) -> str: ...

    @property
    def connections(self) -> int: ...

    @property
    def per_minute(self) -> int: ...

    def take(self) -> Connection | None:
        """A connection left open by an earlier drain, if there is one that may still live."""

    def connect(self) -> Connection:
        """A new connection. RelayFault when the relay cannot be used."""

    def give(self, connection: Connection) -> None:
        """Keep a connection for the next drain."""


class SmtpConnection:
    """One SMTP conversation, many mails. A mail takes two turns where the server has PIPELINING (RFC 2920), else four."""

    def __init__(self, smtp: smtplib.SMTP) -> None:
        self._smtp = smtp
        self._international = smtp.has_extn("smtputf8")
        self._pipelining = smtp.has_extn("pipelining")

    def send(self, envelope: Envelope) -> Reply:
        if envelope.international and not self._international:
            return Reply(553, "5.6.7 The relay does not take addresses with letters beyond ASCII.")
        uncertain = False
        try:
            reply = self._offer(envelope)
            if reply is None:
                uncertain = True
                reply = self._answer(*self._finish(envelope.data))
            if not reply.accepted:
                self._reset()
            return reply
        except (OSError, smtplib.SMTPException) as fault:
            raise ConnectionFault(one_line(str(fault)) or type(fault).__name__, uncertain=uncertain) from fault

    def _offer(self, envelope: Envelope) -> Reply | None:
        """Up to the go-ahead for the mail's bytes; a Reply when the server says no before."""
        no: Reply | None = None
        try:
            for code, text in self._replies(_commands(envelope)):
                if code == 354:
                    return no and self._empty(no)
                reply = self._answer(code, text)
                no = no or (None if reply.accepted else reply)
                if no and not self._pipelining:
                    return no
        except (OSError, smtplib.SMTPException, Fault):
            if no is None:
                raise
        if no is None:
            raise smtplib.SMTPException("The relay did not ask for the mail's text.")
        return no

    def _replies(self, commands: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
        """The answers to ``commands``: all are sent at once where the server takes them so, else each when the one before is answered."""
        if self._pipelining:
            self._smtp.send(b"".join(commands))
        for command in commands:
            if not self._pipelining:
                self._smtp.send(command)
            yield self._smtp.getreply()

    def _empty(self, no: Reply) -> Reply:
        """The server asks for the text of a mail it has said ``no`` to, and waits: it gets none."""
        self._smtp.send(b".\r\n")
        self._smtp.getreply()
        return no

    def _finish(self, data: bytes) -> tuple[int, bytes]:
        dotted = data.replace(b"\r\n.", b"\r\n..")
        self._smtp.send(dotted + (b".\r\n" if data.endswith(b"\r\n") else b"\r\n.\r\n"))
        return self._smtp.getreply()

    @staticmethod
    def _answer(code: int, text: bytes) -> Reply:
        words = one_line(text)
        if of_the_relay(code):
            raise RelayFault(f"{code} {words}")
        if code == 421 or not 200 <= code < 600 or 300 <= code < 400:
            raise ConnectionFault(f"{code} {words}")
        return Reply(code, words)

    def _reset(self) -> None:
        """Ready for the next mail. A server that hangs up here has answered already; the next mail finds out."""
        with suppress(OSError, smtplib.SMTPException):
            self._smtp.rset()

    def abort(self) -> None:
        with suppress(OSError, AttributeError):
            self._smtp.sock.shutdown(socket.SHUT_RDWR)  # type: ignore[union-attr]

    def close(self) -> None:
        with suppress(OSError, AttributeError, smtplib.SMTPException):
            self._smtp.sock.settimeout(2)  # type: ignore[union-attr]
            self._smtp.quit()
        self._smtp.close()


def _commands(envelope: Envelope) -> Sequence[bytes]:
    """What is said before a mail's text. The addresses are results of ``headers.mailbox``, which have no blanks and brackets."""
    options = " SMTPUTF8 BODY=8BITMIME" if envelope.international else ""
    return (
        f"MAIL FROM:<{envelope.sender}>{options}\r\n".encode(),
        f"RCPT TO:<{envelope.recipient}>\r\n".encode(),
        b"DATA\r\n",
    )


@dataclass(slots=True)
class Smtp:
    """A relay reached by SMTP. ``security`` is starttls, tls or none; ``oauth`` takes the password's place."""

    host: str
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    oauth: Pass | None = None
    connections: int = 4
    per_minute: int = 0
    timeout: float = 60.0
    context: ssl.SSLContext | None = field(default=None, repr=False)
    _idle: list[tuple[float, Connection]] = field(default_factory=list, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def name(self) -> str:
        return f"{self.host}:{self.port}"[:120]

    def take(self) -> Connection | None:
        while True:
            with self._lock:
                if not self._idle:
                    return None
                since, connection = self._idle.pop()
            if time.monotonic() - since < _IDLE_SECONDS:
                return connection
            connection.close()

    def give(self, connection: Connection) -> None:
        with self._lock:
            self._idle.append((time.monotonic(), connection))

    def close(self) -> None:
        """Say goodbye on every connection that is kept."""
        with self._lock:
            kept, self._idle = self._idle, []
        for _, connection in kept:
            connection.close()

    def connect(self) -> Connection:
        smtp: smtplib.SMTP | None = None
        try:
            smtp = self._opened()
            self._sign_in(smtp)
            return SmtpConnection(smtp)
        except (OSError, smtplib.SMTPException, UnicodeError) as fault:
            if smtp is not None:
                smtp.close()
            raise RelayFault(_why(fault)) from fault
        except RelayFault:
            if smtp is not None:
                smtp.close()
            raise

    def _opened(self) -> smtplib.SMTP:
        own = host_of(settings.ORIGIN)
        own = f"[{own}]" if own.replace(".", "").isdigit() else own
        if self.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, own, timeout=self.timeout, context=self._tls())
        else:
            smtp = smtplib.SMTP(self.host, self.port, own, timeout=self.timeout)
        smtp.ehlo_or_helo_if_needed()
        if self.security == "starttls":
            smtp.starttls(context=self._tls())
            smtp.ehlo_or_helo_if_needed()
        return smtp

    def _tls(self) -> ssl.SSLContext:
        """What certificates are held against. It takes long to make, and where nothing is encrypted nobody needs it."""
        self.context = self.context or ssl.create_default_context()
        return self.context

    def _sign_in(self, smtp: smtplib.SMTP) -> None:
        if self.oauth is not None:
            secret = f"user={self.user}\1auth=Bearer {self.oauth.get()}\1\1"
            try:
                smtp.auth("XOAUTH2", lambda challenge=None: secret if challenge is None else "")
            except smtplib.SMTPAuthenticationError:
                self.oauth.forget()
                raise
        elif self.user:
            smtp.login(self.user, self.password)


def _why(fault: Exception) -> str:
    if isinstance(fault, UnicodeError):
        # Its own words would hold a piece of the password.
        return "The relay's host, name or password has letters that it cannot be told."
    if isinstance(fault, smtplib.SMTPResponseException):
        return one_line(f"{fault.smtp_code} {one_line(fault.smtp_error)}")
    return one_line(str(fault)) or type(fault).__name__


@dataclass(frozen=True, slots=True)
class Here:
    """Accepts mails without sending them anywhere; refuses addresses under ``refused_domain``, as a server would."""

    refused_domain: str = ""
    name: str = "here"
    connections: int = 1
    per_minute: int = 0

    def take(self) -> Connection | None:
        return None

    def connect(self) -> Connection:
        return self

    def give(self, connection: Connection) -> None:
        """Nothing is open."""

    def send(self, envelope: Envelope) -> Reply:
        if self.refused_domain and envelope.recipient.rpartition("@")[2] == self.refused_domain:
            return Reply(550, "5.1.1 User unknown")
        return Reply(250, "2.0.0 Kept in the outbox")

    def abort(self) -> None:
        """Nothing hangs."""

    def close(self) -> None:
        """Nothing is open."""


def configured() -> Smtp | None:
    """The relay named in the environment, None when there is none. RelayFault when it cannot be as it is said."""
    relay: Mapping[str, Any] = settings.MAIL_RELAY
    if not relay["host"]:
        return None
    oauth = Pass(*relay["oauth"]) if relay["oauth"][0] else None
    plain = {
        name: relay[name] for name in ("host", "port", "security", "user", "password", "connections", "per_minute")
    }
    return Smtp(**plain, oauth=oauth)
