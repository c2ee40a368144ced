"""What the desk's addresses name."""

from zoneinfo import ZoneInfo

from django.http import Http404
from django.utils import timezone

from stormoede.rounds import queries
from stormoede.rounds.models import Round
from stormoede.rounds.refusals import NoSuchRound


def round_of(key: str) -> Round:
    """The round of that key, whose page this is. Http404 when there is none."""
    try:
        return here(queries.by_key(key))
    except NoSuchRound as no:
        raise Http404 from no


def here(round: Round) -> Round:
    """This page is about ``round``: times are typed and told as they are there, until the page is answered (accounts/guards.py)."""
    timezone.activate(ZoneInfo(round.time_zone))
    return round
