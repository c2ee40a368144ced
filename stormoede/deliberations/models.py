"""What councils are asked to discuss (Matter), until when in a region (RegionDeadline), and each body's Deliberation."""

from django.db import models
from django.db.models import Q

from stormoede.members.models import Body
from stormoede.rounds.models import Track


class Matter(models.Model):
    """What bodies of one kind are asked to discuss. ``case`` is Markdown with ((fields)), ``questions`` a list of texts.

    ``deadline`` is the last second in which their input counts, where their region has no deadline of its own.
    ``letter`` is the key of the round's letter that goes with it, or empty.
    """

    class Bodies(models.TextChoices):
        COUNCIL = Body.Kind.COUNCIL
        REGIONAL_COUNCIL = Body.Kind.REGIONAL_COUNCIL

    track = models.OneToOneField(Track, models.CASCADE, related_name="+")
    bodies = models.CharField(max_length=20, choices=Bodies.choices)
    deadline = models.DateTimeField()
    case = models.TextField(blank=True)
    questions = models.JSONField(default=list)
    letter = models.SlugField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(bodies__in=["council", "regional_council"]), name="matter_bodies"),
        ]


class RegionDeadline(models.Model):
    """A deadline of its own for the bodies of one regional council's part of the country, by that group's code."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="regions")
    region = models.SlugField(max_length=20)
    deadline = models.DateTimeField()

    class Meta:
        ordering = ["region"]
        constraints = [models.UniqueConstraint(fields=["matter", "region"], name="regiondeadline_once")]


class Deliberation(models.Model):
    """One body's discussion of a matter; there is none until somebody has said something of it.

    ``planned_on`` is the day of its meeting; who sees to it is ``responsible``. Whether it has been held and whether input
    has come in is derived (core/standings.py).
    """

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="deliberations")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    planned_on = models.DateField(null=True)
    responsible = models.CharField(max_length=160, blank=True)
    responsible_email = models.CharField(max_length=254, blank=True)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "body"], name="deliberation_once")]
