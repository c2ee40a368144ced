"""The embedded server's one entry: every request goes to the pages, in threads.

The worker is a thread of the same process, from start-up to shut-down.
"""

from stormoede.bridge import Pages, Receive, Scope, Send
from stormoede.worker import Loop
from stormoede.wsgi import application as pages

THREADS = 8


class Entry:
    """One port for everything."""

    def __init__(self) -> None:
        self._pages = Pages(pages, THREADS)
        self._worker = Loop()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._pages(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        self._worker.start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._worker.stop()
        self._pages.close()
        await send({"type": "lifespan.shutdown.complete"})


application = Entry()
