"""A call, which is a meeting on one date, and those who come to it in a member's place."""

from django.db import models
from django.db.models import Q

from stormoede.meetings.models import Meeting
from stormoede.members.models import Person

_STANDING = Q(taken_back_at__isnull=True)


class Call(models.Model):
    """A meeting at short notice. Until ``called_at`` nobody has heard of it. ``mark`` is the form's it was made by.

    Everybody called has a registration from then on, so that their calendar's entry stays one through every change.
    """

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="+")
    mark = models.UUIDField(unique=True)
    called_at = models.DateTimeField(null=True)
    called_by = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(called_at__isnull=True, called_by="") | (Q(called_at__isnull=False) & ~Q(called_by="")),
                name="call_called_pair",
            )
        ]


class Deputy(models.Model):
    """``person`` comes to the call in place of ``member``. Taken back, the row stays with its time."""

    call = models.ForeignKey(Call, models.CASCADE, related_name="deputies")
    member = models.ForeignKey(Person, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    named_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "member"], condition=_STANDING, name="deputy_one_a_member"),
            models.UniqueConstraint(fields=["call", "person"], condition=_STANDING, name="deputy_for_one"),
            models.CheckConstraint(condition=~Q(member=models.F("person")), name="deputy_is_another"),
        ]
