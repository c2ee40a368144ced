"""When a door stands open, whether an answer came in time, and the short mark the lobby can check a name by."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from stormoede.meetings.core.seats import Door

LINK_LIVES = timedelta(hours=2)
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when a door stands open; ``opens`` belongs to it, ``closes`` does not."""

    opens: datetime
    closes: datetime

    def door(self, at: datetime) -> Door:
        if at < self.opens:
            return Door.SHUT
        return Door.OPEN if at < self.closes else Door.CLOSED


@lru_cache(maxsize=1024)
def window(starts: datetime, ends: datetime, opens_minutes: int, stays_minutes: int) -> Window:
    """The door opens ``opens_minutes`` before the date begins and closes ``stays_minutes`` after it ends."""
    return Window(starts - timedelta(minutes=opens_minutes), ends + timedelta(minutes=stays_minutes))


def on_time(at: datetime, deadline: datetime) -> bool:
    """``deadline`` is the last whole second in which an answer counts."""
    return at < deadline.replace(microsecond=0) + timedelta(seconds=1)


def mark(key: bytes, session: int, person: str) -> str:
    """Four characters that say who stands in the lobby of a date, without letters that look alike."""
    digest = hmac.digest(key, f"{session}:{person}".encode(), "sha256")
    number = int.from_bytes(digest[:4], "big")
    return "".join(_LETTERS[number >> shift & 31] for shift in (0, 5, 10, 15))
