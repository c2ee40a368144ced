"""A server of our own that speaks as much of a protocol as a test needs, on loopback."""

import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager


class Speaker(ABC):
    """Listens as soon as it is made, at ``port``. Whoever says what it says defines ``talk``."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]

    @abstractmethod
    def talk(self, line) -> None:
        """Answer one who asks, line by line, until they leave."""

    def serve(self) -> None:
        """One who asks after the other, until it is ended."""
        while True:
            try:
                asking, _from = self._listening.accept()
            except OSError:
                return
            with asking, asking.makefile("rwb", buffering=0) as line:
                self.talk(line)

    def end(self) -> None:
        # An accept that waits is woken by the last one who asks.
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()


@contextmanager
def speaking[S: Speaker](speaker: S) -> Iterator[S]:
    """``speaker``, while it serves."""
    thread = threading.Thread(target=speaker.serve, daemon=True)
    thread.start()
    try:
        yield speaker
    finally:
        speaker.end()
        thread.join(10)
