"""The members' cookie on its way in and out: ``__Host-m``, or ``m`` on a plain http loopback where browsers refuse the prefix."""

import secrets
from datetime import datetime
from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from stormoede.accounts import keyring
from stormoede.accounts.core import passes
from stormoede.accounts.core.passes import Pass

LABEL = "cookie"


def name() -> str:
    return "__Host-m" if settings.SECURE else "m"


def of(request: HttpRequest, at: datetime) -> Pass | None:
    """The pass this browser holds, or None."""
    text = request.COOKIES.get(name(), "")
    return passes.read(text, partial(keyring.key, LABEL), at) if text else None


def of_or_new(request: HttpRequest, at: datetime) -> Pass:
    """The pass this browser holds, or a fresh one with a new mark."""
    return of(request, at) or Pass(secrets.token_hex(16))


def give(response: HttpResponseBase, held: Pass) -> None:
    """Let the browser hold ``held`` for 12 hours."""
    kid, key = keyring.signing(LABEL)
    response.set_cookie(
        name(),
        passes.write(held, kid, key),
        max_age=passes.LASTS,
        path="/",
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )
