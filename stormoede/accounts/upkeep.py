"""This room's part of what the clock makes due."""

from datetime import datetime, timedelta

from stormoede.accounts import access
from stormoede.accounts.actions import proposals
from stormoede.accounts.actions.tidying import tidy
from stormoede.lib import clock

_EVERY = timedelta(minutes=10)
_last: datetime | None = None


def run(*, at: datetime) -> int:
    """Every ten minutes, take away what is over: in real time, but for proposals, which belong to the round."""
    global _last
    now = clock.wall()
    if _last is None or now - _last >= _EVERY:
        _last = now
        tidy(now)
        proposals.forget(at)
        access.forget(now)
    return 0
