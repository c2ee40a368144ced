"""What came by mail: a submission, what was read out of its files, and on whose behalf it was sent."""

from django.db import models
from django.db.models import Q

from stormoede.mail.models import Incoming
from stormoede.members.models import Body, Person
from stormoede.passages.core.kinds import Basis
from stormoede.passages.models import Text
from stormoede.rounds.models import Round


class Submission(models.Model):
    """A mail that may be a contribution. It counts for nothing until somebody has looked and accepted it.

    ``why`` is the rule that took it for one, ``rule`` the one that said whose it is. ``arrived_at`` is our mail server's time.
    ``print`` is the same for the same words. ``copy_of``: the same was here before, from the same. ``newer_than`` is what it is
    proposed to replace, ``replaced_by`` what took its place. ``correction`` is what the sender said was understood wrongly.
    """

    class State(models.TextChoices):
        UNREAD = "unread"
        WAITING = "waiting"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        COPY = "copy"

    incoming = models.OneToOneField(Incoming, models.SET_NULL, null=True, related_name="+")
    round = models.ForeignKey(Round, models.PROTECT, related_name="+")
    handle = models.CharField(max_length=10, unique=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNREAD)
    why = models.CharField(max_length=20)
    rule = models.CharField(max_length=20, blank=True)
    doubt = models.CharField(max_length=20, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    sender = models.CharField(max_length=254, blank=True)
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    arrived_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    print = models.CharField(max_length=64, blank=True)
    copy_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="copies")
    newer_than = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="replaces")
    basis = models.CharField(max_length=20, default=Basis.INTERNAL.value)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    corrected_at = models.DateTimeField(null=True)
    correction = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(state__in=["accepted", "refused"], decided_at__isnull=False) & ~Q(decided_by=""))
                | (~Q(state__in=["accepted", "refused"]) & Q(decided_at__isnull=True, decided_by="")),
                name="submission_decided_pair",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="submission_refused_why"),
            models.CheckConstraint(condition=~Q(state="copy") | Q(copy_of__isnull=False), name="submission_copy_of"),
            models.CheckConstraint(condition=Q(basis__in=[basis.value for basis in Basis]), name="submission_basis"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="unread"), name="submission_unread"),
            models.Index(fields=["round", "state"], name="submission_state"),
            models.Index(fields=["round", "print"], name="submission_print"),
        ]


class Backer(models.Model):
    """One body a submission was sent on behalf of; several of one submission sent it together."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="backers")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["submission", "body"], name="backer_once")]


class Reading(models.Model):
    """What was read out of one file of a submission, or of the mail's own words (``part`` -1).

    ``blocks`` are where in ``words`` each piece stands and on which page (intake/core/values.py), ``within`` what it was packed in.
    ``taken``: it is part of what was sent in; a covering note or a logo is not. ``text`` is what stands once it was accepted.
    """

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="readings")
    position = models.PositiveSmallIntegerField()
    part = models.SmallIntegerField(default=-1)
    within = models.JSONField(default=list)
    name = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=10)
    size = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    words = models.TextField(blank=True)
    count = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(default=0)
    blocks = models.JSONField(default=list)
    remarks = models.JSONField(default=dict)
    sender = models.CharField(max_length=254, blank=True)
    taken = models.BooleanField(default=False)
    text = models.ForeignKey(Text, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["submission", "position"], name="reading_position")]
