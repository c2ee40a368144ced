"""This room's part of what the clock makes due."""

from datetime import datetime, timedelta

from stormoede.events.actor import system
from stormoede.mail.actions import tidying

_EVERY = timedelta(hours=1)
_last: datetime | None = None


def run(*, at: datetime) -> int:
    """Every hour of the round's time, take away what is kept for 90 days only. Returns how many things went."""
    global _last
    if _last is not None and timedelta(0) <= at - _last < _EVERY:
        return 0
    gone = tidying.tidy(by=system("mail"), at=at)
    # When there is more than one go takes, the next pass goes on.
    _last = None if gone else at
    return gone
