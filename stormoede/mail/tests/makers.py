"""Messages, a recipe and a server for the tests of this room."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from stormoede.mail import recipes
from stormoede.mail.actions import outbox
from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content, Unbuildable
from stormoede.mail.transports import Smtp

AT = datetime(2025, 2, 7, 9, 0, tzinfo=UTC)


def at() -> datetime:
    return AT


def content(message: Message, **more: Any) -> Content:
    given = {
        "to_name": "Mette Overgård",
        "to_address": message.address or f"m{message.person}@faaborg.example",
        "from_name": "KL",
        "from_address": "oea26@kl.example",
        "reply_to": "",
        "subject": f"Brev {message.key}",
        "text": "Kære Mette\n",
        "html": "<p>Kære Mette</p>",
    }
    return Content(**{**given, **more})


def plain(messages: Sequence[Message], *, reveal: bool) -> Mapping[int, Content | Unbuildable]:
    """A recipe without a story."""
    return {message.pk: content(message) for message in messages}


@contextmanager
def recipe(made: Callable[..., Mapping[int, Content | Unbuildable]] = plain, kind: str = "test") -> Iterator[None]:
    before = recipes._recipes
    recipes.install({**before, kind: made})
    try:
        yield
    finally:
        recipes.install(before)


def queue(count: int, start: int = 0, **more: Any) -> None:
    outbox.enqueue(
        [NewMessage(key=f"m:{n}", kind="test", ref="x:1", person=str(n), **more) for n in range(start, start + count)],
        at=AT,
    )


@dataclass
class Script:
    """What a server does: ``answers`` maps a stage (MAIL, RCPT, DATA, EHLO) to a function of the address or a fixed reply.

    ``pipelining``: it takes several commands at once, as nearly all relays do.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    got: list[tuple[str, bytes]] = field(default_factory=list)
    pipelining: bool = True

    def _answer(self, stage: str, server: SMTP, value: str, otherwise: str) -> str:
        answer = self.answers.get(stage, otherwise)
        answer = answer(value) if callable(answer) else answer
        if answer == "hang up":
            server.transport.close()
            return "421 bye"
        return answer

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Any, envelope: Any, name: str, lines: list[str]
    ) -> list[str]:
        session.host_name = name
        answer = self._answer("EHLO", server, name, "")
        offered = [lines[0], "250-PIPELINING", *lines[1:]] if self.pipelining else lines
        return [answer] if answer else offered

    async def handle_HELO(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Any, envelope: Any, name: str
    ) -> str:
        session.host_name = name
        return self._answer("EHLO", server, name, "250 hello")

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        reply = self._answer("MAIL", server, address, "250 ok")
        if reply.startswith("2"):
            envelope.mail_from = address
        return reply

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        reply = self._answer("RCPT", server, address, "250 ok")
        if reply.startswith("2"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Any, envelope: Any
    ) -> str:
        reply = self._answer("DATA", server, envelope.rcpt_tos[0], "250 2.0.0 taken")
        if reply.startswith("2"):
            self.got.append((envelope.rcpt_tos[0], envelope.content))
        return reply

    @property
    def addresses(self) -> list[str]:
        return [address for address, _ in self.got]


class AnyPort(Controller):
    """A controller on a port the system picks."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def server(script: Script | None = None, **options: Any) -> Iterator[tuple[Script, Smtp]]:
    """A real SMTP server in a thread, and the transport that leads to it."""
    made = script or Script()
    controller = AnyPort(made, hostname="127.0.0.1", port=0, **options)
    controller.start()
    smtp = Smtp("127.0.0.1", controller.port, "none", connections=2, timeout=5)
    try:
        yield made, smtp
    finally:
        smtp.close()
        controller.stop()
