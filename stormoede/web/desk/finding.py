"""What the desk's addresses name."""

from django.http import Http404

from stormoede.rounds import queries
from stormoede.rounds.models import Round
from stormoede.rounds.refusals import NoSuchRound
from stormoede.web import where


def round_of(key: str) -> Round:
    """The round of that key, whose page this is. Http404 when there is none."""
    try:
        return here(queries.by_key(key))
    except NoSuchRound as no:
        raise Http404 from no


def here(round: Round) -> Round:
    """This page is about ``round``: times are typed and told as they are there."""
    where.here(round.time_zone)
    return round
