"""A round at its fullest for measurements: members, the letter delivered, the answers in. Rows only, no mails are made."""

import itertools
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db import transaction

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
    staff: Staff


@transaction.atomic
def fill(size: int) -> Crowd:
    """``size`` members; nearly all have had the letter, 53 of 100 have a seat and 7 cannot come."""
    denmark.load(by=BY, at=AT)
    round = _round()
    meeting, sessions = _meeting(round)
    people = _people(size)
    _letter(round, meeting.audience, people)
    _registrations(meeting, sessions, people)
    staff = Staff.objects.create(
        email="sofie.ravn@kl.example", name="Sofie Ravn", role=Staff.Role.ADMIN, approved_at=AT, approved_by=str(BY)
    )
    return Crowd(round, meeting, sessions, people, staff)


def _round() -> Round:
    return Round.objects.create(
        key="oea26", title="Økonomiaftalen for 2026", short="ØA26", starts_on=date(2025, 2, 7), ends_on=date(2025, 6, 30),
        sender_name="KL", mailbox="oea26@kl.example", contact_name="Sofie Ravn", contact_email="oea26@kl.example",
        negotiation="starten af maj", edited_at=AT,
    )  # fmt: skip


def _meeting(round: Round) -> tuple[Meeting, list[Session]]:
    everybody, _made = Audience.objects.get_or_create(
        key="everybody", defaults={"name": "Alle", "spec": {"any": []}, "edited_at": AT}
    )
    track = Track.objects.create(
        round=round, key="stormoeder", kind="meetings", position=1, title="Virtuelle stormøder"
    )
    meeting = Meeting.objects.create(
        track=track, audience=everybody, platform="Teams", deadline=DEADLINE, links_at=DEADLINE + timedelta(hours=8)
    )
    starts = (datetime(2025, 3, 31, 17, tzinfo=UTC), datetime(2025, 4, 3, 17, tzinfo=UTC))
    sessions = [
        Session(meeting=meeting, slug=f"oea26-{number}", starts=start, ends=start + timedelta(minutes=90))
        for number, start in enumerate(starts, start=1)
    ]
    return meeting, Session.objects.bulk_create(sessions)


def _people(size: int) -> list[uuid.UUID]:
    councils = Body.objects.filter(kind=Body.Kind.COUNCIL, organisation__isnull=False).order_by("pk")
    seats = itertools.islice(itertools.cycle(councils), size)
    found: list[uuid.UUID] = []
    for batch in itertools.batched(enumerate(seats), BATCH):
        people = [_person(number, body) for number, body in batch]
        Person.objects.bulk_create(people)
        Mandate.objects.bulk_create(
            Mandate(person=person, body=body, role=Mandate.Role.MEMBER, valid_from=date(2022, 1, 1))
            for person, (_number, body) in zip(people, batch, strict=True)
        )
        found += [person.pk for person in people]
    return found


def _person(number: int, body: Body) -> Person:
    name = f"{FIRST[number % 16]} {LAST[number // 16 % 16]} {LAST[number // 256 % 16]}"
    return Person(
        name=name, sort_key=sort_key(name), email=f"member{number}@kommune.example", organisation=body.organisation
    )


def _letter(round: Round, audience: Audience, people: list[uuid.UUID]) -> None:
    sent = datetime(2025, 2, 7, 9, tzinfo=UTC)
    letter = Letter.objects.create(
        round=round, key="invitation", title="Invitation til virtuelle stormøder om ØA26", audience=audience,
        edited_at=sent, edited_by=str(BY), released_at=sent, released_by=str(BY), sent_at=sent,
    )  # fmt: skip
    version = LetterVersion.objects.create(letter=letter, number=1, content={}, made_at=sent, made_by=str(BY))
    for batch in itertools.batched(enumerate(people), BATCH):
        messages = [_message(number, person, version, sent) for number, person in batch]
        Message.objects.bulk_create(messages)
        Delivery.objects.bulk_create(
            Delivery(version=version, letter=letter, person_id=person, message=message)
            for message, (_number, person) in zip(messages, batch, strict=True)
        )


def _message(number: int, person: uuid.UUID, version: LetterVersion, sent: datetime) -> Message:
    state = Message.State.REFUSED if number % 150 == 0 else Message.State.ACCEPTED
    return Message(
        key=f"letter:{version.letter_id}:{person}", kind="letters.letter", ref=f"letter-version:{version.pk}",
        person=str(person), date=sent, mark=uuid.uuid4().hex, priority=Message.Priority.BULK, state=state,
        settled_at=sent,
    )  # fmt: skip


def _registrations(meeting: Meeting, sessions: list[Session], people: list[uuid.UUID]) -> None:
    taken = [0] * len(sessions)
    rows: list[Registration] = []
    for number, person in enumerate(people):
        part = number * 37 % 100
        if part >= 60:
            continue
        seat = sessions[number % len(sessions)] if part < 53 else None
        if seat:
            taken[number % len(sessions)] += 1
        rows.append(_registration(meeting, person, seat))
    Registration.objects.bulk_create(rows, batch_size=BATCH)
    for session, seats in zip(sessions, taken, strict=True):
        session.taken = seats
        session.save(update_fields=["taken"])


def _registration(meeting: Meeting, person: uuid.UUID, seat: Session | None) -> Registration:
    return Registration(
        meeting=meeting, person_id=person, seat=seat, cannot=seat is None, answered_at=AT, answered_by=str(BY),
        uid=uuid.uuid4().hex,
    )  # fmt: skip
