from django.db import models


class Story(models.Model):
    """The one row that makes a database a told story. ``now`` is the round's time in it; ``step`` what has been told."""

    key = models.CharField(max_length=40, unique=True)
    now = models.DateTimeField()
    step = models.CharField(max_length=40)
    started_at = models.DateTimeField()
