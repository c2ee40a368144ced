"""Organisations, groups, bodies, people, mandates and audiences. People's names and addresses live in ``Person`` only."""

import uuid

from django.db import models
from django.db.models import F, Q


class Organisation(models.Model):
    """A member of the association: a municipality, say. Matched on ``code`` only."""

    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=160, db_index=True)
    full_name = models.CharField(max_length=160, blank=True)
    seats = models.PositiveSmallIntegerField(null=True)

    def __str__(self) -> str:
        return self.name


class Alias(models.Model):
    """Another spelling of an organisation's name, for imports. ``key`` is normalised."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="aliases")
    key = models.CharField(max_length=160, unique=True)


class Group(models.Model):
    """A set of organisations that may change over time: a region, or the reach of a regional council."""

    class Kind(models.TextChoices):
        REGION = "region"
        REGIONAL_COUNCIL = "regional_council"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=160)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "code"], name="group_code")]

    def __str__(self) -> str:
        return self.name


class GroupMembership(models.Model):
    """``organisation`` belongs to ``group`` from ``valid_from`` to ``valid_to``, both included; None is open."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="group_memberships")
    group = models.ForeignKey(Group, models.CASCADE, related_name="memberships")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "group", "valid_from"], name="groupmembership_once"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="groupmembership_order",
            ),
        ]


class Body(models.Model):
    """Something people sit in: an organisation's council, a group's regional council, the association's board."""

    class Kind(models.TextChoices):
        COUNCIL = "council"
        FINANCE_COMMITTEE = "finance_committee"
        REGIONAL_COUNCIL = "regional_council"
        BOARD = "board"
        ADMINISTRATION = "administration"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, related_name="bodies")
    group = models.ForeignKey(Group, models.CASCADE, null=True, related_name="bodies")
    name = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "organisation"], condition=Q(organisation__isnull=False), name="body_of_organisation"
            ),
            models.UniqueConstraint(fields=["kind", "group"], condition=Q(group__isnull=False), name="body_of_group"),
            models.CheckConstraint(
                condition=~Q(organisation__isnull=False, group__isnull=False), name="body_one_owner"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """A human being. ``id`` is random and says nothing; everything else may be erased."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    number = models.CharField(max_length=40, null=True, unique=True)
    name = models.CharField(max_length=160)
    sort_key = models.CharField(max_length=200)
    email = models.CharField(max_length=254, blank=True, db_index=True)
    language = models.CharField(max_length=5, blank=True)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, related_name="people")
    erased_at = models.DateTimeField(null=True)

    class Meta:
        # Lists are in this order; and a search for part of a name reads this and nothing else (queries/finding.py).
        indexes = [models.Index(fields=["sort_key", "id"], name="person_by_name")]

    def __str__(self) -> str:
        return self.name


class Mandate(models.Model):
    """``person`` sits in ``body`` as ``role`` from ``valid_from`` to ``valid_to``, both included; None is open."""

    class Role(models.TextChoices):
        MEMBER = "member"
        MAYOR = "mayor"
        DEPUTY_MAYOR = "deputy_mayor"
        CHAIR = "chair"
        SECRETARY = "secretary"

    # Found by the indexes below, which begin with the person.
    person = models.ForeignKey(Person, models.CASCADE, related_name="mandates", db_index=False)
    body = models.ForeignKey(Body, models.CASCADE, related_name="mandates")
    role = models.CharField(max_length=20, choices=Role.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "body", "role", "valid_from"], name="mandate_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="mandate_order"
            ),
        ]
        indexes = [
            models.Index(fields=["body", "role", "valid_from"], name="mandate_body"),
            # All that is asked of somebody's seats when a hundred thousand people are counted: the rows are not looked up.
            models.Index(fields=["person", "valid_from", "valid_to", "role", "body"], name="mandate_of_person"),
        ]


class Leave(models.Model):
    """The holder of ``mandate`` is away from ``valid_from`` to ``valid_to``, both included; None is until further notice.

    ``stand_in`` is the seat that another person holds meanwhile: a mandate like any other, that ends with the leave.
    """

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="leaves")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    stand_in = models.OneToOneField(Mandate, models.SET_NULL, null=True, related_name="stands_in")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["mandate", "valid_from"], name="leave_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="leave_order"
            ),
            models.CheckConstraint(
                condition=Q(stand_in__isnull=True) | ~Q(stand_in=F("mandate")), name="leave_another_stands_in"
            ),
        ]


class Audience(models.Model):
    """A saved question to the member list: ``spec`` says who (members/core/audiences.py), counted live."""

    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    spec = models.JSONField()
    edited_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """A member list on its way in: kept between the preview and the decision, gone when applied or thrown away."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file_name = models.CharField(max_length=200)
    content = models.BinaryField()
    uploaded_at = models.DateTimeField()
    uploaded_by = models.CharField(max_length=60)
