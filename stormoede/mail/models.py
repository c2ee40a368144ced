"""The outbox. A row is a recipe: its kind, what it is about, for whom, its date and its mark. No bytes, no names, no links."""

from django.db import models
from django.db.models import Q


class Batch(models.Model):
    """Messages that are paused and resumed together: one release of a letter."""

    key = models.CharField(max_length=80, unique=True)
    paused_at = models.DateTimeField(null=True)
    paused_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(paused_at__isnull=True, paused_by="") | (Q(paused_at__isnull=False) & ~Q(paused_by="")),
                name="batch_paused_pair",
            )
        ]


class Message(models.Model):
    """One mail to one address. ``key`` is unique: it says that this mail exists, however often it was asked for.

    ``mark`` is 32 random hex digits; Message-ID and MIME boundary are made of it. ``date`` is the Date header.
    ``person`` is an id, ``address`` is set only where no person is known (staff, codes to an address).
    Leases and ``next_at`` are real time; ``date`` and ``settled_at`` are the round's time.
    """

    class State(models.TextChoices):
        QUEUED = "queued"
        DEFERRED = "deferred"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        UNBUILDABLE = "unbuildable"
        CANCELLED = "cancelled"

    class Priority(models.IntegerChoices):
        """NOW is for a meeting that stands at a dead link; URGENT for what somebody waits for: a code, a call, a changed date."""

        NOW = 0
        URGENT = 1
        PERSONAL = 3
        BULK = 6

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=40)
    ref = models.CharField(max_length=80)
    person = models.CharField(max_length=36, blank=True)
    address = models.CharField(max_length=254, blank=True)
    facts = models.JSONField(default=dict)
    date = models.DateTimeField()
    mark = models.CharField(max_length=32, unique=True)
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, related_name="messages")
    priority = models.PositiveSmallIntegerField(default=Priority.PERSONAL)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    lease_by = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True)
    reply_code = models.PositiveSmallIntegerField(null=True)
    reply_text = models.CharField(max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lease_until__isnull=True, lease_by="") | (Q(lease_until__isnull=False) & ~Q(lease_by="")),
                name="message_lease_pair",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "deferred"], settled_at__isnull=True)
                | (~Q(state__in=["queued", "deferred"]) & Q(settled_at__isnull=False)),
                name="message_settled_pair",
            ),
        ]
        indexes = [
            models.Index(fields=["priority", "id"], condition=Q(settled_at__isnull=True), name="message_open"),
            models.Index(fields=["person", "id"], name="message_person"),
            models.Index(fields=["ref", "state"], name="message_ref"),
        ]


class Relay(models.Model):
    """What all workers share about a relay, in real time: how many messages it was handed in the minute that began
    at ``minute``, and whether it answers. While ``down_since`` is set nobody tries before ``again_at``.
    """

    name = models.CharField(max_length=120, primary_key=True)
    minute = models.DateTimeField()
    used = models.PositiveIntegerField(default=0)
    down_since = models.DateTimeField(null=True)
    again_at = models.DateTimeField(null=True)
    faults = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(down_since__isnull=True, again_at__isnull=True, faults=0, fault="")
                | (Q(down_since__isnull=False, again_at__isnull=False, faults__gt=0) & ~Q(fault="")),
                name="relay_down_together",
            )
        ]
