"""What is wrong with a round's dates, as sentences."""

from collections.abc import Sequence

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stormoede.lib import words
from stormoede.rounds.core import calendar
from stormoede.rounds.core.calendar import Point
from stormoede.rounds.kinds import DueDate
from stormoede.rounds.models import Round


def outside(round: Round, dates: Sequence[DueDate]) -> list[str]:
    """One sentence for each of ``dates`` that does not fall within the round."""
    return [
        _outside(round, point)
        for point in calendar.outside(_points(dates), round.starts_on, round.ends_on, round.time_zone)
    ]


def _points(dates: Sequence[DueDate]) -> list[Point]:
    return [Point(due.at, due.key, due.what) for due in dates]


def _outside(round: Round, point: Point) -> str:
    language = get_language() or "en"
    return _("“%(what)s” is %(when)s, but the round lasts from %(first)s to %(last)s.") % {
        "what": point.what,
        "when": words.moment_year(point.at, round.time_zone, language),
        "first": words.plain_day_year(round.starts_on, language),
        "last": words.plain_day_year(round.ends_on, language),
    }
