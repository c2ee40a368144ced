"""Limits that live in memory: what is refused costs no statement, and a restart forgives.

Counted by the process, in minutes of the monotonic clock; several processes allow as many times more.
"""

import threading
import time

_ROOM = 20_000
_lock = threading.Lock()
_counts: dict[tuple[str, str], tuple[int, int]] = {}

BAD_LINKS = "link"
ACTS = "act"
SAVES = "save"
PER_MINUTE = 30


def _minute() -> int:
    return int(time.monotonic() // 60)


def used(kind: str, who: str) -> int:
    """How many ``kind`` have been counted for ``who`` in this minute."""
    minute, count = _counts.get((kind, who), (0, 0))
    return count if minute == _minute() else 0


def count(kind: str, who: str) -> int:
    """Count one, and say how many it is now."""
    minute = _minute()
    with _lock:
        then, before = _counts.get((kind, who), (minute, 0))
        now = before + 1 if then == minute else 1
        if len(_counts) >= _ROOM:
            _forget(minute)
        _counts[kind, who] = (minute, now)
    return now


def _forget(minute: int) -> None:
    for key in [key for key, (then, _) in _counts.items() if then != minute]:
        del _counts[key]
    if len(_counts) >= _ROOM:
        _counts.clear()


def over(kind: str, who: str) -> bool:
    """Whether ``who`` has used up this minute."""
    return used(kind, who) >= PER_MINUTE


def seconds_left() -> int:
    """How long it is until the next minute, in whole seconds, at least one."""
    return 60 - int(time.monotonic() % 60)


def reset() -> None:
    """Forget everything: for tests, where minutes are short."""
    with _lock:
        _counts.clear()
