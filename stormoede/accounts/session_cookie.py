"""The staff session's cookie. Beside its key it holds the minute it was last used, signed, so that 60 idle minutes end it
without a row being written at every look."""

import base64
import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions import middleware
from django.http import HttpRequest, HttpResponse

from stormoede.accounts import keyring
from stormoede.lib import clock

LABEL = "session-cookie"
IDLE = timedelta(minutes=60)
_FRESH = timedelta(minutes=5)


def _minute(at: datetime) -> int:
    return int(at.timestamp() // 60)


def _mac(key: bytes, body: str) -> str:
    return base64.urlsafe_b64encode(hmac.digest(key, body.encode(), "sha256")[:16]).decode().rstrip("=")


def write(session_key: str, at: datetime) -> str:
    """What the browser keeps for ``session_key``, used at ``at``."""
    kid, key = keyring.signing(LABEL)
    body = f"{kid}.{_minute(at)}.{session_key}"
    return f"{body}.{_mac(key, body)}"


def read(text: str, at: datetime) -> tuple[str, timedelta] | None:
    """The session's key and how long it has been idle; None when it is not genuine or too old."""
    body, _, mac = text.rpartition(".")
    kid, _, rest = body.partition(".")
    minute, _, session_key = rest.partition(".")
    key = keyring.key(LABEL, int(kid)) if kid.isascii() and kid.isdigit() and len(kid) <= 3 else None
    if key is None or not hmac.compare_digest(mac.encode(), _mac(key, body).encode()):
        return None
    idle = timedelta(minutes=_minute(at) - int(minute))
    return (session_key, idle) if idle < IDLE else None


class SessionMiddleware(middleware.SessionMiddleware):
    """Django's, with the cookie read and written as above."""

    def process_request(self, request: HttpRequest) -> None:
        found = read(request.COOKIES.get(settings.SESSION_COOKIE_NAME, ""), clock.wall())
        request.session = self.SessionStore(found[0] if found else None)
        request.__dict__["_stormoede_idle"] = found[1] if found else timedelta(0)

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        name, session = settings.SESSION_COOKIE_NAME, request.session
        given = response.cookies.get(name)
        if given is not None and given.value and session.session_key:
            response.cookies[name] = write(session.session_key, clock.wall())
        elif given is None and session.accessed and session.session_key and self._stale(request):
            self._refresh(response, write(session.session_key, clock.wall()))
        return response

    def _stale(self, request: HttpRequest) -> bool:
        idle: timedelta = request.__dict__["_stormoede_idle"]
        return idle >= _FRESH

    def _refresh(self, response: HttpResponse, value: str) -> None:
        response.set_cookie(
            settings.SESSION_COOKIE_NAME,
            value,
            max_age=settings.SESSION_COOKIE_AGE,
            path=settings.SESSION_COOKIE_PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
