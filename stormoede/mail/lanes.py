"""Lanes: one thread and one connection each. A lane gets its next mail only after the last answer was written down."""

import logging
import threading
from contextlib import suppress
from dataclasses import dataclass
from queue import SimpleQueue

from stormoede.mail.bytes import Envelope
from stormoede.mail.core.replies import ConnectionFault, RelayFault, Reply
from stormoede.mail.transports import Connection, Transport

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a lane brings back: a server's reply, or the fault that came instead."""

    lane: "Lane"
    outcome: Reply | ConnectionFault | RelayFault


class Lane(threading.Thread):
    """Sends what it is handed, one mail at a time, and puts an Answer into ``answers`` for each."""

    def __init__(self, transport: Transport, answers: "SimpleQueue[Answer]", number: int) -> None:
        super().__init__(name=f"mail-lane-{number}", daemon=True)
        self._transport = transport
        self._answers = answers
        self._inbox: SimpleQueue[Envelope | None] = SimpleQueue()
        self._connection: Connection | None = None

    def hand(self, envelope: Envelope) -> None:
        """Give the lane a mail. It must be idle."""
        self._inbox.put(envelope)

    def finish(self) -> None:
        """No more mails: keep the connection for later and end."""
        self._inbox.put(None)

    def abort(self) -> None:
        """Break off a conversation that hangs; the lane answers with a fault."""
        connection = self._connection
        if connection is not None:
            connection.abort()

    def run(self) -> None:
        while (envelope := self._inbox.get()) is not None:
            self._answers.put(Answer(self, self._outcome(envelope)))
        if self._connection is not None:
            self._transport.give(self._connection)

    def _outcome(self, envelope: Envelope) -> Reply | ConnectionFault | RelayFault:
        try:
            return self._sent(envelope)
        except (ConnectionFault, RelayFault) as fault:
            self._drop()
            return fault
        except Exception as fault:  # a lane outlives whatever a server or a library throws at it
            _log.error("A mail lane met an unexpected %s", type(fault).__name__)
            self._drop()
            return ConnectionFault(type(fault).__name__, uncertain=True)

    def _sent(self, envelope: Envelope) -> Reply:
        """Send. A connection that was open before may have been hung up unnoticed: then once more on a new one."""
        self._connection = self._connection or self._transport.take()
        if self._connection is not None:
            try:
                return self._connection.send(envelope)
            except ConnectionFault as fault:
                self._drop()
                if fault.uncertain:
                    raise
        self._connection = self._transport.connect()
        return self._connection.send(envelope)

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.abort()
            with suppress(Exception):
                connection.close()
