"""One meeting on several dates: Meeting, its Sessions (dates), each person's one Registration, and Arrivals."""

import uuid

from django.db import models
from django.db.models import F, Q

from stormoede.members.models import Audience, Person
from stormoede.rounds.models import Track


class Meeting(models.Model):
    """What is the same on every date. Times are instants; minutes are whole minutes.

    ``deadline`` is the last second in which an answer counts. After it ``late`` decides.
    The door opens ``door_opens`` minutes before a date begins and closes ``door_stays`` minutes after it ends.
    """

    class Late(models.TextChoices):
        CLOSED = "closed"
        ASK = "ask"
        STRAIGHT_IN = "straight_in"

    track = models.OneToOneField(Track, models.CASCADE, related_name="+")
    audience = models.ForeignKey(Audience, models.PROTECT, related_name="+")
    platform = models.CharField(max_length=60, blank=True)
    deadline = models.DateTimeField()
    late = models.CharField(max_length=12, choices=Late.choices, default=Late.ASK)
    links_at = models.DateTimeField()
    door_opens = models.PositiveSmallIntegerField(default=15)
    door_stays = models.PositiveSmallIntegerField(default=15)
    address_in_mail = models.BooleanField(default=False)
    help_phone = models.CharField(max_length=40, blank=True)
    help_from = models.TimeField(null=True)
    programme = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(links_at__gte=F("deadline")), name="meeting_links_after_deadline"),
            models.CheckConstraint(condition=Q(late__in=["closed", "ask", "straight_in"]), name="meeting_late"),
        ]


class Session(models.Model):
    """One date of the meeting, online or in a town. ``capacity`` None has room for all. ``taken`` counts seats given.

    ``meeting_number`` and ``dial_in`` are the ways in when the address fails; like it they are for those who have gone in.
    ``address_at`` is when the address last became another. A cancelled date keeps its place, has no seats, and says why.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="sessions")
    slug = models.SlugField(max_length=60, unique=True)
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    town = models.CharField(max_length=80, blank=True)
    join_url = models.CharField(max_length=2000, blank=True)
    meeting_number = models.CharField(max_length=80, blank=True, db_default="")
    dial_in = models.CharField(max_length=80, blank=True, db_default="")
    address_at = models.DateTimeField(null=True)
    capacity = models.PositiveIntegerField(null=True)
    taken = models.PositiveIntegerField(default=0)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_why = models.CharField(max_length=300, blank=True, db_default="")

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="session_order"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity")), name="session_never_over"
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_why="") | Q(cancelled_at__isnull=False, taken=0),
                name="session_cancelled_empty",
            ),
        ]


class Registration(models.Model):
    """A person's one answer to a meeting.

    ``seat`` is the date they have a place on; ``wish`` a date they wait for (full, or late and asked for, then ``asks``);
    a person who waits keeps the seat they have until the new one is theirs. ``cannot`` stands alone.
    ``sequence`` counts the changes, and so what their calendar has been told under ``uid``. Nothing chosen at all means that
    an answer was taken back. ``door_sent`` is the date whose door's link was last mailed. ``offered``: the date they had was
    moved or cancelled, so until they answer again they may choose another one although the deadline has passed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Every sign-up writes a row into each index, so there is none that another can stand in for.
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="registrations", db_index=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    seat = models.ForeignKey(Session, models.PROTECT, null=True, related_name="+")
    wish = models.ForeignKey(Session, models.PROTECT, null=True, related_name="+", db_index=False)
    wished_at = models.DateTimeField(null=True)
    asks = models.BooleanField(default=False)
    cannot = models.BooleanField(default=False)
    answered_at = models.DateTimeField()
    answered_by = models.CharField(max_length=60)
    uid = models.CharField(max_length=32)
    sequence = models.PositiveIntegerField(default=0)
    offered = models.BooleanField(default=False, db_default=False)
    door_sent = models.ForeignKey(Session, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="registration_one_answer"),
            models.UniqueConstraint(fields=["uid"], name="registration_uid"),
            models.CheckConstraint(
                condition=Q(cannot=False) | Q(seat__isnull=True, wish__isnull=True), name="registration_cannot_alone"
            ),
            models.CheckConstraint(
                condition=Q(wish__isnull=True, wished_at__isnull=True, asks=False)
                | Q(wish__isnull=False, wished_at__isnull=False),
                name="registration_wish_pair",
            ),
            models.CheckConstraint(
                condition=Q(seat__isnull=True) | Q(wish__isnull=True) | ~Q(seat=F("wish")),
                name="registration_wish_elsewhere",
            ),
        ]
        indexes = [
            models.Index(fields=["wish", "wished_at"], condition=Q(wish__isnull=False), name="registration_waiting"),
        ]


class Arrival(models.Model):
    """A person came to a date: through the door, or as a file from the meeting says, or both. ``at`` is when first."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="arrivals")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by_door = models.BooleanField(default=True, db_default=True)
    by_file = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="arrival_once"),
            models.CheckConstraint(condition=Q(by_door=True) | Q(by_file=True), name="arrival_known_from"),
        ]
