"""The addresses of answers and bounces, one for each mail of ours, where a domain for them is set."""

from collections.abc import Iterable
from functools import cache

from django.conf import settings

from stormoede.mail.core import returns
from stormoede.mail.core.returns import Use

_LABEL = "return"


@cache
def _key(kid: int) -> bytes | None:
    try:
        key: bytes = settings.KEYS.derive(_LABEL, kid)
    except KeyError:
        return None
    return key


def address(mark: str, use: Use) -> str:
    """The address of ``use`` for the mail with ``mark``; empty where no domain is set."""
    if not settings.MAIL_DOMAIN:
        return ""
    kid: int = settings.KEYS.newest
    key = _key(kid)
    assert key is not None
    return f"{returns.local_part(key, kid, mark, use)}@{settings.MAIL_DOMAIN}"


def read(addresses: Iterable[str]) -> tuple[Use, str] | None:
    """The use and the mark of the first address among ``addresses`` that is one of ours."""
    for one in addresses:
        local, _at, domain = one.rpartition("@")
        if domain.lower() == settings.MAIL_DOMAIN.lower() and (found := returns.read(local, _key)):
            return found
    return None
