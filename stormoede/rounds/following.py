"""What every kind and section needs to carry a round over to the next year: its times moved, its names changed."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from stormoede.lib import holidays
from stormoede.rounds.core import next_year
from stormoede.rounds.core.instants import from_local
from stormoede.rounds.models import Round


def day(of: date, *, earlier: bool = False) -> date:
    """The same weekday 52 weeks later, off the holidays; ``earlier`` for what comes before a meeting, such as a deadline."""
    return next_year.moved(of, lambda one: bool(holidays.name(one, "en")), earlier=earlier)


def moment(of: datetime, time_zone: str, *, earlier: bool = False) -> datetime:
    """The same hour of that day, as an instant."""
    local = of.astimezone(ZoneInfo(time_zone))
    moved = datetime.combine(day(local.date(), earlier=earlier), local.time())
    # An hour the clock skips is told an hour later.
    return from_local(moved, time_zone) or moved.replace(tzinfo=ZoneInfo(time_zone))


def told(text: str, round: Round, to: Round) -> str:
    """``text`` of ``round`` with the names of ``to``."""
    return next_year.renamed(text, ((round.title, to.title), (round.short, to.short)))
