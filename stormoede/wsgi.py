"""The WSGI entry: what a page server runs.

Every request is stamped with the time it came, so that one that waits in line is not late (lib/clock.py, ``asked_at``).
Whether it came over TLS is said by STORMOEDE_ORIGIN, never by a header that anybody can send.
Nothing stands outside the layer that hides personal links.
"""

import os
from collections.abc import Callable, Iterable
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


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stormoede.settings")

application = HideToken(stamped(get_wsgi_application()))
