"""An SMTP server that accepts everything as fast as Python can, in a process of its own, for measurements and tests.

``python -m stormoede.bench.sink`` prints its port. ``Sink`` starts one and asks it what it has received.
"""

import argparse
import asyncio
import base64
import json
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TextIO


@dataclass(frozen=True, slots=True)
class Stat:
    """What a sink has seen: mails, bytes, connections, and its own processor time in seconds."""

    accepted: int
    bytes: int
    connections: int
    processor: float


@dataclass(frozen=True, slots=True)
class Received:
    """One mail as it arrived, dots taken off."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes


class _Counters:
    def __init__(self, store: TextIO | None, delay: float) -> None:
        self.accepted = self.bytes = self.connections = 0
        self.store = store
        self.delay = delay

    def text(self) -> str:
        return f"{self.accepted} {self.bytes} {self.connections} {time.process_time():.6f}"


class _Server(asyncio.Protocol):
    """One connection. In ``data`` mode everything up to the lone dot is one mail."""

    def __init__(self, counters: _Counters) -> None:
        self.counters = counters
        self.buffer = bytearray()
        self.searched = 0
        self.in_data = False
        self.sender, self.recipients = "", list[str]()
        self.replies = bytearray()
        counters.connections += 1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while self._take():
            pass
        self._answer()

    def _take(self) -> bool:
        """Take one mail or one line from the buffer. False when there is no whole one."""
        mark = b"\r\n.\r\n" if self.in_data else b"\r\n"
        end = self.buffer.find(mark, max(0, self.searched - 5))
        if end < 0:
            self.searched = len(self.buffer)
            return False
        self.searched = 0
        piece = bytes(self.buffer[: end + 2])
        del self.buffer[: end + len(mark)]
        if self.in_data:
            self._mail(piece)
        else:
            self._line(piece.rstrip(b"\r\n"))
        return True

    def _mail(self, data: bytes) -> None:
        self.in_data = False
        counters = self.counters
        counters.accepted += 1
        counters.bytes += len(data)
        if counters.store:
            data = data.removeprefix(b".") if data.startswith(b"..") else data
            row = [self.sender, self.recipients, base64.b64encode(data.replace(b"\r\n..", b"\r\n.")).decode()]
            counters.store.write(json.dumps(row) + "\n")
            counters.store.flush()
        self._say(b"250 2.0.0 kept\r\n")

    def _line(self, line: bytes) -> None:
        verb = line[:4].upper()
        if verb == b"EHLO":
            self._say(b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 SIZE 99999999\r\n")
        elif verb == b"DATA":
            self.in_data = True
            self._say(b"354 go on\r\n")
        elif verb == b"XSTA":
            self._say(f"250 {self.counters.text()}\r\n".encode())
        elif verb == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        else:
            if verb == b"MAIL":
                self.sender, self.recipients = _path(line), []
            elif verb == b"RCPT":
                self.recipients.append(_path(line))
            self._say(b"250 2.0.0 ok\r\n")

    def _say(self, reply: bytes) -> None:
        self.replies += reply

    def _answer(self) -> None:
        """Commands that came together are answered together, as PIPELINING has it."""
        replies, self.replies = bytes(self.replies), bytearray()
        if not replies:
            return
        if self.counters.delay:
            asyncio.get_running_loop().call_later(self.counters.delay, self.transport.write, replies)
        else:
            self.transport.write(replies)


def _path(line: bytes) -> str:
    return line.partition(b"<")[2].partition(b">")[0].decode("utf-8", "replace")


class Sink:
    """A running sink: ``with Sink() as sink: … sink.port``. ``store`` keeps the mails; ``delay`` is seconds an answer."""

    def __init__(self, store: Path | None = None, delay: float = 0.0) -> None:
        self.store = store
        self.delay = delay

    def __enter__(self) -> Self:
        arguments = ["--delay", str(self.delay), *(["--store", str(self.store)] if self.store else [])]
        self.child = subprocess.Popen(
            [sys.executable, "-m", "stormoede.bench.sink", *arguments], stdout=subprocess.PIPE, text=True
        )
        assert self.child.stdout
        self.port = int(self.child.stdout.readline())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.child.kill()
        self.child.wait()
        assert self.child.stdout
        self.child.stdout.close()

    def stat(self) -> Stat:
        """What it has seen until now; this question is itself a connection, and not counted."""
        with socket.create_connection(("127.0.0.1", self.port), 10) as plug, plug.makefile("rwb") as stream:
            stream.readline()
            stream.write(b"XSTAT\r\n")
            stream.flush()
            accepted, size, connections, processor = stream.readline().split()[1:]
        self._asked = getattr(self, "_asked", 0) + 1
        return Stat(int(accepted), int(size), int(connections) - self._asked, float(processor))

    def received(self) -> list[Received]:
        """The mails it has kept, oldest first."""
        assert self.store, "start the sink with a store"
        rows = [json.loads(line) for line in self.store.read_text().splitlines()] if self.store.exists() else []
        return [Received(sender, tuple(to), base64.b64decode(data)) for sender, to, data in rows]


async def _serve(port: int, counters: _Counters) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: _Server(counters), "127.0.0.1", port, backlog=200)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--delay", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--store", type=Path, help="a file that keeps every mail, one a line")
    arguments = parser.parse_args()
    store = arguments.store.open("a") if arguments.store else None
    asyncio.run(_serve(arguments.port, _Counters(store, arguments.delay)))


if __name__ == "__main__":
    main()
