"""A round at its fullest for measurements: members, the letter delivered, the answers in. Rows only, no mails are made."""

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction

from stormoede.accounts.models import Staff
from stormoede.events.actor import system
from stormoede.letters.models import Delivery, Letter, LetterVersion
from stormoede.lib.danish import sort_key
from stormoede.mail.models import Message
from stormoede.meetings.models import Meeting, Registration, Session
from stormoede.members.actions import denmark
from stormoede.members.models import Audience, Body, Mandate, Person
from stormoede.rounds.models import Round, Track

BY = system("bench")
AT = datetime(2025, 3, 24, 8, 15, tzinfo=UTC)
SENT = datetime(2025, 2, 7, 9, tzinfo=UTC)
DEADLINE = datetime(2025, 3, 26, 22, 59, 59, tzinfo=UTC)
FIRST = [
    "Anne",
    "Bo",
    "Cecilie",
    "David",
    "Else",
    "Frode",
    "Gerda",
    "Hans",
    "Inge",
    "Jens",
    "Karen",
    "Lars",
    "Mette",
    "Niels",
    "Oda",
    "Peter",
]
LAST = [
    "Holm",
    "Lund",
    "Skov",
    "Bæk",
    "Kær",
    "Dahl",
    "Vang",
    "Toft",
    "Krogh",
    "Bak",
    "Friis",
    "Juhl",
    "Riis",
    "Munk",
    "Storm",
    "Aagaard",
]
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Crowd:
    """What was made."""

    round: Round
    meeting: Meeting
    sessions: list[Session]
    people: list[uuid.UUID]
    version: LetterVersion
    staff: Staff


@transaction.atomic
def fill(size: int, at: datetime = AT) -> Crowd:
    """``size`` members; nearly all have had the letter, 53 of 100 have a seat and 7 cannot come.

    ``at`` is two days before the deadline.
    """
    later = timedelta(days=(at - AT).days)
    denmark.load(by=BY, at=AT)
    round = _round(later)
    meeting, sessions = _meeting(round, later)
    staff = Staff.objects.create(
        email="sofie.ravn@kl.example", name="Sofie Ravn", role=Staff.Role.ADMIN, approved_at=AT, approved_by=str(BY)
    )
    crowd = Crowd(round, meeting, sessions, [], _letter(round, meeting.audience), staff)
    grow(crowd, size)
    return crowd


@transaction.atomic
def grow(crowd: Crowd, size: int) -> None:
    """More members of the same sort, until there are ``size``."""
    councils = list(Body.objects.filter(kind=Body.Kind.COUNCIL, organisation__isnull=False).order_by("pk"))
    for first in range(len(crowd.people), size, BATCH):
        numbers = range(first, min(first + BATCH, size))
        people = seat(numbers, councils)
        _deliveries(crowd.version, numbers, people)
        _registrations(crowd, numbers, people)
        crowd.people.extend(people)


def settle() -> None:
    """Let the database look at what it holds, as it does by itself some minutes after a great change.

    PostgreSQL also tidies up then; whatever is measured meanwhile is told to cost what that costs.
    """
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)" if connection.vendor == "postgresql" else "ANALYZE")


def _round(later: timedelta) -> Round:
    return Round.objects.create(
        key="oea26", title="Økonomiaftalen for 2026", short="ØA26", starts_on=date(2025, 2, 7) + later, ends_on=date(2025, 6, 30) + later,
        sender_name="KL", mailbox="oea26@kl.example", contact_name="Sofie Ravn", contact_email="oea26@kl.example",
        negotiation="starten af maj", edited_at=AT,
    )  # fmt: skip


