"""How the outbox stands."""

from dataclasses import dataclass

from django.db.models import Count

from stormoede.mail.models import Message


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the messages of a batch are. ``cancelled`` ones are not part of ``total``."""

    queued: int = 0
    accepted: int = 0
    deferred: int = 0
    refused: int = 0
    unbuildable: int = 0
    cancelled: int = 0

    @property
    def total(self) -> int:
        return self.queued + self.accepted + self.deferred + self.refused + self.unbuildable

    @property
    def waiting(self) -> int:
        return self.queued + self.deferred


def progress(batch_id: int) -> Progress:
    """Where the messages of a batch are, in one statement."""
    counts = Message.objects.filter(batch_id=batch_id).values_list("state").annotate(n=Count("id")).order_by()
    return Progress(**dict(counts))
