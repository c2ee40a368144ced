"""The product's own server on a folder of its own, started as an operator starts it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stormoede.mail.tests.mother import Child, Mother

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Site:
    """A running server: its address, its folder, and what its maker told about the data."""

    origin: str
    environment: dict[str, str]
    facts: dict[str, Any]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _environment(folder: Path, port: int, host: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("STORMOEDE_")}
    (folder / "data").mkdir(parents=True, exist_ok=True)
    return kept | {
        "STORMOEDE_DATA": str(folder / "data"),
        "STORMOEDE_KEYS": str(folder / "keys"),
        "STORMOEDE_ORIGIN": f"http://{host}:{port}",
        "PYTHONPATH": str(ROOT),
    }


def _made(maker: str, environment: dict[str, str]) -> dict[str, Any]:
    """Make the data; what their maker tells about them."""
    command = [sys.executable, "-m", maker]
    made = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert made.returncode == 0, made.stderr[-3000:]
    facts: dict[str, Any] = json.loads(made.stdout.strip().splitlines()[-1])
    return facts


@contextmanager
def running(folder: Path, maker: str, host: str = "127.0.0.1") -> Iterator[Site]:
    """Make the data with ``python -m maker`` (its last line of output is JSON), serve them, and stop at the end.

    Passkeys need a ``host`` with a name: localhost."""
    port = _free_port()
    environment = _environment(folder, port, host)
    facts = _made(maker, environment)
    with (folder / "serve.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "stormoede", "serve", "--port", str(port)],
            env=environment, cwd=ROOT, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            _wait(server, environment["STORMOEDE_ORIGIN"], folder / "serve.log")
            yield Site(environment["STORMOEDE_ORIGIN"], environment, facts)
        finally:
            server.terminate()
            server.wait(20)


class Restart:
    """A server that can be killed as the kernel does it, and started again where it was."""

    def __init__(self, mother: Mother, site: Site, port: int, log: Path) -> None:
        self._mother, self._site, self._port, self._log = mother, site, port, log
        self._process: Child | None = None

    def start(self) -> None:
        self._process = self._mother.start("serve", "--port", self._port, log=self._log)
        _wait(self._process, self._site.origin, self._log)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()


@contextmanager
def restartable(folder: Path, maker: str) -> Iterator[tuple[Site, Restart]]:
    """As ``running``, with a server that can be killed and started again."""
    port = _free_port()
    environment = _environment(folder, port, "127.0.0.1")
    site = Site(environment["STORMOEDE_ORIGIN"], environment, _made(maker, environment))
    django = environment | {"DJANGO_SETTINGS_MODULE": "stormoede.settings"}
    with Mother("stormoede.cli", django, folder, "uvicorn", "stormoede.wsgi", "stormoede.urls") as mother:
        restart = Restart(mother, site, port, folder / "serve.log")
        restart.start()
        try:
            yield site, restart
        finally:
            restart.kill()


def _wait(server: subprocess.Popen[bytes] | Child, origin: str, log: Path) -> None:
    # It ends by itself when it cannot start; a machine that has much to do may take long to start it.
    for _ in range(900):
        try:
            urllib.request.urlopen(f"{origin}/static/web/brand/mark.svg", timeout=2).close()
        except OSError:
            assert server.poll() is None, log.read_text(errors="replace")[-3000:]
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not answer: " + log.read_text(errors="replace")[-2000:])
