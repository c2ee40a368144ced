"""The WSGI entry: what a page server runs.

Every request is stamped with the time it came, so that one that waits in line is not late (lib/clock.py, ``asked_at``).
Whether it came over TLS is said by STORMOEDE_ORIGIN, never by a header that anybody can send.
Nothing stands outside the layer that hides personal links.
"""

import os
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from stormoede.lib import clock
from stormoede.web.hide_token import HideToken

type Environ = dict[str, Any]
type Application = Callable[[Environ, Any], Iterable[bytes]]


def stamped(inner: Application) -> Application:
    """``inner``, with the time each request came; a server in front of it may have put it there before."""

    def application(environ: Environ, start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 - WSGI's own
        environ.setdefault(clock.CAME, clock.wall())
        environ["wsgi.url_scheme"] = "https" if settings.SECURE else "http"
        return inner(environ, start_response)

    return application


# Seconds. Nearly all pages are made in a tenth of it.
PATIENCE = 0.02


def in_turn(inner: Application) -> Application:
    """``inner``, for one request at a time unless one takes long: then the next does not wait for it any longer.

    Threads that make pages side by side change places at every answer of the database, since Python runs one at a time, and
    that costs up to a tenth of the page. They are there for what takes long.
    """
    turn = Lock()

    def application(environ: Environ, start_response: Any) -> Iterable[bytes]:  # noqa: ANN401 - WSGI's own
        own = turn.acquire(timeout=PATIENCE)
        try:
            return inner(environ, start_response)
        finally:
            if own:
                turn.release()

    return application


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stormoede.settings")

application = HideToken(stamped(in_turn(get_wsgi_application())))
