"""What the members' cookie holds: which links this browser has opened, signed, and when.

One text: ``kid.nonce.entry~entry….mac``; an entry is ``handle-generation-opened-raised``, times in minutes since 1970, base 36.
``nonce`` is the browser's own random mark: a code sent for one browser is worth nothing in another.
"""

import base64
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

MOST = 8
LASTS = timedelta(hours=12)
RAISED_LASTS = timedelta(minutes=30)
_TEXT = re.compile(r"(\d{1,3})\.([0-9a-f]{32})\.([a-z0-9~-]*)\.([A-Za-z0-9_-]{22})", re.ASCII)
_ENTRY = re.compile(r"([a-z2-7]{10})-(\d{1,3})-([0-9a-z]+)-([0-9a-z]+)", re.ASCII)
_LABEL = b"stormoede/pass/v1\0"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Entry:
    """One link opened in this browser. ``raised`` is the minute a code was given for it, or 0."""

    handle: str
    generation: int
    opened: int
    raised: int = 0


@dataclass(frozen=True, slots=True)
class Pass:
    """All links opened in one browser, newest first, and the browser's mark."""

    nonce: str
    entries: tuple[Entry, ...] = field(default=())

    def of(self, handle: str) -> Entry | None:
        """The entry of ``handle``, if this browser has opened it."""
        return next((entry for entry in self.entries if entry.handle == handle), None)

    def opening(self, handle: str, generation: int, at: datetime) -> "Pass":
        """This pass with ``handle`` opened at ``at``; the oldest goes when there are more than eight."""
        known = self.of(handle)
        raised = known.raised if known and known.generation == generation else 0
        return self._with(Entry(handle, generation, _minute(at), raised))

    def raising(self, handle: str, at: datetime) -> "Pass":
        """This pass with ``handle`` raised by a code at ``at``. KeyError when it is not open here."""
        known = self.of(handle)
        if known is None:
            raise KeyError(handle)
        return self._with(replace(known, raised=_minute(at)))

    def closing(self, handle: str) -> "Pass":
        """This pass without ``handle``."""
        return replace(self, entries=tuple(entry for entry in self.entries if entry.handle != handle))

    def _with(self, entry: Entry) -> "Pass":
        return replace(self, entries=(entry, *self.closing(entry.handle).entries)[:MOST])


def _minute(at: datetime) -> int:
    return int(at.timestamp() // 60)


def is_raised(entry: Entry, at: datetime) -> bool:
    """Whether a code was given for ``entry`` so lately that it still counts."""
    then = datetime.fromtimestamp(entry.raised * 60, UTC)
    return timedelta(0) <= at - then < RAISED_LASTS


def _base36(number: int) -> str:
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
        if not number:
            return text


def _mac(key: bytes, body: str) -> str:
    raw = hmac.digest(key, _LABEL + body.encode("ascii"), "sha256")[:16]
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def write(held: Pass, kid: int, key: bytes) -> str:
    """The cookie's text, at most 350 characters."""
    entries = "~".join(f"{e.handle}-{e.generation}-{_base36(e.opened)}-{_base36(e.raised)}" for e in held.entries)
    body = f"{kid}.{held.nonce}.{entries}"
    return f"{body}.{_mac(key, body)}"


def read(text: str, key_of: Callable[[int], bytes | None], at: datetime) -> Pass | None:
    """The pass that ``text`` holds, without entries opened more than 12 hours before ``at``; None when it is not genuine."""
    found = _TEXT.fullmatch(text)
    if not found:
        return None
    kid, nonce, entries, mac = found.groups()
    key = key_of(int(kid))
    if key is None or not hmac.compare_digest(mac, _mac(key, f"{kid}.{nonce}.{entries}")):
        return None
    matches = [_ENTRY.fullmatch(part) for part in entries.split("~") if part]
    read_entries = [Entry(m[1], int(m[2]), int(m[3], 36), int(m[4], 36)) for m in matches if m]
    oldest = _minute(at - LASTS)
    return Pass(nonce, tuple(entry for entry in read_entries if oldest < entry.opened <= _minute(at) + 5))
