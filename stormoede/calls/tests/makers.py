"""A call to a handful of people, half an hour from now."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from stormoede.accounts import actors
from stormoede.calls.actions import answers, calls
from stormoede.calls.core.plans import CallPlan
from stormoede.calls.models import Call
from stormoede.events.actor import system
from stormoede.meetings.models import Registration
from stormoede.meetings.tests import house
from stormoede.members.actions import audiences
from stormoede.members.models import Audience, Person
from tests import cast

BY = system("test")
AT = datetime(2025, 5, 14, 11, 0, tzinfo=UTC)
STARTS = AT + timedelta(hours=2, minutes=30)
ADDRESS = "https://teams.example.com/l/meetup-join/1"


def audience(people: tuple[Person, ...]) -> Audience:
    return audiences.save("oekonomi", "Borgmestre", house.spec(people), by=BY, at=AT)


def people(number: int = 3) -> tuple[Person, ...]:
    return tuple(cast.person(f"Medlem {n:03}") for n in range(number))


def call(called: tuple[Person, ...], mark: UUID | None = None, **plan: Any) -> Call:
    told = {"subject": "Status på forhandlingerne", "lines": "Kort nyt fra bordet.\nI kan spørge.", "starts": STARTS}
    whole = CallPlan(**({**told, "join_url": ADDRESS} | plan))
    found = Audience.objects.filter(key="oekonomi").first() or audience(called)
    return calls.begin(house.round_(), found.pk, whole, mark or uuid4(), by=BY, at=AT)


def comes(of: Call, who: Person, coming: bool = True, at: datetime = AT) -> None:
    answers.answer(of.pk, who.pk, coming, by=actors.person(who), at=at)


def sends(of: Call, who: Person, name: str = "Ida Bech", email: str = "ida@aabenraa.example") -> Person:
    return answers.send_deputy(of.pk, who.pk, name, email, by=actors.person(who), at=AT)


def line(of: Call, who: Person) -> Registration:
    return Registration.objects.get(meeting=of.meeting_id, person=who)
