"""The outermost WSGI layer: takes the secret part of a personal link out of the request before anything can write it down.

``/p/<secret>`` becomes ``/p/``; the secret itself travels on as an object that prints as ``***``. Django's own error
pages, error mails and log lines would otherwise carry it.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from stormoede.lib.hidden import ENVIRON_KEY, Hidden

type Environ = dict[str, Any]
type Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

_PATH = re.compile(r"^/+([apduskfrt]|staff/in)/+(.+)$", re.DOTALL | re.IGNORECASE)
_ANYWHERE = re.compile(r"(/|%2f)([apduskfrt]|staff(?:/|%2f)in)(/|%2f)[^/?#&\s\"]+", re.IGNORECASE)
_WHOLE = ("REQUEST_URI", "RAW_URI")
_PARTLY = (
    "REQUEST_URI",
    "RAW_URI",
    "QUERY_STRING",
    "HTTP_REFERER",
    "HTTP_X_ORIGINAL_URL",
    "HTTP_X_ORIGINAL_URI",
    "HTTP_X_REWRITE_URL",
    "HTTP_X_FORWARDED_URI",
)


def mask(text: str) -> str:
    """``text`` with every personal link's secret part left out."""
    return _ANYWHERE.sub(r"\1\2\3***", text)


def hide(environ: Environ) -> None:
    """Move the secret out of ``environ``, in place."""
    found = _PATH.match(environ.get("PATH_INFO", ""))
    if found:
        environ["PATH_INFO"] = f"/{found[1]}/"
        environ[ENVIRON_KEY] = Hidden(found[2])
        environ.update({name: environ["PATH_INFO"] for name in _WHOLE if name in environ})
    for name in _PARTLY:
        if environ.get(name):
            environ[name] = mask(environ[name])
    environ.pop("asgi.scope", None)


class HideToken:
    """Wraps a WSGI application. Nothing may stand outside it but the server."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        hide(environ)
        return self.application(environ, start_response)
