"""The embedded server's one entry: ``/live/…`` is kept for the live room, everything else goes to the pages in threads.

The worker is a thread of the same process, from start-up to shut-down.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from a2wsgi import WSGIMiddleware

from stormoede.lib import clock
from stormoede.worker import Loop
from stormoede.wsgi import application as pages

type Scope = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
type Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

THREADS = 8


def _from_scope(environ: Any, start_response: Any) -> Any:  # noqa: ANN401 - WSGI's own
    """The pages, with the time the request came; the scope itself goes no further: it holds the address asked for."""
    environ[clock.CAME] = environ.pop("asgi.scope")[clock.CAME]
    return pages(environ, start_response)


class Entry:
    """One port for everything."""

    def __init__(self) -> None:
        self._pages: Any = WSGIMiddleware(_from_scope, workers=THREADS)
        self._worker = Loop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http" and not scope["path"].startswith("/live/"):
            scope[clock.CAME] = clock.wall()
            await self._pages(scope, receive, send)
        elif scope["type"] == "http":
            await send({"type": "http.response.start", "status": 404, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        self._worker.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._worker.stop()
        await send({"type": "lifespan.shutdown.complete"})


application = Entry()
