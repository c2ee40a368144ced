"""A small meeting for this room's tests: two evenings, and people of one council."""

from datetime import UTC, datetime, timedelta
from typing import Any

from stormoede.events.actor import Actor, system
from stormoede.meetings.actions import meetings, registrations
from stormoede.meetings.core.plans import DatePlan, Item, Plan
from stormoede.meetings.core.seats import Late
from stormoede.meetings.models import Meeting, Registration
from stormoede.members.models import Audience, Person
from stormoede.rounds.models import Round, Track
from tests import cast

DEADLINE = datetime(2025, 3, 26, 22, 59, 59, tzinfo=UTC)
LINKS_AT = datetime(2025, 3, 27, 7, 0, tzinfo=UTC)
FIRST = datetime(2025, 3, 31, 17, 0, tzinfo=UTC)
SECOND = datetime(2025, 4, 3, 17, 0, tzinfo=UTC)
LENGTH = timedelta(minutes=90)
BEFORE = datetime(2025, 3, 10, 13, 7, tzinfo=UTC)
AFTER = DEADLINE + timedelta(seconds=1)
DOOR = FIRST - timedelta(minutes=15)
STAFF = system("test")
ADDRESS = "https://teams.microsoft.com/l/meetup-join/19%3ameeting_hemmelig%40thread.v2/0"


def round_(**fields: Any) -> Round:
    values = {
        "title": "Økonomiaftalen for 2026",
        "short": "ØA26",
        "starts_on": datetime(2025, 2, 7, tzinfo=UTC).date(),
        "ends_on": datetime(2025, 6, 30, tzinfo=UTC).date(),
        "sender_name": "KL",
        "mailbox": "oea26@kl.example",
        "contact_name": "Sofie Ravn",
        "contact_email": "oea26@kl.example",
        "edited_at": BEFORE,
    }
    return Round.objects.get_or_create(key=fields.pop("key", "oea26"), defaults=values | fields)[0]


def meeting(
    capacities: tuple[int | None, ...] = (None, None),
    *,
    late: Late = Late.ASK,
    towns: tuple[str, ...] = (),
    people: tuple[Person, ...] = (),
    address: str = ADDRESS,
    **plan: Any,
) -> Meeting:
    """A meeting on as many evenings as ``capacities``, three days apart; its audience is ``people`` alone."""
    owner = round_()
    track = Track.objects.create(
        round=owner,
        key="stormoeder",
        kind="meetings",
        position=1,
        title="Virtuelle stormøder om ØA26",
        text="Vi holder det samme møde to aftener på Teams.",
    )
    audience, _ = Audience.objects.get_or_create(
        key="alle", defaults={"name": "Alle", "spec": spec(people), "edited_at": BEFORE}
    )
    values = {"platform": "Teams", "help_phone": "12 34 56 78", "help_from": datetime(1, 1, 1, 18, 30).time()}
    values["programme"] = (Item(datetime(1, 1, 1, 19, 0).time(), "Velkomst", "Formand Birgitte Holm"),)
    facts = Plan(deadline=DEADLINE, links_at=LINKS_AT, late=late, **(values | plan))
    dates = [
        DatePlan(
            FIRST + timedelta(days=3 * n),
            FIRST + timedelta(days=3 * n) + LENGTH,
            town=towns[n] if towns else "",
            place="Rådhuset" if towns else "",
            join_url="" if towns else address,
            capacity=capacity,
        )
        for n, capacity in enumerate(capacities)
    ]
    return meetings.make(track, audience.pk, facts, dates, by=STAFF, at=BEFORE)


def spec(people: tuple[Person, ...]) -> dict[str, Any]:
    return {"any": [{"people": [str(one.pk) for one in people]}]}


def people(number: int) -> tuple[Person, ...]:
    return tuple(cast.person(f"Medlem {n:03}") for n in range(number))


def dates(of: Meeting) -> list[int]:
    return list(of.sessions.values_list("pk", flat=True))


def answer(of: Meeting, who: Person, choice: int | None, at: datetime = BEFORE) -> registrations.Answer:
    return registrations.answer(of.pk, who.pk, choice, by=actor(who), at=at)


def actor(who: Person) -> Actor:
    from stormoede.accounts import actors

    return actors.person(who)


def line(of: Meeting, who: Person) -> Registration:
    return Registration.objects.get(meeting=of, person=who)
