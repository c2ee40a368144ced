"""The row that makes a database a told story."""

from django.db import models
from django.db.models import F, Q


class Story(models.Model):
    """The one row that makes a database a told story.

    ``now`` is the round's time in it, ``target`` the time it is being played to; they are equal when it stands still.
    """

    key = models.CharField(max_length=40, unique=True)
    now = models.DateTimeField()
    target = models.DateTimeField()
    started_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(target__gte=F("now")), name="story_runs_forward")]
