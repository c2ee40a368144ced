"""What each process of `serve --only pages` and `serve --only live` runs: the pages, or of them the figures that move alone."""

from collections.abc import Callable, Iterable
from typing import Any

from stormoede import wire
from stormoede.lib import lines
from stormoede.story import clocks
from stormoede.wsgi import application

__all__ = ["application", "live"]

type Environ = dict[str, Any]

# Said once more: their rooms cannot be read before `stormoede.wsgi` has set Django up.
_MOVING, _WATCHED = "/live/", ("/healthz", "/metrics")


def live(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The addresses under ``/live``, and those of whoever watches; nothing else is there."""
    path = environ["PATH_INFO"]
    if path.startswith(_MOVING) or path in _WATCHED:
        return application(environ, start_response)
    start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "0")])
    return [b""]


lines.keep()
clocks.follow()
wire.tell()
