"""How far everything has come: a short text that is another one after every act, and after every mail that leaves.

Acts are told by events; a mail that was accepted leaves none, so those still open are counted beside them. On PostgreSQL a
number is given before its transaction is over and may be seen after a higher one, so the transactions that are under way
belong to it: whatever one of them wrote, the text changes when it ends.

What no answer and no mail can change is kept by a calmer text: while a round is on, answers come by the minute.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.db import connection

from stormoede.lib.prepared import preparing

_TIDE = """
SELECT (SELECT COALESCE(MAX(e.id), 0) FROM events_event e), COUNT(*), COALESCE(SUM(m.id), 0), COALESCE(SUM(m.attempts), 0)
{more} FROM mail_message m WHERE m.settled_at IS NULL
"""
_STATEMENTS = {
    "sqlite": _TIDE.replace("{more}", ""),
    "postgresql": _TIDE.replace("{more}", ", split_part(pg_current_snapshot()::text, ':', 3)"),
}


def now() -> str:
    """Where it stands. One statement. What is read after it is at least as new."""
    with preparing() as cursor:
        cursor.execute(_STATEMENTS[connection.vendor])
        row: Any = cursor.fetchone()
    return "-".join(str(part) for part in row)


# The acts that come one after another while a round is on, by their first word. None of them changes who the members are.
_BUSY = ("registration", "door", "incoming", "draft", "key")
_CALM = """
SELECT (SELECT COALESCE(MAX(id), 0) FROM events_event),
  (SELECT MAX(id) FROM events_event WHERE id > %s AND {busy}), {more}
""".replace("{busy}", " AND ".join(f"act NOT LIKE '{word}.%%'" for word in _BUSY))
_CALM_STATEMENTS = {
    "sqlite": _CALM.replace("{more}", "''"),
    "postgresql": _CALM.replace("{more}", "split_part(pg_current_snapshot()::text, ':', 3)"),
}


@dataclass(frozen=True, slots=True)
class _Seen:
    """Up to which act all have been looked at, and the last calm one among them."""

    until: int = 0
    calm: int = 0


_seen = _Seen()


def calm() -> str:
    """Where it stands but for what comes one after another: the last act of another sort. One statement, over the newest acts alone."""
    global _seen
    seen = _seen
    last, found, under_way = _calm_since(seen)
    if last < seen.until:
        # Another database than before.
        seen = _Seen()
        last, found, under_way = _calm_since(seen)
    seen = _Seen(seen.until if under_way else last, found or seen.calm)
    if not under_way:
        _seen = seen
    return f"calm-{seen.calm}-{under_way}"


def _calm_since(seen: _Seen) -> tuple[int, int | None, str]:
    with preparing() as cursor:
        cursor.execute(_CALM_STATEMENTS[connection.vendor], [seen.until])
        row: Any = cursor.fetchone()
    return row[0], row[1], row[2]


_MOST = 256
_kept: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


def forget() -> None:
    """Remember nothing: the database is another one from now on."""
    global _seen
    with _lock:
        _kept.clear()
        _seen = _Seen()


def kept[T](key: Hashable, make: Callable[[], T], at: str = "", *, calmly: bool = False) -> T:
    """What ``make`` makes, remembered for ``key`` until something happens. Nobody may change it.

    ``at`` is the tide, where the caller has read it already; ``calmly``: answers and mails do not change it. A transaction sees
    what others do not, so inside one nothing is remembered.
    """
    if connection.in_atomic_block:
        return make()
    place = at or (calm() if calmly else now()), key
    with _lock:
        if place in _kept:
            _kept.move_to_end(place)
            found: T = _kept[place]
            return found
    made = make()
    with _lock:
        _kept[place] = made
        if len(_kept) > _MOST:
            _kept.popitem(last=False)
    return made