def _meeting(round: Round, later: timedelta) -> tuple[Meeting, list[Session]]:
    everybody, _made = Audience.objects.get_or_create(
        key="everybody", defaults={"name": "Alle", "spec": {"any": [{"bodies": ["council"]}]}, "edited_at": AT}
    )
    track = Track.objects.create(
        round=round, key="stormoeder", kind="meetings", position=1, title="Virtuelle stormøder"
    )
    meeting = Meeting.objects.create(
        track=track,
        audience=everybody,
        platform="Teams",
        deadline=DEADLINE + later,
        links_at=DEADLINE + later + timedelta(hours=8),
    )
    starts = (datetime(2025, 3, 31, 17, tzinfo=UTC), datetime(2025, 4, 3, 17, tzinfo=UTC))
    sessions = [
        Session(
            meeting=meeting, slug=f"oea26-{number}", starts=start + later, ends=start + later + timedelta(minutes=90)
        )
        for number, start in enumerate(starts, start=1)
    ]
    return meeting, Session.objects.bulk_create(sessions)


def seat(numbers: range, councils: list[Body]) -> list[uuid.UUID]:
    """A member for each number, with a seat in one of the councils by turns."""
    bodies = [councils[number % len(councils)] for number in numbers]
    people = [_person(number, body) for number, body in zip(numbers, bodies, strict=True)]
    Person.objects.bulk_create(people)
    Mandate.objects.bulk_create(
        Mandate(person=person, body=body, role=Mandate.Role.MEMBER, valid_from=date(2022, 1, 1))
        for person, body in zip(people, bodies, strict=True)
    )
    return [person.pk for person in people]


def _person(number: int, body: Body) -> Person:
    name = f"{FIRST[number % 16]} {LAST[number // 16 % 16]} {LAST[number // 256 % 16]}"
    return Person(
        name=name, sort_key=sort_key(name), email=f"member{number}@kommune.example", organisation=body.organisation
    )


def _letter(round: Round, audience: Audience) -> LetterVersion:
    letter = Letter.objects.create(
        round=round, key="invitation", title="Invitation til virtuelle stormøder om ØA26", audience=audience,
        edited_at=SENT, edited_by=str(BY), released_at=SENT, released_by=str(BY), sent_at=SENT,
    )  # fmt: skip
    return LetterVersion.objects.create(letter=letter, number=1, content={}, made_at=SENT, made_by=str(BY))


def _deliveries(version: LetterVersion, numbers: range, people: list[uuid.UUID]) -> None:
    messages = [_message(number, person, version) for number, person in zip(numbers, people, strict=True)]
    Message.objects.bulk_create(messages)
    Delivery.objects.bulk_create(
        Delivery(version=version, letter_id=version.letter_id, person_id=person, message=message)
        for message, person in zip(messages, people, strict=True)
    )


def _message(number: int, person: uuid.UUID, version: LetterVersion) -> Message:
    state = Message.State.REFUSED if number % 150 == 0 else Message.State.ACCEPTED
    return Message(
        key=f"letter:{version.letter_id}:{person}", kind="letters.letter", ref=f"letter-version:{version.pk}",
        person=str(person), date=SENT, mark=uuid.uuid4().hex, priority=Message.Priority.BULK, state=state,
        settled_at=SENT,
    )  # fmt: skip


def _registrations(crowd: Crowd, numbers: range, people: list[uuid.UUID]) -> None:
    rows = []
    for number, person in zip(numbers, people, strict=True):
        part = number * 37 % 100
        if part < 60:
            seat = crowd.sessions[number % len(crowd.sessions)] if part < 53 else None
            rows.append(_registration(crowd.meeting, person, seat))
    Registration.objects.bulk_create(rows)
    for session in crowd.sessions:
        session.taken += sum(row.seat_id == session.pk for row in rows)
        session.save(update_fields=["taken"])


def _registration(meeting: Meeting, person: uuid.UUID, seat: Session | None) -> Registration:
    return Registration(
        meeting=meeting, person_id=person, seat=seat, cannot=seat is None, answered_at=AT, answered_by=str(BY),
        uid=uuid.uuid4().hex,
    )  # fmt: skip
