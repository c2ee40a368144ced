"""Texts kept whole, their passages, quotes from them, and rulings about them."""

from django.db import models
from django.db.models import F, Q

from stormoede.members.models import Body, Person
from stormoede.passages.core.kinds import Basis, Kind
from stormoede.rounds.models import Round


class Text(models.Model):
    """The exact words of one thing that was heard. ``source`` is what it is part of, as its room names it ("answer:12").

    ``body`` is on whose behalf it was said, None for a person's own view; ``person`` is who gave it.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    source = models.CharField(max_length=80, unique=True)
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    words = models.TextField()
    basis = models.CharField(max_length=20, default=Basis.INTERNAL.value)
    edited_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)
    replaced_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="replaces")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(erased_at__isnull=True) | Q(words=""), name="text_erased_is_empty"),
            models.CheckConstraint(condition=Q(basis__in=[basis.value for basis in Basis]), name="text_basis"),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(replaced_at__isnull=False), name="text_replaced_pair"
            ),
        ]
        indexes = [models.Index(fields=["round", "basis"], name="text_round")]


class Passage(models.Model):
    """A piece of a text, from ``start`` up to ``end`` in code points. ``settled`` says that a person has said its kind."""

    text = models.ForeignKey(Text, models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    settled = models.BooleanField(default=False)

    class Meta:
        ordering = ["text", "position"]
        constraints = [
            models.UniqueConstraint(fields=["text", "position"], name="passage_position"),
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="passage_order"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="passage_kind"),
        ]

    @property
    def words(self) -> str:
        """What stands there, from the text itself."""
        return self.text.words[self.start : self.end]


class Quote(models.Model):
    """Words taken from a text. They are held against the text each time they are shown (passages/queries.py)."""

    text = models.ForeignKey(Text, models.SET_NULL, null=True, related_name="quotes")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    words = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)


class Ruling(models.Model):
    """Somebody changed what a text (its basis) or a passage (its kind, ``start`` and ``end`` say which) counts as, and why.

    When the desk has corrected or erased the words themselves, ``was`` is empty and ``now`` says which of the two.
    """

    text = models.ForeignKey(Text, models.CASCADE, related_name="rulings")
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    was = models.CharField(max_length=20)
    now = models.CharField(max_length=20)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
