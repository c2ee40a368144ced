"""Whose page it is: the council and the round that a secretary's link is for, and the council's members."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from stormoede.accounts.models import Link
from stormoede.accounts.visits import Visit, visit
from stormoede.lib import clock, language, words
from stormoede.members.models import Body, Mandate, Organisation, Person
from stormoede.members.queries import people
from stormoede.rounds.models import Round
from stormoede.web import where

PAGE = Link.Purpose.PAGE


@dataclass(frozen=True, slots=True)
class Scope:
    """A secretary at the page of their council. ``members`` are those who sit today, with what else they are in words."""

    visit: Visit
    organisation: Organisation
    round: Round
    body: Body
    members: Mapping[UUID, tuple[Person, str]]

    @property
    def subject(self) -> str:
        """What a member's own link in this round is for."""
        return f"round:{self.round.key}"


def of(request: HttpRequest, handle: str) -> Scope:
    """The council and the round the link is for. Http404 when it is another kind of link."""
    who = visit(request, handle, PAGE)
    kind, _, rest = who.link.subject.partition(":")
    code, _, key = rest.partition(":")
    if kind != "council":
        raise Http404
    organisation, round = get_object_or_404(Organisation, code=code), get_object_or_404(Round, key=key)
    language.prefer(request, who.person.language, round.language)
    where.here(round.time_zone)
    body = get_object_or_404(Body, organisation=organisation, kind=Body.Kind.COUNCIL)
    return Scope(who, organisation, round, body, _members(body, round))


def member(scope: Scope, person_id: UUID) -> tuple[Person, str]:
    """One of the council's members. Http404 for anybody else."""
    found = scope.members.get(person_id)
    if found is None:
        raise Http404
    return found


def _members(body: Body, round: Round) -> Mapping[UUID, tuple[Person, str]]:
    today = words.local_day(clock.round_now(), round.time_zone)
    found = {person.pk: person for person in people.of_body(body, today)}
    seats = people.seats(found, on=today)
    spoken = get_language() or "da"
    foremost = {pk: own[0] for pk, own in seats.items() if own[0].role != Mandate.Role.MEMBER}
    titles = {pk: people.title(seat, spoken) for pk, seat in foremost.items()}
    elected = {
        pk
        for pk, own in seats.items()
        if any(seat.body_id == body.pk and seat.role != Mandate.Role.SECRETARY for seat in own)
    }
    return {pk: (person, titles.get(pk, "")) for pk, person in found.items() if pk in elected}
