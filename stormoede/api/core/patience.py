"""How long a posting is tried, and when it steps aside for those behind it."""

from datetime import datetime, timedelta

from stormoede.mail.core.backoff import delay

FIRST = timedelta(seconds=5)
CEILING = timedelta(hours=1)
# One that has stepped aside is tried so much later, so that those behind it are told meanwhile.
ASIDE, ASIDE_CEILING = timedelta(minutes=5), timedelta(hours=6)
GIVE_UP = timedelta(days=3)
# Up to here the others wait, so that what happened first is told first.
IN_LINE = 5
# From here on a hook counts as down.
DOWN = 3


def rest(faults: int, spread: float, asked: timedelta | None = None) -> timedelta:
    """How long a hook is left alone after so many faults in a row. The receiver may ask for more, up to an hour."""
    own = delay(faults, FIRST, CEILING, spread)
    return max(own, min(asked, CEILING)) if asked else own


def aside(attempts: int, answered: bool, spread: float) -> timedelta | None:
    """How long a posting that failed steps aside; None while the others wait for it.

    Only a receiver that answers, and says no to this one again and again, makes it step aside: where nobody answers,
    nobody would be served.
    """
    if not answered or attempts < IN_LINE:
        return None
    return delay(attempts - IN_LINE + 1, ASIDE, ASIDE_CEILING, spread)


def is_over(since: datetime, now: datetime) -> bool:
    """Whether it has been tried long enough."""
    return now - since >= GIVE_UP
