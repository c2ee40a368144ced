"""The virus scanner of the environment: a program that is given a file on its standard input, or clamd by its socket."""

import os
import signal
import socket
import struct
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from stormoede.mail.core import scans
from stormoede.mail.core.scans import ScanFault, Verdict

SECONDS = 60.0
_PIECE = 1 << 18
_LONGEST = 4096


class Scanner(Protocol):
    """Looks at one file. Raises ScanFault."""

    def scan(self, content: bytes) -> Verdict: ...


@dataclass(frozen=True, slots=True)
class Program:
    """Started anew for each file, with nothing of our environment; what takes longer than ``seconds`` is ended with all it has started."""

    command: Sequence[str]
    seconds: float = SECONDS

    def scan(self, content: bytes) -> Verdict:
        try:
            running = subprocess.Popen(  # noqa: S603 - the program is the operator's own, named in the environment
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C"}, start_new_session=True,
            )  # fmt: skip
        except OSError as fault:
            raise ScanFault(f"the program cannot be started: {fault.strerror}") from fault
        try:
            said, _nothing = running.communicate(content, self.seconds)
        except subprocess.TimeoutExpired as fault:
            raise ScanFault("no answer in time") from fault
        finally:
            with suppress(ProcessLookupError):
                os.killpg(running.pid, signal.SIGKILL)
            running.wait()
        return scans.of_program(running.returncode, said.decode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class Clamd:
    """clamd, at the path of its socket or at host:port."""

    place: str
    seconds: float = SECONDS

    def scan(self, content: bytes) -> Verdict:
        try:
            with self._connected() as link:
                link.sendall(b"zINSTREAM\0")
                with suppress(BrokenPipeError, ConnectionResetError):
                    # It hangs up on what is larger than it takes, and says so before.
                    for start in range(0, len(content), _PIECE):
                        piece = content[start : start + _PIECE]
                        link.sendall(struct.pack(">I", len(piece)) + piece)
                    link.sendall(struct.pack(">I", 0))
                said = _heard(link)
        except TimeoutError as fault:
            raise ScanFault("no answer in time") from fault
        except OSError as fault:
            raise ScanFault(f"clamd cannot be reached: {fault.strerror or type(fault).__name__}") from fault
        return scans.of_clamd(said)

    def _connected(self) -> socket.socket:
        if self.place.startswith("/"):
            link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            link.settimeout(self.seconds)
            try:
                link.connect(self.place)
            except OSError:
                link.close()
                raise
            return link
        host, _colon, port = self.place.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), self.seconds)


def _heard(link: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < _LONGEST:
        part = link.recv(_LONGEST)
        if not part:
            break
        said += part
    return said.decode("utf-8", "replace")


def configured() -> Scanner | None:
    """The scanner that STORMOEDE_SCAN names, if any."""
    return of(settings.SCAN)


def of(words: Sequence[str]) -> Scanner | None:
    """The scanner of these words, as the setting has them."""
    if not words:
        return None
    return Clamd(words[1]) if words[0] == "clamd" else Program(tuple(words))
