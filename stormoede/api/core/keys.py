"""A key's text: ``sm_`` and 256 random bits, in letters that survive being copied. Only its SHA-256 is kept."""

import hashlib
import re
from base64 import urlsafe_b64encode

PREFIX = "sm_"
BITS = 256
_FORM = re.compile(r"sm_[A-Za-z0-9_-]{43}", re.ASCII)
_BEARER = re.compile(r"bearer +(\S+)", re.ASCII | re.IGNORECASE)


def text(random: bytes) -> str:
    """The key made of 32 random bytes."""
    return PREFIX + urlsafe_b64encode(random).decode("ascii").rstrip("=")


def digest(key: str) -> str:
    """What is kept of a key."""
    return hashlib.sha256(key.encode("ascii")).hexdigest()


def ending(key: str) -> str:
    """What a list shows of a key, so that people can tell which it is."""
    return key[-4:]


def of_header(authorization: str) -> str | None:
    """The key that an ``Authorization`` header carries; None when it carries none of ours."""
    found = _BEARER.fullmatch(authorization.strip())
    return found[1] if found and _FORM.fullmatch(found[1]) else None
