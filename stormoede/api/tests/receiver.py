"""A program that hooks tell: a real HTTP server in a thread, which keeps what it gets and answers as it is told to."""

import base64
import hmac
import json
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Got:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def told(self) -> dict[str, Any]:
        return json.loads(self.body)

    @property
    def event(self) -> int:
        return self.told["data"]["event"]

    def is_signed_by(self, *secrets: str) -> bool:
        """Whether there is a signature of each of the secrets, and no other."""
        head = self.headers
        signed = f"{head['webhook-id']}.{head['webhook-timestamp']}.".encode() + self.body
        made = []
        for secret in secrets:
            key = base64.b64decode(secret.removeprefix("whsec_"))
            made.append("v1," + base64.b64encode(hmac.digest(key, signed, "sha256")).decode())
        return head["webhook-signature"].split(" ") == made


@dataclass
class Receiver:
    """``answer`` says what is answered: a status, or a status and headers; ``drips`` sends a body without end."""

    answer: Callable[[Got], int | tuple[int, dict[str, str]]] = lambda got: 204
    drips: bool = False
    tls: ssl.SSLContext | None = None
    got: list[Got] = field(default_factory=list)

    def __enter__(self) -> "Receiver":
        own = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                own._take(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if self.tls:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        scheme = "https" if self.tls else "http"
        return f"{scheme}://127.0.0.1:{self._server.server_address[1]}/haendelser"

    def _take(self, request: BaseHTTPRequestHandler) -> None:
        length = int(request.headers["Content-Length"])
        body = request.rfile.read(length)
        if len(body) < length:  # the sender was killed in the middle of it: nothing was told
            request.close_connection = True
            return
        got = Got(request.path, {name.lower(): value for name, value in request.headers.items()}, body)
        self.got.append(got)
        answer = self.answer(got)
        status, headers = answer if isinstance(answer, tuple) else (answer, {})
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        if not self.drips:
            request.send_header("Content-Length", "0")
        request.end_headers()
        try:
            while self.drips:
                request.wfile.write(b"x")
                time.sleep(0.01)
        except OSError:
            return
