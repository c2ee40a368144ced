from django.db import models
from django.db.models import Q

from stormoede.events.actor import ActorKind


class Event(models.Model):
    """One act. Rows are only added; ``data`` holds ids and figures, never names or texts."""

    at = models.DateTimeField()
    act = models.CharField(max_length=60)
    actor_kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in ActorKind])
    actor_id = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    data = models.JSONField(default=dict)
    pending = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(pending=True), name="event_pending"),
            models.Index(fields=["subject", "id"], name="event_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.subject}"
