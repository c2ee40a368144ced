"""Whose page it is: a council's, or a regional council's, by the link that opened it."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from stormoede.accounts.models import Link
from stormoede.accounts.visits import Visit, visit
from stormoede.deliberations import queries
from stormoede.lib import language
from stormoede.members.models import Body
from stormoede.rounds.models import Round
from stormoede.web import where


def of(request: HttpRequest, handle: str) -> tuple[Visit, Body, Round]:
    """The visitor, the body their page is of, and its round. Http404 when it is another kind of link."""
    who = visit(request, handle, Link.Purpose.PAGE)
    found = queries.of_subject(who.link.subject)
    if found is None:
        raise Http404
    round = get_object_or_404(Round, key=found[1])
    language.prefer(request, who.person.language, round.language)
    where.here(round.time_zone)
    return who, found[0], round
