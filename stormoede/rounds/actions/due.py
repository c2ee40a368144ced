"""Doing what the clock makes due: every track's kind is asked."""

import logging
from datetime import datetime, timedelta

from stormoede.rounds import kinds
from stormoede.rounds.models import Track

logger = logging.getLogger(__name__)
# Links and pages close this long after a round; nothing is due later.
AFTER_THE_ROUND = timedelta(days=30)


def run(*, at: datetime) -> int:
    """Ask every track of every round that is not long over; returns how many things were done.

    One track's failure does not hold the others up: all are asked, then the failures are raised together.
    """
    done, failures = 0, []
    current = Track.objects.filter(round__ends_on__gte=(at - AFTER_THE_ROUND).date())
    for track in current.select_related("round").order_by("round__starts_on", "round_id", "position"):
        try:
            done += kinds.of(track).due(track, at=at)
        except Exception as failure:
            logger.warning("what is due of track %s failed: %s", track.pk, type(failure).__name__)
            failures.append(failure)
    if failures:
        raise ExceptionGroup("what is due in rounds", failures)
    return done
