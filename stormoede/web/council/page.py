"""The council's secretary sees who of their members has answered, and how. Only their own council."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from stormoede.accounts.guards import members_only
from stormoede.accounts.models import Link
from stormoede.accounts.visits import Visit, visit
from stormoede.lib import clock
from stormoede.meetings.models import Meeting, Registration, Session
from stormoede.members.models import Body, Mandate, Organisation, Person
from stormoede.members.queries import people
from stormoede.rounds.models import Round
from stormoede.web.council.deliberations import cards


@dataclass(frozen=True, slots=True)
class Row:
    """One member of the council, what they are beside member in words, and their answer; None has not answered."""

    person: Person
    title: str
    answer: Registration | None


@dataclass(frozen=True, slots=True)
class Told:
    """A meeting as the council's secretary sees it. ``dates`` count the seats of this council's members."""

    meeting: Meeting
    rows: Sequence[Row]
    dates: Sequence[tuple[Session, int]]
    cannot: int
    silent: int


@members_only(Link.Purpose.PAGE)
@require_safe
def council(request: HttpRequest, handle: str) -> HttpResponse:
    """The council's members and their answers to each meeting of the round."""
    who = visit(request, handle, Link.Purpose.PAGE)
    organisation, round = _of(who)
    members = _members(organisation)
    told = [_told(meeting, members) for meeting in Meeting.objects.filter(track__round=round).select_related("track")]
    body, at = get_object_or_404(Body, organisation=organisation, kind=Body.Kind.COUNCIL), clock.round_now()
    discussed = cards(round, body, at)
    context = {"visit": who, "round": round, "organisation": organisation, "told": told, "now": at, "cards": discussed}
    return render(request, "web/council/page.html", context)


def _of(who: Visit) -> tuple[Organisation, Round]:
    """The council and the round the link is for. Http404 when it is another kind of link."""
    kind, _, rest = who.link.subject.partition(":")
    code, _, key = rest.partition(":")
    if kind != "council":
        raise Http404
    return get_object_or_404(Organisation, code=code), get_object_or_404(Round, key=key)


def _members(organisation: Organisation) -> Mapping[UUID, tuple[Person, str]]:
    today = clock.round_now().date()
    body = get_object_or_404(Body, organisation=organisation, kind=Body.Kind.COUNCIL)
    found = {person.pk: person for person in people.of_body(body, today)}
    seats = people.seats(found, on=today)
    language = get_language() or "da"
    foremost = {pk: own[0] for pk, own in seats.items() if own[0].role != Mandate.Role.MEMBER}
    titles = {pk: people.title(seat, language) for pk, seat in foremost.items()}
    return {pk: (person, titles.get(pk, "")) for pk, person in found.items()}


def _told(meeting: Meeting, members: Mapping[UUID, tuple[Person, str]]) -> Told:
    given = Registration.objects.filter(meeting=meeting, person__in=members).select_related("seat", "wish")
    answers = {one.person_id: one for one in given if one.cannot or one.seat_id or one.wish_id}
    rows = [Row(person, title, answers.get(pk)) for pk, (person, title) in members.items()]
    seats = [one.seat_id for one in answers.values()]
    dates = [(date, seats.count(date.pk)) for date in meeting.sessions.filter(cancelled_at=None)]
    cannot = sum(one.cannot for one in answers.values())
    return Told(meeting, rows, dates, cannot, len(members) - len(answers))
