"""The secret part of a personal link: 39 of a-z and 2-7, derived from a key and the link's row, and never stored.

    kid (1 byte) | handle (6) | generation (1) | HMAC-SHA256(key[kid], "stormoede/link/v1\\0" purpose "\\0" those 8 bytes)[:16]

The purpose is in the MAC, so a link for one thing cannot be used for another.
"""

import base64
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass

LENGTH = 39
HANDLE_LENGTH = 10
_HANDLE_BYTES = 6
_HEAD = 1 + _HANDLE_BYTES + 1
_MAC = 16
_SHAPE = re.compile(r"[a-z2-7]{39}", re.ASCII)
_SIGNS = re.compile(r"[a-z2-7]+", re.ASCII)
_LABEL = b"stormoede/link/v1\0"
# What ``int`` reads as base 32 has other signs. The standard library's own decoder takes six times as long.
_DIGITS = str.maketrans("abcdefghijklmnopqrstuvwxyz234567", "0123456789abcdefghijklmnopqrstuv")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a genuine token says. Whether the link still lives is its row's to say."""

    handle: str
    generation: int


def _text(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").rstrip("=").lower()


def _bytes(text: str) -> bytes | None:
    """None unless ``text`` is the one canonical way to write some bytes (its spare bits are zero)."""
    if not _SIGNS.fullmatch(text):
        return None
    size, spare = divmod(len(text) * 5, 8)
    bits = int(text.translate(_DIGITS), 32)
    return None if spare > 4 or bits & (1 << spare) - 1 else (bits >> spare).to_bytes(size)


def _mac(key: bytes, head: bytes, purpose: str) -> bytes:
    return hmac.digest(key, _LABEL + purpose.encode("ascii") + b"\0" + head, "sha256")[:_MAC]


def handle_of(raw: bytes) -> str:
    """Six random bytes as the ten characters a row keeps."""
    if len(raw) != _HANDLE_BYTES:
        raise ValueError("a handle is six bytes")
    return _text(raw)


def mint(key: bytes, kid: int, handle: str, generation: int, purpose: str) -> str:
    """The token of a link: 39 characters. ValueError when ``handle`` is not one of ``handle_of``."""
    raw = _bytes(handle)
    if raw is None or len(raw) != _HANDLE_BYTES:
        raise ValueError("not a handle")
    head = bytes((kid,)) + raw + bytes((generation,))
    return _text(head + _mac(key, head, purpose))


def read(token: str, purpose: str, key_of: Callable[[int], bytes | None]) -> Reading | None:
    """What ``token`` says, or None when it was not minted for ``purpose`` with a key that ``key_of`` still knows."""
    if not _SHAPE.fullmatch(token):
        return None
    raw = _bytes(token)
    if raw is None:
        return None
    head, mac = raw[:_HEAD], raw[_HEAD:]
    key = key_of(head[0])
    if key is None or not hmac.compare_digest(mac, _mac(key, head, purpose)):
        return None
    return Reading(_text(head[1:7]), head[7])
