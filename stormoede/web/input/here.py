"""Which answer a page is about, and how the one at the page stands to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from stormoede.accounts import addresses, visits
from stormoede.accounts.models import Link
from stormoede.accounts.visits import Visit
from stormoede.contributions.models import Contribution, Questionnaire
from stormoede.contributions.queries import places, questionnaires
from stormoede.contributions.queries.places import Place, Visitor
from stormoede.contributions.queries.standing import name_of
from stormoede.lib import clock, language, words
from stormoede.rounds.models import Round
from stormoede.web import where

PAGE, DRAFT = Link.Purpose.PAGE, Link.Purpose.DRAFT


@dataclass(frozen=True, slots=True)
class Here:
    """An answer, and who looks at it. ``kwargs`` are the parts of its addresses."""

    visit: Visit
    visitor: Visitor
    place: Place
    round: Round
    at: datetime
    kwargs: dict[str, str]

    @property
    def contribution(self) -> Contribution:
        """What has been begun. Http404 when nothing has."""
        if self.place.contribution is None:
            raise Http404
        return self.place.contribution

    @property
    def invited(self) -> bool:
        """Did they come by a link to this draft alone?"""
        return self.visit.link.purpose == DRAFT

    @property
    def whose(self) -> str:
        """In words: the body's name, or that it is the reader's own view."""
        return name_of(self.place.body) if self.place.body else _("Your own view")

    @property
    def deadline(self) -> datetime:
        return questionnaires.deadlines(self.place.questionnaire, self.visitor.on).of(self.place.body)

    def to(self, name: str, anchor: str = "") -> HttpResponseRedirect:
        """303 to one of the answer's pages."""
        response = HttpResponseRedirect(reverse(name, kwargs=self.kwargs) + anchor)
        response.status_code = 303
        return response

    def context(self) -> dict[str, object]:
        """What every page of the answer shows."""
        return {
            "here": self, "visit": self.visit, "round": self.round, "place": self.place, "now": self.at,
            "track": self.place.questionnaire.track, "handle": self.kwargs["handle"], "key": self.kwargs["track"],
            "whose": self.kwargs["whose"], "deadline": self.deadline, "back": addresses.page_of(self.visit.link),
        }  # fmt: skip


def find(request: HttpRequest, handle: str, track: str, whose: str) -> Here:
    """The answer ``whose`` of ``track``. Http404 when the one who asks has nothing to do with it."""
    who = visits.visit(request, handle, PAGE)
    key, code = subject(who)
    found = questionnaires.whole(Questionnaire.objects.filter(track__round__key=key, track__key=track)).first()
    if found is None:
        raise Http404
    round = found.track.round
    at = clock.asked_at(request.META)
    visitor = Visitor(who.person, today(round, at), code)
    by_link = who.link.purpose == DRAFT
    place = places.invited(found, whose, who.person, _draft(who)) if by_link else places.place(found, whose, visitor)
    if place is None:
        raise Http404
    language.prefer(request, who.person.language, round.language)
    where.here(round.time_zone)
    return Here(who, visitor, place, round, at, {"handle": handle, "track": track, "whose": whose})


def asked_for(request: HttpRequest, handle: str) -> HttpResponseRedirect:
    """303 to the one answer that the link of somebody asked by mail is for. Http404 when they write it no more."""
    who = visits.visit(request, handle, DRAFT)
    rows = Contribution.objects.select_related("questionnaire__track__round")
    found = get_object_or_404(rows, pk=_draft(who), writers__person=who.person)
    kwargs = {"handle": handle, "track": found.questionnaire.track.key, "whose": str(found.body_id)}
    response = HttpResponseRedirect(reverse("contribution", kwargs=kwargs))
    response.status_code = 303
    return response


def _draft(who: Visit) -> UUID:
    _kind, rest = who.subject
    return UUID(rest.partition(":")[0])


def writing(request: HttpRequest, handle: str, track: str, whose: str) -> Here:
    """As ``find``, for one who writes it. Http404 for one who only reads it, and while nothing is begun."""
    here = find(request, handle, track, whose)
    if not here.place.writes or here.place.contribution is None:
        raise Http404
    return here


def all_places(who: Visit, at: datetime) -> Sequence[Place]:
    """Every answer of the link's round that the one at the page has to do with. Six statements, one where nothing is asked."""
    key, code = subject(who)
    found = list(questionnaires.whole(Questionnaire.objects.filter(track__round__key=key)).order_by("track__position"))
    return places.places(found, Visitor(who.person, today(found[0].track.round, at), code)) if found else ()


def subject(who: Visit) -> tuple[str, str]:
    """The round's key (a draft's link has it too), and for a body's own link which body that is (``council:430``, ``regional:…``)."""
    kind, rest = who.subject
    if kind == "round":
        return rest, ""
    code, _colon, key = rest.partition(":")
    if kind == "draft":
        return key, ""
    if kind not in {"council", "regional"}:
        raise Http404
    return key, f"{kind}:{code}"


def today(round: Round, at: datetime) -> date:
    """The day where the round is."""
    return words.local_day(at, round.time_zone)
