"""How long the association keeps what it keeps, and whom it has erased."""

from django.db import models
from django.db.models import Q


class Period(models.Model):
    """The association's own number of days for a term (lib/privacy.py); without a row, the program's holds."""

    term = models.SlugField(max_length=40, unique=True)
    days = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(days__gte=1, days__lte=7300), name="period_within_reason")]

    def __str__(self) -> str:
        return f"{self.term}: {self.days}"


class Erasure(models.Model):
    """A person was erased: the id that is left of them, when, and whether their words went too.

    The same stands in a file beside the backups (ledger.py), so that an older backup cannot bring them back.
    """

    person = models.CharField(max_length=36, unique=True)
    at = models.DateTimeField()
    words = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.person
