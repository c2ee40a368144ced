"""What the overview reads: nine statements of the rooms below, each a sum, however many members there are."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from stormoede.contributions.queries import mailed
from stormoede.letters.queries import progress
from stormoede.letters.queries.progress import LetterProgress
from stormoede.lib import words
from stormoede.meetings import tallies
from stormoede.meetings.tallies import DateTally, MeetingTally
from stormoede.members.queries import organisations
from stormoede.members.queries.organisations import Placed
from stormoede.rounds import queries as rounds
from stormoede.rounds.models import Round
from stormoede.rounds.queries import NoticeLine
from stormoede.web.desk.overview import speaking
from stormoede.web.desk.overview.speaking import Standing


@dataclass(frozen=True)
class State:
    """A round at a moment. ``taken`` are the seats by (organisation, date); ``places`` the organisations by council,
    ``looks`` the mails with input that nobody has looked at, ``speaking`` the requests for speakers.
    """

    round: Round
    at: datetime
    letters: Sequence[LetterProgress]
    meetings: Sequence[MeetingTally]
    notices: Sequence[NoticeLine]
    places: Sequence[Placed]
    taken: Counter[tuple[int, int]]
    looks: int = 0
    speaking: Sequence[Standing] = ()

    @cached_property
    def dates(self) -> list[DateTally]:
        return [date for meeting in self.meetings for date in meeting.dates]

    @cached_property
    def invitation(self) -> LetterProgress | None:
        """The first letter that has been released: who was asked."""
        released = [(letter.released_at, letter) for letter in self.letters if letter.released_at]
        return min(released, key=lambda one: one[0])[1] if released else None


def read(round: Round, at: datetime) -> State:
    """The round at ``at``: nine statements, however many members there are."""
    tally = tallies.of_round(round.pk)
    return State(
        round=round,
        at=at,
        letters=progress.of_round(round.pk),
        meetings=tally.meetings,
        notices=rounds.notices(round.pk),
        places=organisations.by_regional_council(words.local_day(at, round.time_zone)),
        taken=tally.taken,
        looks=mailed.waiting(round),
        speaking=speaking.of_round(round),
    )
