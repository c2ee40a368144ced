"""Questionnaires, drafts and what was handed in. Words that were handed in live in passages; a draft's live here."""

import uuid

from django.db import models
from django.db.models import Q

from stormoede.contributions.core import decisions, plans, questions
from stormoede.members.models import Body, Group, Person
from stormoede.passages.core.kinds import Basis
from stormoede.passages.models import Text
from stormoede.rounds.models import Track


class Questionnaire(models.Model):
    """What a track of the kind "contributions" holds: whom it asks, until when, and whether for a decision."""

    track = models.OneToOneField(Track, models.CASCADE, related_name="+")
    deadline = models.DateTimeField()
    bodies = models.JSONField(default=list)
    own_views = models.BooleanField(default=True)
    decision = models.CharField(max_length=10, default=decisions.Asked.OPTIONAL.value)
    late = models.CharField(max_length=10, default=plans.Late.ACCEPT.value)


class GroupDeadline(models.Model):
    """A deadline of its own for the bodies of one region or regional council."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="deadlines")
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    deadline = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["questionnaire", "group"], name="groupdeadline_once")]


class Question(models.Model):
    """One question. ``kind`` says what it asks for, ``spec`` what that kind keeps (core/plans.py)."""

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField(max_length=40)
    title = models.CharField(max_length=300)
    help = models.TextField(blank=True)
    kind = models.CharField(max_length=10)
    required = models.BooleanField(default=False)
    own = models.BooleanField(default=True)
    spec = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "key"], name="question_key"),
            models.UniqueConstraint(fields=["questionnaire", "position"], name="question_position"),
            models.CheckConstraint(condition=Q(kind__in=list(questions.Kind)), name="question_kind"),
        ]

    def __str__(self) -> str:
        return self.title


class Contribution(models.Model):
    """What one body, or one member for themselves, sends in. ``written_by`` and ``written_at`` are the last sitting's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="contributions")
    body = models.ForeignKey(Body, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "body"], condition=Q(body__isnull=False), name="contribution_of_body"
            ),
            models.UniqueConstraint(
                fields=["questionnaire", "person"], condition=Q(person__isnull=False), name="contribution_of_person"
            ),
            models.CheckConstraint(
                condition=Q(body__isnull=False, person__isnull=True) | Q(body__isnull=True, person__isnull=False),
                name="contribution_one_owner",
            ),
        ]


class Writer(models.Model):
    """Somebody who was asked to help write a draft, beside those whose office it is."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="writers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    invited_at = models.DateTimeField()
    invited_by = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contribution", "person"], name="writer_once")]


class DraftField(models.Model):
    """What has been typed in one field. ``revision`` counts saves; ``mark`` and ``step`` are the page that saved last, and its count."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="fields")
    name = models.CharField(max_length=60)
    value = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=1)
    mark = models.CharField(max_length=32, blank=True)
    step = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contribution", "name"], name="draftfield_name")]


class Aside(models.Model):
    """What a person typed in a field that somebody else had written in meanwhile: kept until they have seen the other's text and chosen."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="asides")
    name = models.CharField(max_length=60)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    value = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contribution", "name", "person"], name="aside_once")]


class Version(models.Model):
    """What was handed in at one time. A newer version takes its place and keeps it."""

    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    handed_in_at = models.DateTimeField()
    handed_in_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    late = models.BooleanField(default=False)
    basis = models.CharField(max_length=20, default=Basis.INTERNAL.value)
    decided_on = models.DateField(null=True)
    reference = models.CharField(max_length=questions.LINE_LIMIT, blank=True)
    votes_for = models.PositiveIntegerField(null=True)
    votes_against = models.PositiveIntegerField(null=True)
    abstained = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["contribution", "number"], name="version_number"),
            models.CheckConstraint(condition=Q(basis__in=[basis.value for basis in Basis]), name="version_basis"),
        ]


class Answer(models.Model):
    """One thing a version says to a question: words or a number. ``asked`` is the question as it was put then."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    asked = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField(default=0)
    number = models.BigIntegerField(null=True)
    text = models.ForeignKey(Text, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["question__position", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "question", "position"], name="answer_once"),
            models.CheckConstraint(
                condition=Q(number__isnull=False, text__isnull=True) | Q(number__isnull=True, text__isnull=False),
                name="answer_one_thing",
            ),
        ]


class Minority(models.Model):
    """What a minority of the council said, kept apart. ``who`` is in its own words: a name, a party."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="minorities")
    position = models.PositiveSmallIntegerField()
    who = models.CharField(max_length=questions.LINE_LIMIT)
    text = models.ForeignKey(Text, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["version", "position"], name="minority_position")]


class Attachment(models.Model):
    """A file, kept as it came and opened by nobody here. ``removed_at``: out of the draft, but a version holds it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="attachments")
    question = models.ForeignKey(Question, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    content = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["added_at", "id"]


class Enclosure(models.Model):
    """An attachment that was handed in with a version."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="enclosures")
    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "attachment"], name="enclosure_once")]


class Sharing(models.Model):
    """A version was given to people outside the round's own circle, whole or its facts alone, by whom and why.

    ``copy`` numbers them; ``recipients`` are mail addresses with a mark for those outside the audience.
    """

    version = models.ForeignKey(Version, models.PROTECT, related_name="sharings")
    copy = models.PositiveIntegerField()
    whole = models.BooleanField()
    recipients = models.JSONField(default=list)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "copy"], name="sharing_copy")]
