"""A WSGI application behind an ASGI server, in threads.

The body is read first, so a thread is never kept waiting by a slow sender; a whole answer goes back in one step, a long
one in pieces, from the thread that makes it, since database connections belong to threads.
"""

import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable, Coroutine, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import IO, Any

from stormoede.lib import clock

type Scope = MutableMapping[str, Any]
type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Coroutine[Any, Any, None]]
type Environ = dict[str, Any]
type Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
type Headers = list[tuple[bytes, bytes]]

IN_MEMORY = 512 * 1024
LARGEST = 64 * 1024 * 1024
LONGEST = 300.0
PIECE = 256 * 1024


class Pages:
    """``application`` as an ASGI application. Bodies over 64 MB are answered 413, unread."""

    def __init__(self, application: Application, threads: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="page")

    def close(self) -> None:
        """Wait for the answers that are under way."""
        self._threads.shutdown()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        came = clock.wall()
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as body:
            try:
                async with asyncio.timeout(LONGEST):
                    size = await _read(receive, body)
            except TimeoutError:
                await _refuse(send, 408)
                return
            if size is None:
                await _refuse(send, 413)
            elif size >= 0:
                body.seek(0)
                loop = asyncio.get_running_loop()
                answer = _Answer(lambda message: asyncio.run_coroutine_threadsafe(send(message), loop).result())
                environ = environ_of(scope, body, size)
                environ[clock.CAME] = came
                for message in await loop.run_in_executor(self._threads, answer.make, self._application, environ):
                    await send(message)


class _Answer:
    """One answer in the making. ``push`` sends a message from the thread, for answers that do not fit in one piece."""

    def __init__(self, push: Callable[[Message], None]) -> None:
        self._push = push
        self._status = 500
        self._headers: Headers = []

    def _start(self, status: str, headers: list[tuple[str, str]], _fault: object = None) -> Callable[[bytes], None]:
        self._status = int(status[:3])
        self._headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        return self._no_writing

    def _no_writing(self, data: bytes) -> None:
        raise RuntimeError("WSGI's old write() is not offered.")

    def make(self, application: Application, environ: Environ) -> list[Message]:
        """Run the application; what is still to be sent when it is done."""
        chunks: list[bytes] = []
        held, begun = 0, False
        result = application(environ, self._start)
        try:
            for chunk in result:
                chunks.append(chunk)
                held += len(chunk)
                if held > PIECE:
                    if not begun:
                        self._push(self._head())
                        begun = True
                    self._push({"type": "http.response.body", "body": b"".join(chunks), "more_body": True})
                    chunks, held = [], 0
        finally:
            close = getattr(result, "close", None)
            if close is not None:
                close()
        last: Message = {"type": "http.response.body", "body": b"".join(chunks)}
        return [last] if begun else [self._head(), last]

    def _head(self) -> Message:
        return {"type": "http.response.start", "status": self._status, "headers": self._headers}


async def _read(receive: Receive, body: IO[bytes]) -> int | None:
    """The body's size; None when it is too large, -1 when the sender has gone."""
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return -1
        chunk: bytes = message.get("body", b"")
        size += len(chunk)
        if size > LARGEST:
            return None
        if chunk:
            body.write(chunk)
        if not message.get("more_body", False):
            return size


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-length", b"0"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def environ_of(scope: Scope, body: IO[bytes], size: int) -> Environ:
    """The request as WSGI tells it."""
    server, port = scope.get("server") or ("localhost", 80)
    client = scope.get("client")
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        # The path is Unicode in ASGI and bytes told as Latin-1 in WSGI.
        "PATH_INFO": scope["path"].encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": client[0] if client else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        _add(environ, name.decode("latin-1"), value.decode("latin-1"))
    environ["CONTENT_LENGTH"] = str(size)
    return environ


def _add(environ: Environ, name: str, value: str) -> None:
    """Add one header. A name with an underscore is dropped: it would pass for the one with a hyphen."""
    if "_" in name:
        return
    key = name.upper().replace("-", "_")
    if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
        key = "HTTP_" + key
    if key not in environ:
        environ[key] = value
    else:
        environ[key] += ("; " if key == "HTTP_COOKIE" else ",") + value
