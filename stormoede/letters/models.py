"""Letters: what is written (Letter, LetterText), what was frozen (LetterVersion), and who got it (Delivery)."""

import uuid

from django.db import models
from django.db.models import Q

from stormoede.mail.models import Batch, Message
from stormoede.members.models import Audience, Person
from stormoede.rounds.models import Round


class Letter(models.Model):
    """A letter of a round. Draft → tested on oneself → released → sent.

    ``edit_number`` goes up with every edit; a test or release counts only for the number it was made on.
    ``release_at`` is the hour it goes out once released; None is at once. Who/when pairs are ``actor`` texts.

    A reminder or correction is ``about`` another letter and shares its audience. A reminder's hour hangs on the deadline
    of what that letter asks: ``clock`` on the day ``days_before`` it.
    """

    class Nature(models.TextChoices):
        FIRST = "first"
        REMINDER = "reminder"
        CORRECTION = "correction"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="+")
    key = models.SlugField(max_length=60)
    nature = models.CharField(max_length=10, choices=Nature.choices, default=Nature.FIRST)
    about = models.ForeignKey("self", models.RESTRICT, null=True, related_name="+")
    days_before = models.PositiveSmallIntegerField(null=True)
    clock = models.TimeField(null=True)
    title = models.CharField(max_length=160)
    dated = models.DateField(null=True)
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    personal_paper = models.BooleanField(default=False)
    edit_number = models.PositiveIntegerField(default=0)
    edited_at = models.DateTimeField()
    edited_by = models.CharField(max_length=60)
    tested_edit = models.PositiveIntegerField(null=True)
    tested_at = models.DateTimeField(null=True)
    tested_by = models.CharField(max_length=60, blank=True)
    release_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    released_by = models.CharField(max_length=60, blank=True)
    sent_at = models.DateTimeField(null=True)
    batch = models.OneToOneField(Batch, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="letter_key"),
            models.CheckConstraint(
                condition=Q(nature="first", about__isnull=True, days_before__isnull=True, clock__isnull=True)
                | Q(nature="reminder", about__isnull=False, days_before__isnull=False, clock__isnull=False)
                | Q(nature="correction", about__isnull=False, days_before__isnull=True, clock__isnull=True),
                name="letter_nature",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by="")
                | (Q(released_at__isnull=False) & ~Q(released_by="")),
                name="letter_released_pair",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(released_at__isnull=False), name="letter_sent_after_release"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LetterText(models.Model):
    """The words of a letter in one language. ``mail`` and ``paper`` are Markdown with ((fields)).

    ``note`` says what a correction corrects; it stands on top of both.
    """

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=200)
    preheader = models.CharField(max_length=200, blank=True)
    heading = models.CharField(max_length=200)
    mail = models.TextField()
    paper = models.TextField(blank=True)
    paper_heading = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "language"], name="lettertext_language")]


class LetterFile(models.Model):
    """A file that letters carry, kept once for all that carry it. ``digest`` is the SHA-256 of what is in it."""

    digest = models.CharField(primary_key=True, max_length=64)
    content = models.BinaryField()
    size = models.PositiveIntegerField()


class LetterEnclosure(models.Model):
    """A letter carries a file under a name, in the order they were added."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="enclosures")
    file = models.ForeignKey(LetterFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    type = models.CharField(max_length=100)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["letter", "name"], name="enclosure_name")]


class LetterVersion(models.Model):
    """A letter as it was tested or released: texts and the round's facts, frozen in ``content``. Rows are never changed."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="letterversion_number")]


class Delivery(models.Model):
    """One person of the frozen audience. Without ``message`` the person cannot be reached by mail."""

    version = models.ForeignKey(LetterVersion, models.PROTECT, related_name="deliveries")
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="deliveries")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    message = models.OneToOneField(Message, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "person"], name="delivery_once")]
