"""A tour with councils and speakers, for this room's tests. Everybody is invented."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from stormoede.accounts import actors
from stormoede.deliberations.tests import makers as councils
from stormoede.events.actor import Actor, ActorKind, system
from stormoede.members.models import Body, Organisation, Person
from stormoede.rounds.models import Round
from stormoede.rounds.tests import makers as rounds
from stormoede.talks.actions import requests, speakers, talks, tours
from stormoede.talks.core.plans import Asked, SpeakerPlan, TourPlan
from stormoede.talks.models import Speaker, SpeakerRequest, Talk, Tour
from tests import cast

BY = system("test")
DESK = Actor(ActorKind.STAFF, "00000000-0000-0000-0000-000000000001")
AT = datetime(2025, 3, 10, 12, tzinfo=UTC)
ASK_BY = datetime(2025, 3, 31, 22, 59, 59, tzinfo=UTC)
FIRST, LAST = date(2025, 4, 7), date(2025, 5, 9)
MONDAY = datetime(2025, 4, 7, 8, tzinfo=UTC)
HOUR = timedelta(minutes=45)
PLACES = {
    "0430": "Faaborg-Midtfyn",
    "0461": "Odense",
    "0440": "Kerteminde",
    "0101": "København",
    "0851": "Aalborg",
    "0607": "Fredericia",
}


def tour(round: Round | None = None, **changes: Any) -> Tour:
    """A tour of five weeks after Easter's beginning, unless it is to be another."""
    plan = {"title": "Oplægsholdere", "text": "Bed om et oplæg.", "first": FIRST, "last": LAST, "ask_by": ASK_BY}
    owner = round or Round.objects.filter(key="oea26").first() or rounds.make()
    return tours.begin(owner, TourPlan(**(plan | changes)), by=BY, at=AT)


def place(code: str) -> Organisation:
    return councils.council(code, PLACES[code]).organisation or Organisation()


def council(code: str) -> Body:
    return councils.council(code, PLACES[code], councils.region())


def speaker(of: Tour, name: str = "Ida Bech", home: str = "0461", *, days: int = 33, **plan: Any) -> Speaker:
    """Somebody who can on every day of the tour, or on the first ``days``, from eight to twenty-two."""
    who = cast.person(name, f"{name.lower().replace(' ', '.')}@kl.example", organisation=place(home))
    made = speakers.add(
        of, who, SpeakerPlan(**({"side": "secretariat", "home": home, "per_week": 5} | plan)), by=BY, at=AT
    )
    free = [
        (MONDAY - timedelta(hours=2) + timedelta(days=n), MONDAY + timedelta(hours=12, days=n)) for n in range(days)
    ]
    speakers.say_openings(made, free, by=actors.person(who), at=AT)
    return Speaker.objects.select_related("person", "tour__track__round").get(pk=made.pk)


def at(day: int, hour: int = 10, minutes: int = 45) -> tuple[datetime, datetime]:
    """A time on a day of the tour, counted from its first."""
    starts = MONDAY.replace(hour=0) + timedelta(days=day, hours=hour)
    return starts, starts + timedelta(minutes=minutes)


def asked(*wishes: tuple[datetime, datetime], **changes: Any) -> Asked:
    told = {"side": "", "form": "on_site", "topic": "Økonomiaftalen", "place": "Byrådssalen", "note": "",
            "contact_name": "Mona Friis", "contact_email": "mona.friis@kommune.example"}  # fmt: skip
    return Asked(**(told | {"wishes": wishes or (at(0),)} | changes))


def request(of: Tour, code: str = "0430", *wishes: tuple[datetime, datetime], **changes: Any) -> SpeakerRequest:
    return requests.ask(of, council(code), asked(*wishes, **changes), by=BY, at=AT)


def one(found: SpeakerRequest) -> Talk:
    """The newest talk of a request."""
    return Talk.objects.select_related("speaker__person", "request").filter(request=found).order_by("-pk")[0]


def agree(talk: Talk, when: datetime = AT) -> Talk:
    """Offer it and take it."""
    talks.offer([talk], by=DESK, at=when)
    talks.accept(talk, by=voice(talk), at=when)
    return Talk.objects.get(pk=talk.pk)


def voice(talk: Talk) -> Actor:
    return actors.person(talk.speaker.person)


def secretary(code: str, name: str = "Lis Toft") -> Person:
    body = Body.objects.get(kind="administration", organisation__code=code)
    return councils.seat(body, name, role="secretary")


def mails(kind: str = "talks.") -> Sequence[tuple[str, str]]:
    """What was sent: kind, and what it tells (its act, or the key)."""
    from stormoede.mail.models import Message

    rows = Message.objects.filter(kind__startswith=kind).order_by("pk")
    return [(row.kind.removeprefix("talks."), str(row.facts.get("act", ""))) for row in rows]
