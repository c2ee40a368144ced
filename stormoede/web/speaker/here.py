"""Whose page it is: the speaker the link is for, their tour, and their talks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from stormoede.accounts.models import Link
from stormoede.accounts.visits import Visit, visit
from stormoede.contributions.queries.standing import name_of
from stormoede.deliberations import queries as deliberations
from stormoede.deliberations.models import Matter
from stormoede.lib import language
from stormoede.talks.models import Speaker, Talk, TalkNotes
from stormoede.talks.queries import tours
from stormoede.web import where

SPEAKER = Link.Purpose.SPEAKER


@dataclass(frozen=True, slots=True)
class Mine:
    """One of the speaker's talks: with whom, and what they have been asked to take up, whose kits the speaker may read."""

    talk: Talk
    name: str
    matters: Sequence[Matter]


def of(request: HttpRequest, handle: str, *, left: bool = False) -> tuple[Visit, Speaker]:
    """The visitor, and the speaker their link is for. Http404 when it is for none.

    With ``left`` also who has left the tour, for the talks they have held: their notes are asked for all the same.
    """
    who = visit(request, handle, SPEAKER)
    speaker = tours.speaker_of(who.link.subject, who.person.pk)
    if speaker is None or (speaker.left_at is not None and not (left and _told(speaker).exists())):
        raise Http404
    round = speaker.tour.track.round
    language.prefer(request, who.person.language, round.language)
    where.here(round.time_zone)
    return who, speaker


def talks(speaker: Speaker) -> list[Mine]:
    """Their talks, in the order of time; those they have been offered or have said yes to, and those that were held."""
    rows = _told(speaker).select_related(
        "request__body__organisation", "request__body__group", "request__site", "notes__text"
    )
    matters = deliberations.of_round(speaker.tour.track.round)
    return [_mine(talk, matters) for talk in rows]


def talk(speaker: Speaker, pk: int) -> Mine:
    """One of them. Http404 for anybody else's, and for those that are not to be."""
    for one in talks(speaker):
        if one.talk.pk == pk:
            return one
    raise Http404


def notes(talk: Talk) -> str:
    """What was written after a talk of ``talks``; nothing until then."""
    found: TalkNotes | None = getattr(talk, "notes", None)
    return found.text.words if found else ""


def _told(speaker: Speaker) -> QuerySet[Talk]:
    return Talk.objects.filter(speaker=speaker, state__in=(Talk.State.OFFERED, Talk.State.ACCEPTED, Talk.State.HELD))


def _mine(talk: Talk, matters: Sequence[Matter]) -> Mine:
    body = talk.request.body
    return Mine(talk, name_of(body), [matter for matter in matters if matter.bodies == body.kind])
