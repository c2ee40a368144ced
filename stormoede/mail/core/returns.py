"""Addresses that say which mail an answer or a bounce belongs to. Derived from a key and the mail's mark, never stored.

    kid (1 byte) | mark (16) | HMAC-SHA256(key, "stormoede/return/v1\\0" use "\\0" those 17 bytes)[:10]

as 44 of a-z and 2-7, behind ``svar+`` or ``retur+``: short enough for a local part, and indifferent to letter case.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Callable
from enum import StrEnum

_LABEL = b"stormoede/return/v1\0"
_MARK = re.compile(r"[0-9a-f]{32}")
_LOCAL = re.compile(r"(svar|retur)\+([a-z2-7]{44})", re.ASCII)


class Use(StrEnum):
    """What an address is for: the value is what stands before the plus."""

    ANSWER = "svar"
    BOUNCE = "retur"


def local_part(key: bytes, kid: int, mark: str, use: Use) -> str:
    """What stands before the @. ``mark`` is a mail's 32 hex digits."""
    if not _MARK.fullmatch(mark):
        raise ValueError("not a mark")
    head = bytes((kid,)) + bytes.fromhex(mark)
    return f"{use}+{base64.b32encode(head + _mac(key, head, use)).decode('ascii').rstrip('=').lower()}"


def read(local: str, key_of: Callable[[int], bytes | None]) -> tuple[Use, str] | None:
    """The use and the mark of a genuine local part, else None."""
    found = _LOCAL.fullmatch(local.lower())
    if found is None:
        return None
    use, token = Use(found[1]), found[2]
    try:
        raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8))
    except binascii.Error:
        return None
    head, mac = raw[:17], raw[17:]
    key = key_of(head[0])
    if key is None or not hmac.compare_digest(mac, _mac(key, head, use)):
        return None
    return use, head[1:].hex()


def _mac(key: bytes, head: bytes, use: Use) -> bytes:
    return hmac.digest(key, _LABEL + use.encode("ascii") + b"\0" + head, "sha256")[:10]
