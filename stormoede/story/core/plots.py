"""The stories that can be told: each is a round's file, a beginning and its stops. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from stormoede.story.core import booklet, script
from stormoede.story.core.script import Step


@dataclass(frozen=True, slots=True)
class Plot:
    """``key`` is the round's, and the name of its file."""

    key: str
    beginning: datetime
    steps: Sequence[Step]


FIRST = Plot("oea26", script.BEGINNING, script.STEPS)
PLOTS: Mapping[str, Plot] = {plot.key: plot for plot in (FIRST, Plot(booklet.KEY, booklet.BEGINNING, booklet.STEPS))}
