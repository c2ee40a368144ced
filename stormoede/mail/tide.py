"""How far everything has come: a short text that is another one after every act, and after every mail that leaves.

Acts are told by events; a mail that was accepted leaves none, so those still open are counted beside them. On PostgreSQL a
number is given before its transaction is over and may be seen after a higher one, so the transactions that are under way
belong to it: whatever one of them wrote, the text changes when it ends.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
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


_MOST = 256
_kept: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


def forget() -> None:
    """Remember nothing: the database is another one from now on."""
    with _lock:
        _kept.clear()


def kept[T](key: Hashable, make: Callable[[], T], at: str = "") -> T:
    """What ``make`` makes, remembered for ``key`` until something happens. Nobody may change it.

    ``at`` is the tide, where the caller has read it already. A transaction sees what others do not, so inside one nothing
    is remembered.
    """
    if connection.in_atomic_block:
        return make()
    place = at or now(), key
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
