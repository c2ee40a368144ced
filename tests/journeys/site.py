"""The product's own server on a folder of its own, started as an operator starts it, but that the house is read once for each site."""

import json
import os
import runpy
import signal
import socket
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stormoede import cli
from stormoede.lib import keys
from stormoede.mail.tests.mother import Child, Mother

ROOT = Path(__file__).parent.parent.parent
# What a server reads when it begins, and when it is first asked.
READ = ("uvicorn", "stormoede.wsgi", "stormoede.urls")


@dataclass(frozen=True)
class Site:
    """A running server: its address, its folder, and what its maker told about the data."""

    origin: str
    environment: dict[str, str]
    mother: Mother
    facts: dict[str, Any] = field(default_factory=dict)

    def ask(self, module: str, *what: str) -> Any:
        """What ``python -m module …`` has to tell about the data: its last line, which is JSON."""
        child = self.mother.start("run", module, *what)
        told = child.communicate()
        assert child.returncode == 0, f"{module} failed; what it said stands above"
        return json.loads(told.strip().splitlines()[-1])


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
        "DJANGO_SETTINGS_MODULE": "stormoede.settings",
        "PYTHONPATH": str(ROOT),
    }


@contextmanager
def _begun(folder: Path, maker: str, host: str) -> Iterator[tuple[Site, "Restart"]]:
    """The data, made, and the server that is not started yet."""
    port = _free_port()
    environment = _environment(folder, port, host)
    keys.create(folder / "keys")
    with Mother("tests.journeys.site", environment, folder, *READ) as mother:
        site = Site(environment["STORMOEDE_ORIGIN"], environment, mother)
        site.facts.update(site.ask(maker))
        yield site, Restart(site, port, folder / "serve.log")


@contextmanager
def running(folder: Path, maker: str, host: str = "127.0.0.1") -> Iterator[Site]:
    """Make the data with ``python -m maker`` (its last line of output is JSON), serve them, and stop at the end.

    Passkeys need a ``host`` with a name: localhost."""
    with _begun(folder, maker, host) as (site, server):
        try:
            server.start()
            yield site
        finally:
            server.stop()


class Restart:
    """A server that can be killed as the kernel does it, and started again where it was."""

    def __init__(self, site: Site, port: int, log: Path) -> None:
        self._site, self._port, self._log = site, port, log
        self._process: Child | None = None

    def start(self) -> None:
        self._process = self._site.mother.start("serve", "--port", self._port, log=self._log)
        _wait(self._process, self._site.origin, self._log)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """As an operator stops it."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill(how)
            self._process.communicate()


@contextmanager
def restartable(folder: Path, maker: str) -> Iterator[tuple[Site, Restart]]:
    """As ``running``, with a server that can be killed and started again."""
    with _begun(folder, maker, "127.0.0.1") as (site, restart):
        try:
            restart.start()
            yield site, restart
        finally:
            restart.kill()


def main(arguments: list[str]) -> int:
    """In a child of the mother: a module as ``python -m`` runs it, or the program's own command line."""
    if arguments[0] != "run":
        return cli.main(arguments)
    sys.argv = arguments[1:]
    runpy.run_module(arguments[1], run_name="__main__")
    return 0


def _wait(server: Child, origin: str, log: Path) -> None:
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
