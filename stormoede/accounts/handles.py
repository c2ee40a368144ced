"""Addresses of things that are nobody's own: a random handle and a secret derived from it, as a personal link has, but no row here."""

from functools import partial

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from stormoede.accounts import alarms, keyring
from stormoede.accounts.addresses import LABEL, MASK
from stormoede.accounts.core import tokens
from stormoede.accounts.views import exchange


def address(purpose: str, handle: str, *, reveal: bool = True) -> str:
    """The whole address; with ``reveal`` False a mask stands where its secret part would be."""
    kid, key = keyring.signing(LABEL)
    return f"{settings.ORIGIN}/{purpose}/{tokens.mint(key, kid, handle, 0, purpose) if reveal else MASK}"


def too_many(request: HttpRequest) -> HttpResponse | None:
    """The answer to a network that has sent many bad addresses this minute."""
    return exchange.too_many(request)


def asked(request: HttpRequest, purpose: str) -> str:
    """The handle the request's secret stands for; empty when it is not genuine. No statement is sent to the database."""
    reading = tokens.read(exchange.secret_of(request), purpose, partial(keyring.key, LABEL))
    if reading is None:
        alarms.bad_link(request, purpose)
        return ""
    return reading.handle
