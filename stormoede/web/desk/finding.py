"""What the desk's addresses name."""

from django.http import Http404

from stormoede.rounds import queries
from stormoede.rounds.models import Round
from stormoede.rounds.refusals import NoSuchRound


def round_of(key: str) -> Round:
    """The round of that key. Http404 when there is none."""
    try:
        return queries.by_key(key)
    except NoSuchRound as no:
        raise Http404 from no
