"""This room's part of what the clock makes due."""

from datetime import datetime, timedelta

from stormoede.accounts.actions.tidying import tidy
from stormoede.lib import clock

_EVERY = timedelta(minutes=10)
_last: datetime | None = None


def run(*, at: datetime) -> int:
    """Every ten minutes, take away what is over. All of it is real time, so ``at``, the round's, is not asked."""
    global _last
    now = clock.wall()
    if _last is None or now - _last >= _EVERY:
        _last = now
        tidy(now)
    return 0
