"""What this room's tests begin with."""

from datetime import UTC, date, datetime

from stormoede.events.actor import Actor, ActorKind
from stormoede.members.actions import denmark

BY = Actor(ActorKind.STAFF, "test")
AT = datetime(2025, 2, 7, 9, 0, tzinfo=UTC)
ON = date(2025, 2, 7)


def load_denmark() -> None:
    denmark.load(by=BY, at=AT)
