"""What the overview reads: a fixed number of statements, each a sum, however many members there are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection
from django.db.models import Count

from stormoede.letters.models import Delivery, Letter
from stormoede.mail.models import Message
from stormoede.meetings import queries as meetings
from stormoede.meetings.models import Meeting
from stormoede.rounds.models import Notice, Round

_SENT = """
SELECT v.letter_id, m.state, COUNT(*)
FROM letters_letterversion v
JOIN letters_letter l ON l.id = v.letter_id
JOIN mail_message m ON m.ref = 'letter-version:' || v.id
WHERE l.round_id = %s GROUP BY v.letter_id, m.state
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """How far a letter has come, in letters."""

    unreachable: int = 0
    by_state: Counter[str] = field(default_factory=Counter)

    @property
    def asked(self) -> int:
        return self.unreachable + sum(self.by_state.values()) - self.by_state[Message.State.CANCELLED]

    @property
    def accepted(self) -> int:
        return self.by_state[Message.State.ACCEPTED]

    @property
    def failed(self) -> int:
        return self.by_state[Message.State.REFUSED] + self.by_state[Message.State.UNBUILDABLE]

    @property
    def on_its_way(self) -> int:
        return self.by_state[Message.State.QUEUED] + self.by_state[Message.State.DEFERRED]


@dataclass(frozen=True, slots=True)
class State:
    """A round at a moment."""

    round: Round
    at: datetime
    letters: Sequence[tuple[Letter, Sent]]
    meetings: Sequence[tuple[Meeting, meetings.Figures]]
    notices: Sequence[tuple[str, str]]

    @property
    def invitation(self) -> Sent | None:
        """The first letter that has been released: who was asked."""
        released = [(letter.released_at, sent) for letter, sent in self.letters if letter.released_at]
        return min(released, key=lambda one: one[0])[1] if released else None


def read(round: Round, at: datetime) -> State:
    """The round at ``at``."""
    sent = _sent(round)
    letters = Letter.objects.filter(round=round).select_related("batch").order_by("dated", "key")
    held = Meeting.objects.filter(track__round=round).select_related("track").order_by("track__position")
    return State(
        round,
        at,
        [(letter, sent.get(letter.pk.hex, Sent())) for letter in letters],
        [(meeting, meetings.figures(meeting)) for meeting in held],
        list(Notice.objects.filter(track__round=round).order_by("track__position").values_list("track__title", "when")),
    )


def _sent(round: Round) -> dict[str, Sent]:
    unreachable = dict(
        Delivery.objects.filter(message=None, letter__round=round).values_list("letter").annotate(n=Count("pk"))
    )
    found = {letter.hex: Sent(count) for letter, count in unreachable.items()}
    with connection.cursor() as cursor:
        cursor.execute(_SENT, [round.pk])
        for letter, state, count in cursor.fetchall():
            key = letter if isinstance(letter, str) else letter.hex
            found.setdefault(key, Sent()).by_state[state] = count
    return found
