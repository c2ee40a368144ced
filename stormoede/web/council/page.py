"""The council's secretary sees who of their members has answered, and how. Only their own council."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from stormoede.accounts import queries as accounts
from stormoede.accounts.guards import members_only
from stormoede.accounts.models import Proposal
from stormoede.lib import clock, words
from stormoede.meetings.models import Meeting, Registration, Session
from stormoede.members.models import Person
from stormoede.members.queries import audiences, leaves
from stormoede.web.council import member, requests, scope, sheets
from stormoede.web.council.deliberations import cards
from stormoede.web.council.scope import Scope
from stormoede.web.council.talks import cards as talk_cards
from stormoede.web.input.here import all_places
from stormoede.web.input.lines import standing_of


@dataclass(frozen=True, slots=True)
class Row:
    """One member of the council, what they are beside member in words, and their answer; None has not answered."""

    person: Person
    title: str
    answer: Registration | None
    proposed: Sequence[Proposal]


@dataclass(frozen=True, slots=True)
class Told:
    """A meeting as the council's secretary sees it. ``dates`` count the seats of this council's members."""

    meeting: Meeting
    rows: Sequence[Row]
    dates: Sequence[tuple[Session, int]]
    cannot: int
    silent: int


@members_only(scope.PAGE)
@require_safe
def council(request: HttpRequest, handle: str) -> HttpResponse:
    """The council's members and their answers to each meeting of the round."""
    here, now = scope.of(request, handle), clock.round_now()
    proposed = accounts.proposed(here.members)
    meetings = Meeting.objects.filter(track__round=here.round).select_related("track", "audience")
    told = [one for one in (_told(meeting, here, proposed, now) for meeting in meetings) if one.rows]
    ends = [date.ends for one in told for date, _seats in one.dates]
    context = {
        "visit": here.visit,
        "round": here.round,
        "organisation": here.organisation,
        "told": told,
        "over": bool(ends) and max(ends) <= now,
        "away": leaves.of_council(here.organisation, on=words.local_day(now, here.round.time_zone)),
        "unreachable": sum(not person.email for person, _title in here.members.values()),
        "asking": accounts.asked_for_links(here.organisation).count(),
        "now": now,
        "cards": cards(here.round, here.body, now),
        "talk_cards": talk_cards(here.round, here.body, now),
        "lines": standing_of(all_places(here.visit, now), handle),
    }
    return render(request, "web/council/page.html", context)


def _told(meeting: Meeting, here: Scope, proposed: Mapping[UUID, Sequence[Proposal]], at: datetime) -> Told:
    """A meeting for the members who are invited, and for whoever has answered it though they no longer are."""
    given = Registration.objects.filter(meeting=meeting, person__in=here.members).select_related("seat", "wish")
    answers = {one.person_id: one for one in given if one.cannot or one.seat_id or one.wish_id}
    invited = audiences.people(meeting.audience.spec, on=words.local_day(at, here.round.time_zone))
    asked = answers.keys() | set(invited.filter(pk__in=here.members).values_list("pk", flat=True))
    rows = [
        Row(person, title, answers.get(pk), proposed.get(pk, ()))
        for pk, (person, title) in here.members.items()
        if pk in asked
    ]
    seats = [one.seat_id for one in answers.values()]
    dates = [(date, seats.count(date.pk)) for date in meeting.sessions.filter(cancelled_at=None)]
    cannot = sum(one.cannot for one in answers.values())
    return Told(meeting, rows, dates, cannot, len(rows) - len(answers))


urlpatterns: list[URLPattern] = [
    path("raad/<str:handle>/", council, name="council"),
    path("raad/<str:handle>/ark/", sheets.sheets, name="council-sheets"),
    path("raad/<str:handle>/links/", requests.requests, name="council-requests"),
    path("raad/<str:handle>/<uuid:person_id>/", member.member, name="council-member"),
]
