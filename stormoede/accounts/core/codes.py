"""Six-digit codes sent by mail: derived from the request, the browser that asked and a key, so that no table holds them."""

import hashlib
import hmac
import re
from datetime import timedelta
from uuid import UUID

LASTS = timedelta(minutes=10)
TRIES = 5
PER_HOUR = 3
PER_DAY = 10
_SHAPE = re.compile(r"[0-9]{6}", re.ASCII)
_LABEL = b"stormoede/code/v1\0"


def nonce_hash(nonce: str) -> str:
    """What is kept of a browser's mark: 64 hex digits. Only the browser itself can show what it is the hash of."""
    return hashlib.sha256(nonce.encode()).hexdigest()


def derive(key: bytes, request: UUID, browser: str) -> str:
    """The code of ``request`` for the browser whose mark hashes to ``browser``: six digits, evenly spread."""
    digest = hmac.digest(key, _LABEL + request.bytes + browser.encode(), "sha256")
    return f"{int.from_bytes(digest[:16], 'big') % 1_000_000:06d}"


def typed(text: str) -> str:
    """A code as people type it, without blanks: "123 456" is 123456. Empty when it is not six digits."""
    bare = re.sub(r"[\s\-.]", "", text)
    return bare if _SHAPE.fullmatch(bare) else ""


def matches(key: bytes, request: UUID, browser: str, text: str) -> bool:
    """Whether ``text`` is the code, in a time that does not tell how nearly."""
    return hmac.compare_digest(derive(key, request, browser), text or "-")
