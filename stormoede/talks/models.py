"""A tour of speakers: who can go where and when, who asks, and each talk that comes of it."""

from django.db import models
from django.db.models import F, Q

from stormoede.members.models import Body, Organisation, Person
from stormoede.passages.models import Text
from stormoede.rounds.models import Track


class Side(models.TextChoices):
    """Where a speaker is from. A request that names none takes either."""

    BOARD = "board"
    SECRETARIAT = "secretariat"


class Form(models.TextChoices):
    """How a talk is held."""

    ON_SITE = "on_site"
    ONLINE = "online"


_ON_ITS_WAY = Q(state__in=["proposed", "offered", "accepted", "held"])


class Tour(models.Model):
    """What a track of the kind "talks" holds: speakers go out from ``first`` to ``last``, and one may ask until ``ask_by``.

    ``minutes`` is how long a talk lasts where a wish does not say otherwise.
    """

    track = models.OneToOneField(Track, models.CASCADE, related_name="+")
    first = models.DateField()
    last = models.DateField()
    ask_by = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=45)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="tour_order"),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="tour_minutes"),
        ]


class Speaker(models.Model):
    """Somebody who goes out in a tour, from ``home``; ``regions`` are codes of regional councils, empty for the whole country.

    ``told_at`` is when they, or the desk for them, said when they can. From ``ill_from`` to ``ill_until`` (None: until they
    are well) they can do nothing. Who has left the tour stays in it for what they have held.
    """

    tour = models.ForeignKey(Tour, models.CASCADE, related_name="speakers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    side = models.CharField(max_length=12, choices=Side.choices)
    home = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    regions = models.JSONField(default=list)
    per_week = models.PositiveSmallIntegerField(default=2)
    reach_km = models.PositiveSmallIntegerField(null=True)
    on_site = models.BooleanField(default=True)
    online = models.BooleanField(default=True)
    told_at = models.DateTimeField(null=True)
    ill_from = models.DateTimeField(null=True)
    ill_until = models.DateTimeField(null=True)
    left_at = models.DateTimeField(null=True)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["tour", "person"], name="speaker_once"),
            models.CheckConstraint(condition=Q(side__in=["board", "secretariat"]), name="speaker_side"),
            models.CheckConstraint(condition=Q(on_site=True) | Q(online=True), name="speaker_some_form"),
            models.CheckConstraint(
                condition=Q(ill_until__isnull=True) | Q(ill_from__isnull=False, ill_until__gt=F("ill_from")),
                name="speaker_ill_order",
            ),
        ]


class Opening(models.Model):
    """A time in which a speaker can give a talk and be on the way to it."""

    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="openings")
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        ordering = ["starts"]
        constraints = [
            models.UniqueConstraint(fields=["speaker", "starts"], name="opening_once"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="opening_order"),
        ]


class SpeakerRequest(models.Model):
    """A body asks for a speaker. ``site`` is the municipality it is held in, None only where it can only be online.

    ``side`` empty is either; ``form`` "either" too. Withdrawn, the row stays with its time, and the body may ask again.
    ``lack`` is why the last proposal placed nobody, as core/assignment.py said it; empty when it did.
    """

    class Wanted(models.TextChoices):
        ON_SITE = Form.ON_SITE
        ONLINE = Form.ONLINE
        EITHER = "either"

    tour = models.ForeignKey(Tour, models.CASCADE, related_name="requests")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    site = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    side = models.CharField(max_length=12, choices=Side.choices, blank=True)
    form = models.CharField(max_length=10, choices=Wanted.choices, default=Wanted.EITHER)
    topic = models.CharField(max_length=300)
    place = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    contact_name = models.CharField(max_length=160)
    contact_email = models.CharField(max_length=254)
    lack = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=60)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["tour", "body"], condition=Q(withdrawn_at__isnull=True), name="speakerrequest_one_open"
            ),
            models.CheckConstraint(condition=Q(side__in=["", "board", "secretariat"]), name="speakerrequest_side"),
            models.CheckConstraint(condition=Q(form__in=["on_site", "online", "either"]), name="speakerrequest_form"),
            models.CheckConstraint(condition=Q(site__isnull=False) | Q(form="online"), name="speakerrequest_somewhere"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="")),
                name="speakerrequest_withdrawn_pair",
            ),
        ]


class Wish(models.Model):
    """One time a body would like its talk at; ``rank`` 1 is the one it would like best."""

    request = models.ForeignKey(SpeakerRequest, models.CASCADE, related_name="wishes")
    rank = models.PositiveSmallIntegerField()
    starts = models.DateTimeField()
    ends = models.DateTimeField()

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["request", "rank"], name="wish_rank"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="wish_from_one"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="wish_order"),
        ]


class Talk(models.Model):
    """A speaker placed with a request. Proposed, nobody has heard of it; offered, the speaker has; accepted, both have.

    ``fixed``: proposing anew moves it not. ``rank`` is the wish it meets, None when it meets none; ``reason`` is what
    core/assignment.py said of it, ``km`` how far the speaker goes. ``sequence`` counts what changed for those who were told.
    ``over`` says why a talk that was on its way is not to be; ``words`` what somebody wrote about it.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed"
        OFFERED = "offered"
        ACCEPTED = "accepted"
        DECLINED = "declined"
        CANCELLED = "cancelled"
        HELD = "held"

    class Over(models.TextChoices):
        """Why a talk is not to be: the desk, the council, the speaker, illness, out of the tour, or placed otherwise."""

        DESK = "desk"
        WITHDRAWN = "withdrawn"
        SPEAKER = "speaker"
        ILL = "ill"
        LEFT = "left"
        REPLACED = "replaced"

    request = models.ForeignKey(SpeakerRequest, models.CASCADE, related_name="talks")
    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="talks")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    form = models.CharField(max_length=10, choices=Form.choices)
    place = models.CharField(max_length=200, blank=True)
    link = models.CharField(max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    fixed = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(null=True)
    reason = models.JSONField(default=dict)
    km = models.PositiveIntegerField(default=0)
    sequence = models.PositiveIntegerField(default=0)
    over = models.CharField(max_length=10, choices=Over.choices, blank=True)
    words = models.CharField(max_length=500, blank=True)
    state_at = models.DateTimeField()
    state_by = models.CharField(max_length=60)

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request"], condition=_ON_ITS_WAY, name="talk_one_a_request"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="talk_order"),
            models.CheckConstraint(condition=Q(form__in=["on_site", "online"]), name="talk_form"),
            models.CheckConstraint(
                condition=(_ON_ITS_WAY & Q(over="")) | (Q(state__in=["declined", "cancelled"]) & ~Q(over="")),
                name="talk_state",
            ),
        ]


class TalkEntry(models.Model):
    """A talk in one calendar: the speaker's, or one of those who asked. Taken out, the row stays with its time.

    ``person`` None is the request's contact, known by ``name`` and ``email`` alone.
    """

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="entries")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=160, blank=True)
    email = models.CharField(max_length=254, blank=True)
    speaks = models.BooleanField()
    uid = models.CharField(max_length=32, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    out_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["talk", "person", "speaks"], condition=Q(person__isnull=False), name="talkentry_of_person"
            ),
            models.UniqueConstraint(
                fields=["talk", "email"], condition=Q(person__isnull=True) & ~Q(email=""), name="talkentry_of_contact"
            ),
        ]


class TalkNotes(models.Model):
    """What the speaker heard, in their own words: a text of its own among the round's input, the talk its source."""

    talk = models.OneToOneField(Talk, models.PROTECT, related_name="notes")
    text = models.ForeignKey(Text, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=60)
