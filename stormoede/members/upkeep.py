"""This room's part of what the clock makes due."""

from datetime import datetime, timedelta

from stormoede.events.actor import system
from stormoede.members.actions import imports

_KEPT = timedelta(days=7)


def run(*, at: datetime) -> int:
    """Throw away member lists that nobody has decided about for a week: they hold names and addresses. Returns how many."""
    return imports.forget(at - _KEPT, by=system("members"), at=at)
