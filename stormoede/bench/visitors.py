"""Asking the product for pages: of a server in a process of its own, or of the program itself."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from gzip import compress
from io import BytesIO
from typing import Any
from urllib.parse import urljoin, urlsplit
from wsgiref.util import setup_testing_defaults

from stormoede.bench import processor
from stormoede.lib.env import EnvironmentFault
from stormoede.lib.wording import told as _

STATIC = "/static/web/brand/mark.svg"
WARM, MEASURED = 40, 400
_HEADER = re.compile(r"^([\w-]+): (.*?)\r?$", re.MULTILINE)
_END, _AT_ONCE = b"\r\n\r\n", 256 * 1024


@dataclass(frozen=True, slots=True)
class Page:
    """One page as its reader asks for it."""

    path: str
    cookie: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def opened(page: Page, ask: Callable[[Page], Answer]) -> Page:
    """The page itself: a personal link is changed for its cookie first."""
    answer = ask(page)
    if answer.status == 303:
        page = Page(answer.headers["location"], answer.headers["set-cookie"].split(";")[0])
        answer = ask(page)
    if answer.status != 200:
        raise EnvironmentFault(
            _("%(page)s answered %(status)s, so there is nothing to measure.", page=page.path, status=answer.status)
        )
    return page


def inside(application: Callable[..., Iterable[bytes]], page: Page, form: bytes | None = None) -> Answer:
    """Ask the program itself, without a server: a GET, or a POST of ``form``."""
    head: dict[str, Any] = {}

    def start(status: str, headers: list[tuple[str, str]], *_more: object) -> None:
        cookies = ", ".join(value for name, value in headers if name.lower() == "set-cookie")
        head.update({name.lower(): value for name, value in headers}, status=int(status[:3]))
        head["set-cookie"] = cookies

    path, _mark, query = page.path.partition("?")
    environ: dict[str, Any] = {
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_COOKIE": page.cookie,
        "HTTP_HOST": _host(),
        "SCRIPT_NAME": "",
    }
    if form is not None:
        environ |= {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(form)),
            "wsgi.input": BytesIO(form),
        }
    setup_testing_defaults(environ)
    body = b"".join(application(environ, start))
    return Answer(head.pop("status"), head, body)


def _host() -> str:
    from django.conf import settings

    return urlsplit(settings.ORIGIN).netloc


class Wire:
    """A line to a server that does no more than it must: it shares the processors with what is measured, and their caches.

    It is opened by the first question, and by the next one after it was closed.
    """

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        self.origin = f"http://{host}:{port}"
        self._socket: socket.socket | None = None

    def ask(self, method: str, path: str, headers: str, body: bytes = b"") -> Answer:
        """Send a request with these ``headers``, each with its end of line, and wait for the whole answer, whose length is told."""
        line = self._socket = self._socket or self._opened()
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
        )
        line.sendall(head.encode() + body)
        told, rest = _head(line)
        names = _HEADER.findall(told)
        found = {name.lower(): value for name, value in names}
        found["set-cookie"] = ", ".join(value for name, value in names if name.lower() == "set-cookie")
        parts, missing = [rest], int(found.get("content-length", 0)) - len(rest)
        while missing > 0:
            parts.append(_some(line))
            missing -= len(parts[-1])
        return Answer(int(told[9:12]), found, b"".join(parts))

    def close(self) -> None:
        """Hang up."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _opened(self) -> socket.socket:
        opened = socket.create_connection((self.host, self.port))
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return opened


def _head(line: socket.socket) -> tuple[str, bytes]:
    """An answer's head, and what came after it at once."""
    came = b""
    while _END not in came:
        came += _some(line)
    head, _end, rest = came.partition(_END)
    return head.decode("latin-1"), rest


def _some(line: socket.socket) -> bytes:
    part = line.recv(_AT_ONCE)
    if not part:
        raise EnvironmentFault(_("The server hung up, so there is nothing to measure."))
    return part


@dataclass(slots=True)
class Server:
    """The product's server in a process of its own."""

    process: subprocess.Popen[bytes]
    line: Wire

    def ask(self, page: Page) -> Answer:
        return self.line.ask("GET", page.path, f"Cookie: {page.cookie}\r\nAccept-Encoding: identity\r\n")

    def cost(self, page: Page, times: int = MEASURED, first: Callable[[], None] = lambda: None) -> float:
        """Milliseconds of processor for one GET, server and database together; ``first`` is done before each."""
        page = opened(page, self.ask)
        for _turn in range(min(WARM, times)):
            self.ask(page)
        before = self.used()
        for _turn in range(times):
            first()
            self.ask(page)
        return (self.used() - before) * 1000 / times

    def used(self) -> float:
        """Seconds of processor so far, server and database together."""
        from django.db import connection

        name = connection.settings_dict["NAME"] if connection.vendor == "postgresql" else ""
        return processor.of_tree(self.process.pid) + (processor.of_database(name) if name else 0.0)

    def weight(self, page: Page) -> tuple[int, int]:
        """Bytes of the page with all it loads, as they are and compressed as a proxy does it (fonts are so already)."""
        page = opened(page, self.ask)
        found = {page.path: self.ask(page).body}
        left = _loaded(page.path, found[page.path])
        while left:
            path = left.pop()
            if path not in found:
                found[path] = self.ask(Page(path)).body
                left |= _loaded(path, found[path]) if _is(path, ".css") else set()
        small = {path: body if _is(path, ".woff2") else compress(body) for path, body in found.items()}
        return sum(map(len, found.values())), sum(map(len, small.values()))


def _is(path: str, ending: str) -> bool:
    """Names of static files may carry their version behind a question mark."""
    return path.partition("?")[0].endswith(ending)


def _loaded(path: str, body: bytes) -> set[str]:
    """What a page or a style sheet makes a browser fetch."""
    text = body.decode()
    links = re.findall(r'<link [^>]*href="([^"]+)"', text) + re.findall(r'<(?:script|img) [^>]*src="([^"]+)"', text)
    fonts = re.findall(r'url\("?([^")#]+)"?\)', text)
    return {urljoin(path, found) for found in links + fonts if not found.startswith("data:")}


@contextmanager
def server(*only: str) -> Iterator[Server]:
    """The program, serving. ``only`` are more words of its command; without them one process does everything, the mails too."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "stormoede", "serve", "--port", str(port), *only]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=dict(os.environ)) as process:
        server = Server(process, Wire("127.0.0.1", port))
        try:
            _wait(server)
            yield server
        finally:
            process.terminate()


def _wait(server: Server) -> None:
    for _turn in range(300):
        try:
            server.ask(Page(STATIC))
        except (OSError, EnvironmentFault):
            server.line.close()
            time.sleep(0.1)
        else:
            return
    raise EnvironmentFault(_("The server did not start, so there is nothing to measure."))
