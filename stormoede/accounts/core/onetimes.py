"""A one-time sign-in for staff: derived from a key and the row, never stored, dead once it has been used.

    kid (1 byte) | staff id (16) | minute it was issued (4) | HMAC-SHA256(key[kid], label, those 21 bytes, epoch)[:16]

``epoch`` is a text that changes when the staff member signs in (the time of the last sign-in), so each works once.
"""

import base64
import binascii
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

LASTS = timedelta(hours=24)
_SHAPE = re.compile(r"[a-z2-7]{60}", re.ASCII)
_LABEL = b"stormoede/one-time/v1\0"
_HEAD = 1 + 16 + 4


@dataclass(frozen=True, slots=True)
class Claim:
    """What a one-time sign-in says before it has been proved."""

    staff: UUID
    issued: datetime
    head: bytes
    mac: bytes


def _mac(key: bytes, head: bytes, epoch: str) -> bytes:
    return hmac.digest(key, _LABEL + head + epoch.encode(), "sha256")[:16]


def _text(raw: bytes) -> str:
    return base64.b32encode(raw).decode("ascii").rstrip("=").lower()


def mint(key: bytes, kid: int, staff: UUID, issued: datetime, epoch: str) -> str:
    """The secret of a one-time sign-in: 60 characters of a-z and 2-7."""
    head = bytes((kid,)) + staff.bytes + int(issued.timestamp() // 60).to_bytes(4, "big")
    return _text(head + _mac(key, head, epoch))


def claim(text: str) -> Claim | None:
    """Whom ``text`` says it is for; None when it has not the shape."""
    if not _SHAPE.fullmatch(text):
        return None
    try:
        raw = base64.b32decode(text.upper() + "====")
    except binascii.Error:
        return None
    if _text(raw) != text:
        return None
    try:
        issued = datetime.fromtimestamp(int.from_bytes(raw[17:_HEAD], "big") * 60, UTC)
    except (ValueError, OverflowError, OSError):
        # Made up: four bytes hold minutes of years that no calendar has.
        return None
    return Claim(UUID(bytes=raw[1:17]), issued, raw[:_HEAD], raw[_HEAD:])


def holds(found: Claim, key_of: Callable[[int], bytes | None], epoch: str, at: datetime) -> bool:
    """Whether ``found`` is genuine, was issued for this ``epoch``, and no more than 24 hours before ``at``."""
    key = key_of(found.head[0])
    if key is None or not hmac.compare_digest(found.mac, _mac(key, found.head, epoch)):
        return False
    return timedelta(minutes=-1) <= at - found.issued < LASTS
