"""What the letter pages ask for again and again: the letter, the day, and who has written."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest

from stormoede.accounts.models import Staff
from stormoede.accounts.permissions import Permission, may
from stormoede.events.actor import ActorKind
from stormoede.letters.models import Letter
from stormoede.lib.prepared import Prepared
from stormoede.rounds.models import Round
from stormoede.web.desk.finding import here


def letter_of(key: str, letter: str) -> Letter:
    """The letter ``letter`` of the round ``key``, with round, audience, batch and the letter it is about, or 404."""
    found = next(iter(_LETTERS(key, letter)), None)
    if found is None:
        raise Http404
    here(found.round)
    return found


_LETTERS = Prepared(
    lambda key, letter: Letter.objects.select_related("round", "audience", "batch", "about__round").filter(
        round__key=key, key=letter
    ),
    "a round",
    "a letter",
)


def day(at: datetime, round: Round) -> date:
    """The day ``at`` falls on where the round is."""
    return at.astimezone(ZoneInfo(round.time_zone)).date()


def names(actors: Iterable[str]) -> dict[str, str]:
    """The names of staff, by the text that events and rows hold ("staff:<id>"). One statement."""
    prefix = f"{ActorKind.STAFF}:"
    ids = {actor.removeprefix(prefix) for actor in actors if actor.startswith(prefix)}
    return {f"{prefix}{pk}": name for pk, name in Staff.objects.filter(pk__in=ids).values_list("pk", "name")}


def granted(request: HttpRequest, permission: Permission) -> bool:
    """Whether the one at the desk has ``permission`` beside the page's own."""
    return isinstance(request.user, Staff) and may(request.user, permission)
