"""Reads: a call in figures and by name, and one person's place in it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from stormoede.calls.models import Call, Deputy
from stormoede.lib import words
from stormoede.meetings.models import Arrival, Meeting, Registration, Session
from stormoede.members.models import Audience, Person
from stormoede.members.queries import audiences
from stormoede.rounds.models import Round

KIND = "call"


@dataclass(frozen=True, slots=True)
class Tally:
    """A call in figures: members called, and how they have answered. ``came`` counts deputies too."""

    called: int
    coming: int
    cannot: int
    deputies: int
    came: int

    @property
    def silent(self) -> int:
        return self.called - self.coming - self.cannot - self.deputies


@dataclass(frozen=True, slots=True)
class Line:
    """One who was called. ``deputy`` comes in their place."""

    person: Person
    coming: bool
    cannot: bool
    deputy: Person | None
    answered_at: datetime | None


@dataclass(frozen=True, slots=True)
class Place:
    """One person's place in a call: all that their page needs."""

    call: Call
    meeting: Meeting
    session: Session
    registration: Registration
    deputy: Person | None


def of_round(round: Round) -> QuerySet[Call]:
    """The calls of a round, the newest first."""
    found = Call.objects.filter(meeting__track__round=round).select_related("meeting__track", "meeting__audience")
    return found.order_by("-pk")


def session_of(call: Call) -> Session:
    """The one date of a call."""
    return Session.objects.get(meeting=call.meeting_id)


def subject(call: Call, round: Round) -> str:
    """What a member's page of the call is for, as links name it."""
    return f"call:{call.pk}:{round.key}"


def answered(track_id: int) -> QuerySet[Person]:
    """The members who have answered a call: themselves, or with a deputy."""
    given = Registration.objects.filter(meeting__track=track_id).filter(Q(seat__isnull=False) | Q(cannot=True))
    deputies = Deputy.objects.filter(call__meeting__track=track_id)
    return Person.objects.filter(pk__in=given.values("person")).exclude(pk__in=deputies.values("person"))


def reachable(audience: Audience, at: datetime, time_zone: str) -> list[UUID]:
    """Those of an audience who can be called by mail."""
    found = audiences.people(audience.spec, on=words.local_day(at, time_zone)).exclude(email="")
    return list(found.values_list("pk", flat=True))


def standing(call: Call) -> QuerySet[Deputy]:
    """The deputies that have not been taken back."""
    return Deputy.objects.filter(call=call, taken_back_at__isnull=True)


def tally(call: Call) -> Tally:
    """Two statements, however many were called."""
    deputy = Exists(standing(call).filter(member=OuterRef("person")))
    figures = _members(call).annotate(deputised=deputy)
    counted = figures.aggregate(
        called=Count("pk"),
        coming=Count("pk", filter=Q(seat__isnull=False)),
        cannot=Count("pk", filter=Q(cannot=True, deputised=False)),
        deputies=Count("pk", filter=Q(deputised=True, seat__isnull=True)),
    )
    return Tally(**counted, came=Arrival.objects.filter(session__meeting=call.meeting_id).count())


def lines(call: Call, answer: str = "") -> QuerySet[Registration]:
    """Those called, by name in Danish order; only those with that ``answer`` when one is named."""
    found = _members(call).select_related("person__organisation").order_by("person__sort_key", "pk")
    return found.filter(_ANSWERS[answer](call)) if answer in _ANSWERS else found


def _sends(call: Call) -> Q:
    return Q(person__in=standing(call).values("member"))


_ANSWERS: dict[str, Callable[[Call], Q]] = {
    "coming": lambda _call: Q(seat__isnull=False),
    "deputy": lambda call: _sends(call) & Q(seat__isnull=True),
    "cannot": lambda call: Q(cannot=True) & ~_sends(call),
    "silent": lambda call: Q(cannot=False, seat__isnull=True) & ~_sends(call),
}


def shown(call: Call, rows: Sequence[Registration]) -> list[Line]:
    """``rows`` of ``lines`` with their deputies. One statement."""
    named = standing(call).filter(member__in=[row.person_id for row in rows]).select_related("person")
    deputies = {one.member_id: one.person for one in named}
    return [
        Line(row.person, row.seat_id is not None, row.cannot, deputies.get(row.person_id), row.answered_at)
        for row in rows
    ]


def place(call_id: int, person_id: UUID) -> Place | None:
    """The person's place in a call, if they were called. Two statements."""
    registration = (
        Registration.objects.filter(person=person_id, meeting__in=Call.objects.filter(pk=call_id).values("meeting"))
        .select_related("meeting__track__round")
        .first()
    )
    if registration is None:
        return None
    call = Call.objects.get(pk=call_id)
    deputy = standing(call).filter(member=person_id).select_related("person").first()
    return Place(call, registration.meeting, session_of(call), registration, deputy.person if deputy else None)


def _members(call: Call) -> QuerySet[Registration]:
    others = Deputy.objects.filter(call=call).values("person")
    return Registration.objects.filter(meeting=call.meeting_id).exclude(person__in=others)
