"""Which mails an act of this room puts into the outbox. All are urgent: they go ahead of every letter."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from stormoede.mail.actions.outbox import NewMessage
from stormoede.mail.models import Message
from stormoede.meetings.models import Registration

CALL = "calls.call"
RECEIPT = "calls.receipt"
DEPUTY = "calls.deputy"


def many(kind: str, act: str, rows: Iterable[tuple[UUID, UUID, int]]) -> list[NewMessage]:
    """One mail for each (registration, person, sequence)."""
    return [_one(kind, registration, person, sequence, {"act": act}) for registration, person, sequence in rows]


def one(kind: str, registration: Registration, **facts: object) -> NewMessage:
    """The mail about a registration as it stands now."""
    return _one(kind, registration.pk, registration.person_id, registration.sequence, facts)


def _one(kind: str, registration: UUID, person: UUID, sequence: int, facts: Mapping[str, object]) -> NewMessage:
    return NewMessage(
        key=f"{kind}:{registration}:{sequence}",
        kind=kind,
        ref=f"registration:{registration}",
        person=str(person),
        facts={**facts, "sequence": sequence},
        priority=Message.Priority.URGENT,
    )
