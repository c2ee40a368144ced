"""Doing what the clock makes due: every track's kind is asked."""

import logging
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from stormoede.rounds import kinds, queries
from stormoede.rounds.models import ProposedDate, Track

logger = logging.getLogger(__name__)
# Links and pages close this long after a round; nothing is due later.
AFTER_THE_ROUND = timedelta(days=30)


def run(*, at: datetime) -> int:
    """Ask every track of every round that is not long over; returns how many things were done.

    One track's failure does not hold the others up: all are asked, then the failures are raised together. A track with
    a date that nobody has confirmed does nothing by the clock.
    """
    done, failures = 0, []
    proposed = _proposed()
    current = Track.objects.filter(round__ends_on__gte=(at - AFTER_THE_ROUND).date())
    for track in current.select_related("round").order_by("round__starts_on", "round_id", "position"):
        if track.round_id in proposed and queries.unconfirmed(track, proposed[track.round_id]):
            continue
        try:
            done += kinds.of(track).due(track, at=at)
        except Exception as failure:
            logger.warning("what is due of track %s failed: %s", track.pk, type(failure).__name__)
            failures.append(failure)
    if failures:
        raise ExceptionGroup("what is due in rounds", failures)
    return done


def _proposed() -> Mapping[int, set[str]]:
    """The keys of all dates that wait to be confirmed, by round."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for round, key in ProposedDate.objects.filter(confirmed_at__isnull=True).values_list("round", "key"):
        found[round].add(key)
    return found
