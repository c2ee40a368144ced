"""The mark by which a form is known to be ours: Django's, drawn in one look at the system's randomness and not in one a letter."""

import secrets
from string import ascii_letters, digits

from django.http import HttpRequest

_LETTERS = ascii_letters + digits
_PLACES = {letter: place for place, letter in enumerate(_LETTERS)}
_TWICE = _LETTERS * 2
_LENGTH = 32
# Bytes from here on are left out: with them the first letters would come oftener than the last.
_FAIR = 256 - 256 % len(_LETTERS)


def mark(request: HttpRequest) -> str:
    """What Django's ``get_token`` gives: the browser's secret behind a mask that is another one each time.

    A browser that has a secret is not sent it again with every page; it keeps it for a year.
    """
    meta = request.META
    secret: str | None = meta.get("CSRF_COOKIE")
    if secret is None:
        secret = meta["CSRF_COOKIE"] = "".join([_LETTERS[place] for place in _drawn()])
        meta["CSRF_COOKIE_NEEDS_UPDATE"] = True
    mask = _drawn()
    hidden = [_TWICE[place + _PLACES[letter]] for place, letter in zip(mask, secret, strict=True)]
    return "".join([*(_LETTERS[place] for place in mask), *hidden])


def _drawn() -> list[int]:
    """As many places among the letters as a secret has, each as likely as any other."""
    found: list[int] = []
    while len(found) < _LENGTH:
        found += [byte % len(_LETTERS) for byte in secrets.token_bytes(_LENGTH + _LENGTH // 2) if byte < _FAIR]
    return found[:_LENGTH]
