"""Staff, members' links, codes, and the counters that bound them. No link, code or key is stored: they are derived."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from stormoede.members.models import Organisation, Person


class StaffManager(BaseUserManager["Staff"]):
    """Staff are made by ``accounts.actions.staff``; Django and allauth ask only for look-ups."""


class Staff(AbstractBaseUser):
    """Someone who works on rounds. Signs in with a passkey; members are never Staff."""

    class Role(models.TextChoices):
        ADMIN = "admin"
        SECRETARIAT = "secretariat"
        READER = "reader"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=160)
    role = models.CharField(max_length=20, choices=Role.choices)
    language = models.CharField(max_length=5, blank=True)
    is_active = models.BooleanField(default=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.CharField(max_length=60, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = StaffManager()

    def __str__(self) -> str:
        return self.name


class Link(models.Model):
    """A personal link. The link itself is derived from this row and a key outside the database (accounts/core/tokens.py).

    A sheet is printed for somebody without mail; it opens the same page until the deadline. A draft's opens that one draft,
    and a speaker's their own page of a tour.
    ``subject`` is ``"kind:id"`` of what the link is for. ``generation`` goes up when the link must die and be sent anew.
    """

    class Purpose(models.TextChoices):
        PAGE = "p"
        DOOR = "d"
        REMINDERS_OFF = "u"
        SHEET = "a"
        DEPUTY = "s"
        DRAFT = "k"
        SPEAKER = "t"

    handle = models.CharField(max_length=10, primary_key=True)
    purpose = models.CharField(max_length=1, choices=Purpose.choices)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=80)
    generation = models.PositiveSmallIntegerField(default=0)
    opens = models.DateTimeField(null=True)
    closes = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "purpose", "subject"], name="link_once"),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=True, revoked_by="") | (Q(revoked_at__isnull=False) & ~Q(revoked_by="")),
                name="link_revoked_pair",
            ),
            models.CheckConstraint(condition=Q(generation__lte=255), name="link_generation_byte"),
        ]


class Feed(models.Model):
    """A member of staff's own address of a round's calendar, for a calendar program. Derived like a ``Link``, of purpose ``f``;
    the row is gone when the address is closed, and another when it is changed.
    """

    PURPOSE = "f"

    handle = models.CharField(max_length=10, primary_key=True)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=80)
    closes = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "subject"], name="feed_once")]


class CodeRequest(models.Model):
    """A six-digit code was asked for. The code is derived from ``id``, the browser's nonce and a key; it is not here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    staff = models.ForeignKey(Staff, models.CASCADE, null=True, related_name="+")
    asked_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    nonce_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, staff__isnull=True) | Q(person__isnull=True, staff__isnull=False),
                name="code_one_owner",
            ),
            models.CheckConstraint(condition=Q(tries__lte=5), name="code_five_tries"),
        ]


class StaffSession(models.Model):
    """A staff browser that is signed in, or on its way in. ``name`` is the SHA-256 of what the browser holds, and
    ``data`` is encrypted with it, so a row opens nothing and tells nothing."""

    name = models.CharField(max_length=64, primary_key=True)
    staff = models.ForeignKey(Staff, models.CASCADE, null=True, related_name="+")
    data = models.BinaryField()
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)


class LostMail(models.Model):
    """Somebody asked for their links at ``address``. Gone as soon as it has been answered; nobody has looked who it is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address = models.CharField(max_length=254)
    asked_at = models.DateTimeField()


class Proposal(models.Model):
    """Somebody other than the desk proposes: another address for ``person``, a stand-in while they are away from ``first``
    to ``last``, or (``link``) that whoever ``name`` and ``email`` are gets a link of their own. Nothing of it holds before it is
    taken; then, or when it is turned down, name and address go."""

    class Kind(models.TextChoices):
        ADDRESS = "address"
        STAND_IN = "stand_in"
        LINK = "link"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.CharField(max_length=80)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, null=True, related_name="+")
    name = models.CharField(max_length=160, blank=True)
    email = models.CharField(max_length=254, blank=True)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    proposed_at = models.DateTimeField()
    proposed_by = models.CharField(max_length=60)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, blank=True)
    taken = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by="", taken__isnull=True)
                | (Q(decided_at__isnull=False, taken__isnull=False) & ~Q(decided_by="")),
                name="proposal_decided_pair",
            ),
            models.UniqueConstraint(
                fields=["kind", "person"], condition=Q(decided_at__isnull=True), name="proposal_one_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["proposed_at"], condition=Q(decided_at__isnull=True), name="proposal_waiting")]


class RemindersOff(models.Model):
    """A person wants no reminders of ``subject`` ("round:oea26"). The letter itself and what they answered stand."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=80)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "subject"], name="remindersoff_once")]


class Limit(models.Model):
    """How often something was done in the window that began at ``window`` (real time). ``bucket`` is a hash."""

    bucket = models.CharField(max_length=64)
    window = models.DateTimeField()
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bucket", "window"], name="limit_window")]
