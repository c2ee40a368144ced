"""When what came by mail, and counts, last came in."""

from datetime import datetime

from django.db.models import Max

from stormoede.contributions.models import Backer, Submission
from stormoede.rounds.models import Round


def received(round: Round) -> dict[int, datetime]:
    """By body: when the last mail came that was accepted and stands. One statement."""
    rows = Backer.objects.filter(
        submission__round=round, submission__state=Submission.State.ACCEPTED, submission__replaced_by=None
    )
    return dict(rows.values_list("body_id").annotate(at=Max("submission__arrived_at")))
