"""Is this database a told story, and where does its clock stand."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import OperationalError, ProgrammingError

from stormoede.lib.prepared import Prepared
from stormoede.story.core.plots import FIRST, PLOTS, Plot
from stormoede.story.core.script import Step
from stormoede.story.models import Story


@dataclass(frozen=True, slots=True)
class Position:
    """Where the story stands. ``following`` is the next stop, None at the end; ``playing`` while it is on its way."""

    now: datetime
    target: datetime
    reached: Step | None
    following: Step | None

    template: ClassVar[str] = "story/bar.html"

    @property
    def playing(self) -> bool:
        return self.target > self.now


def is_story() -> bool:
    """True in a database made by the story; False also where no tables are yet."""
    try:
        return Story.objects.exists()
    except (OperationalError, ProgrammingError):
        return False


def plot() -> Plot:
    """The story that is told here, or the first there is."""
    return PLOTS.get(Story.objects.values_list("key", flat=True).first() or "", FIRST)


def position() -> Position | None:
    """Where the story stands; None outside a story."""
    row = Story.objects.values_list("now", "target", "key").first()
    if row is None:
        return None
    now, target, key = row
    steps = PLOTS.get(key, FIRST).steps
    reached = [step for step in steps if step.at <= target]
    ahead = [step for step in steps if step.at > target]
    return Position(now, target, reached[-1] if reached else None, ahead[0] if ahead else None)


def now() -> datetime:
    """The round's time in the story. The beginning, should the row be gone for the moment of starting over."""
    row = next(iter(_NOW()), None)
    return row.now if row else FIRST.beginning


# Asked for every mail that leaves.
_NOW = Prepared(lambda: Story.objects.order_by("pk")[:1])
