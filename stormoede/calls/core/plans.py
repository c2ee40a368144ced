"""What a call is, as values: decided in a minute, from a subject, two lines and a time."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

DOOR_OPENS = 15
LENGTH_MINUTES = 30
LONGEST_MINUTES = 240


@dataclass(frozen=True, slots=True)
class CallPlan:
    """``subject`` is also the meeting's title, ``lines`` what the mail says. Minutes are whole minutes."""

    subject: str
    lines: str
    starts: datetime
    minutes: int = LENGTH_MINUTES
    platform: str = "Teams"
    join_url: str = ""

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)


def door_opens(starts: datetime, at: datetime) -> int:
    """How many minutes before the meeting the door opens: a quarter of an hour, or at once where less is left."""
    return max(0, min(DOOR_OPENS, math.ceil((starts - at) / timedelta(minutes=1))))
