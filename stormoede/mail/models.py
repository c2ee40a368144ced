"""The outbox and the inbox.

A row of the outbox is a recipe: its kind, what it is about, for whom, its date and its mark. No bytes, no names, no links.
A row of the inbox is the other way about: the bytes as they came, and beside them what was read out of them.
"""

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
    ``sent_before`` is the number of the first ``Former`` that came after it had been sent, None while none has.
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

    # Unique by constraints, since a field that says so itself is given a second index on PostgreSQL, to look for beginnings.
    key = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    ref = models.CharField(max_length=80)
    person = models.CharField(max_length=36, blank=True)
    address = models.CharField(max_length=254, blank=True)
    facts = models.JSONField(default=dict)
    date = models.DateTimeField()
    mark = models.CharField(max_length=32)
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
    sent_before = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="message_key"),
            models.UniqueConstraint(fields=["mark"], name="message_mark"),
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


class Former(models.Model):
    """What a row that mails tell of (``model`` and ``row`` say which) was until an act made it another: kept once, for all of them.

    ``facts`` are the fields that became others, as they were; all of them when the row was taken away, none when it was made.
    A mail reads those whose number is not lower than its ``sent_before``, the lowest first. Of members nothing is kept.
    """

    model = models.CharField(max_length=60)
    row = models.CharField(max_length=36)
    facts = models.JSONField(default=dict)


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


class Mailbox(models.Model):
    """How far a mailbox has been read over IMAP, in real time; ``name`` says which. One worker reads at a time.

    While ``down_since`` is set nobody tries before ``again_at``.
    """

    name = models.CharField(max_length=200, primary_key=True)
    validity = models.CharField(max_length=20, blank=True)
    last_uid = models.PositiveBigIntegerField(default=0)
    again_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    down_since = models.DateTimeField(null=True)
    faults = models.PositiveIntegerField(default=0)
    fault = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(down_since__isnull=True, faults=0, fault="")
                | (Q(down_since__isnull=False, faults__gt=0) & ~Q(fault="")),
                name="mailbox_down_together",
            )
        ]


class Incoming(models.Model):
    """A mail that came in. ``raw`` is kept before anybody reads it; ``digest`` is unique, so fetching it twice is harmless.

    ``claim`` says who took it, ``verdict`` what it came to. ``message`` is the mail of ours it speaks of, ``person`` the id of
    whom it is from or about. ``sender``, ``subject``, ``text`` and ``files`` were read out of it. ``facts`` are ids and figures.
    ``sender_key`` is the Danish order of the sender's name, or address, and ``subject_key`` that of the subject.
    ``recipient`` is who SMTP was told it is for, where we know. ``received_at`` is when we kept it, ``arrived_at`` when our
    mail server took it: what deadlines are held against.
    """

    class State(models.TextChoices):
        RECEIVED = "received"
        WAITING = "waiting"
        DONE = "done"

    digest = models.CharField(max_length=64, unique=True)
    raw = models.BinaryField()
    recipient = models.CharField(max_length=254, blank=True)
    received_at = models.DateTimeField()
    arrived_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    claim = models.CharField(max_length=20, blank=True)
    verdict = models.CharField(max_length=30, blank=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    person = models.CharField(max_length=36, blank=True)
    trusted = models.BooleanField(default=False)
    sender = models.CharField(max_length=254, blank=True)
    sender_name = models.CharField(max_length=160, blank=True)
    sender_key = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    subject_key = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    files = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)
    done_by = models.CharField(max_length=60, blank=True)
    done_how = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="received", claim="") | (~Q(state="received") & ~Q(claim="")),
                name="incoming_claimed",
            ),
            models.CheckConstraint(
                condition=(Q(state="done", done_at__isnull=False) & ~Q(done_by="") & ~Q(done_how=""))
                | (~Q(state="done") & Q(done_at__isnull=True, done_by="", done_how="")),
                name="incoming_done_together",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(state="received"), name="incoming_unread"),
            models.Index(fields=["state", "received_at"], name="incoming_state"),
            models.Index(fields=["person", "id"], name="incoming_person"),
        ]


class Scan(models.Model):
    """What the virus scanner said of a file, by what is in it. ``name`` is the scanner's for the virus, or why it could not tell."""

    class State(models.TextChoices):
        CLEAN = "clean"
        INFECTED = "infected"
        FAILED = "failed"

    digest = models.CharField(primary_key=True, max_length=64)
    state = models.CharField(max_length=10, choices=State.choices)
    name = models.CharField(max_length=100, blank=True)
    scanned_at = models.DateTimeField()


class Reply(models.Model):
    """What the desk answered a mail with: its words, and who wrote them. The mail itself is a recipe in the outbox."""

    incoming = models.ForeignKey(Incoming, models.CASCADE, related_name="replies")
    subject = models.CharField(max_length=300)
    text = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.CharField(max_length=60)
