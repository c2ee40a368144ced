"""A round, who signs for it, and its tracks. Dates are the round's own; times are stored in UTC and told in ``time_zone``."""

from django.db import models
from django.db.models import F, Q


class Round(models.Model):
    """One yearly dialogue. ``short`` is what people call it (ØA26); ``key`` is what files and addresses call it (oea26)."""

    key = models.SlugField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    short = models.CharField(max_length=40)
    language = models.CharField(max_length=5, default="da")
    time_zone = models.CharField(max_length=60, default="Europe/Copenhagen")
    starts_on = models.DateField()
    ends_on = models.DateField()
    negotiation = models.CharField(max_length=160, blank=True)
    sender_name = models.CharField(max_length=120)
    sender_department = models.CharField(max_length=120, blank=True)
    mailbox = models.CharField(max_length=254)
    contact_name = models.CharField(max_length=160)
    contact_email = models.CharField(max_length=254)
    contact_phone = models.CharField(max_length=40, blank=True)
    letterhead = models.JSONField(default=list)
    website = models.CharField(max_length=200, blank=True)
    two_people_release = models.BooleanField(default=True)
    edited_at = models.DateTimeField()
    edit_number = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="round_order")]

    def __str__(self) -> str:
        return self.short


class Signatory(models.Model):
    """One who signs the round's letters, in order."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="signatories")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=160)
    title = models.CharField(max_length=160)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["round", "position"], name="signatory_position")]


class Track(models.Model):
    """One way of being heard in a round. What it holds is its kind's business (rounds/kinds.py)."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="tracks")
    key = models.SlugField(max_length=40)
    kind = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="track_key"),
            models.UniqueConstraint(fields=["round", "position"], name="track_position"),
        ]

    def __str__(self) -> str:
        return self.title


class Notice(models.Model):
    """What a track of the kind "notice" holds beside title and text: when, in words ("I april"), if anything is said."""

    track = models.OneToOneField(Track, models.CASCADE, related_name="notice")
    when = models.CharField(max_length=160, blank=True)


class ProposedDate(models.Model):
    """A date of the round, by its key in the calendar, that was carried over from the year before (``before``).

    Until somebody confirms it, it is marked everywhere, and nothing is sent by it.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="proposed_dates")
    key = models.CharField(max_length=160)
    before = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="proposeddate_key"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by="")
                | (Q(confirmed_at__isnull=False) & ~Q(confirmed_by="")),
                name="proposeddate_confirmed_pair",
            ),
        ]
