"""The one file that ties rooms upwards: kinds of tracks, sections of a round's file, mail recipes, event handlers, what is due.

``install`` runs once when the program starts, from the top app's ``ready``.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from stormoede.events import handlers
from stormoede.meetings.kinds import Meetings
from stormoede.rounds import kinds
from stormoede.rounds.actions import due as rounds_due
from stormoede.rounds.actions.notices import KIND as NOTICE
from stormoede.rounds.notices import Notices


class Due(Protocol):
    """Does what ``at`` makes due, and says how many things it did; doing it twice is harmless."""

    def __call__(self, *, at: datetime) -> int: ...


DUE: Sequence[Due] = (rounds_due.run,)


def send_outbox(worker: str) -> int:
    """Send what waits in the outbox, under leases of ``worker``. Returns how many messages were settled or put off."""
    return 0


def install() -> None:
    """Hand every lower room what it needs to know of the higher ones."""
    handlers.install({})
    kinds.install({"meetings": Meetings(), NOTICE: Notices()})
