"""Keys of other programs, the hooks that tell them, and each event on its way to a hook. No key and no secret is stored."""

import uuid

from django.db import models
from django.db.models import F, Q

from stormoede.events.models import Event


class ApiKey(models.Model):
    """A program may read what ``scopes`` name until ``ends_at``. ``digest`` is the key's SHA-256; ``ending`` its last four characters."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    ending = models.CharField(max_length=4)
    scopes = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    ends_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="") | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
                name="apikey_revoked_pair",
            ),
            models.CheckConstraint(condition=Q(ends_at__gt=F("made_at")), name="apikey_order"),
        ]

    def __str__(self) -> str:
        return self.name


class Hook(models.Model):
    """An address that is told when one of ``acts`` happens. Times are real time.

    ``acts`` says of each event word from which event on. Its secret is derived from ``kid`` and ``generation``
    (core/signing.py); the one before signs too until ``before_until``. Events up to ``floor`` have been seen to; ``ceiling``
    becomes the floor when ``ceiling_at`` is long enough ago that nothing can still be committed below it.
    While ``failing_since`` is set nobody tries before ``again_at``.
    """

    class Stopped(models.TextChoices):
        DESK = "desk"
        GONE = "gone"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.CharField(max_length=500)
    acts = models.JSONField(default=dict)
    kid = models.PositiveSmallIntegerField()
    generation = models.PositiveIntegerField(default=0)
    before_kid = models.PositiveSmallIntegerField(null=True)
    before_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    stopped_at = models.DateTimeField(null=True)
    stopped_why = models.CharField(max_length=10, blank=True)
    floor = models.PositiveBigIntegerField(default=0)
    ceiling = models.PositiveBigIntegerField(default=0)
    ceiling_at = models.DateTimeField()
    lease_by = models.CharField(max_length=60, blank=True)
    lease_until = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    again_at = models.DateTimeField(null=True)
    faults = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True, stopped_why="")
                | (Q(stopped_at__isnull=False) & Q(stopped_why__in=["desk", "gone"])),
                name="hook_stopped_pair",
            ),
            models.CheckConstraint(
                condition=Q(lease_until__isnull=True, lease_by="") | (Q(lease_until__isnull=False) & ~Q(lease_by="")),
                name="hook_lease_pair",
            ),
            models.CheckConstraint(
                condition=Q(failing_since__isnull=True, again_at__isnull=True, faults=0, fault="")
                | (Q(failing_since__isnull=False, again_at__isnull=False, faults__gt=0) & ~Q(fault="")),
                name="hook_failing_together",
            ),
            models.CheckConstraint(
                condition=Q(before_kid__isnull=True, before_until__isnull=True)
                | Q(before_kid__isnull=False, before_until__isnull=False),
                name="hook_before_pair",
            ),
        ]

    def __str__(self) -> str:
        return self.address


class Posting(models.Model):
    """One event on its way to one hook; without ``event`` it is a test. ``mark`` is 32 random hex digits: the receiver's id for it.

    ``next_at`` is set when it has stepped aside, so that the others need not wait for it. Times are real time.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        DELIVERED = "delivered"
        FAILED = "failed"

    hook = models.ForeignKey(Hook, models.CASCADE, related_name="postings")
    event = models.ForeignKey(Event, models.CASCADE, null=True, related_name="+")
    mark = models.CharField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    status = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=200, blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["hook", "event"], name="posting_once"),
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at__isnull=True)
                | Q(state__in=["delivered", "failed"], settled_at__isnull=False),
                name="posting_settled_pair",
            ),
        ]
        indexes = [
            models.Index(fields=["hook", "id"], condition=Q(settled_at__isnull=True), name="posting_open"),
            models.Index(fields=["settled_at"], condition=Q(settled_at__isnull=False), name="posting_settled"),
        ]
