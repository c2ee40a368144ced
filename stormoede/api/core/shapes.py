"""What the read API answers with of rounds, members, meetings and letters. Every field says what it is, and may add to its schema; document.py is made of these."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

# What several answers tell of.
RoundKey = Annotated[str, "The round's key."]
RegionCode = Annotated[
    str | None, "The code of the regional council's part of the country.", {"examples": ["syddanmark"]}
]


@dataclass(frozen=True, slots=True)
class Track:
    """One way of being heard in a round."""

    key: Annotated[str, "The track's key, unique in its round."]
    kind: Annotated[str, "What sort of track it is, such as meetings, call, deliberations, contributions or notice."]
    title: Annotated[str, "What the round calls it."]


@dataclass(frozen=True, slots=True)
class Round:
    """One year's dialogue."""

    key: Annotated[str, "The round's key, as addresses have it.", {"examples": ["oea26"]}]
    short: Annotated[str, "What people call it.", {"examples": ["ØA26"]}]
    title: Annotated[str, "Its whole title."]
    language: Annotated[str, "The language it is written in first."]
    time_zone: Annotated[str, "The time zone its dates are told in.", {"examples": ["Europe/Copenhagen"]}]
    starts_on: Annotated[date, "Its first day."]
    ends_on: Annotated[date, "Its last day."]
    edited_at: Annotated[datetime, "When it was last edited."]
    tracks: Annotated[tuple[Track, ...], "Its tracks, in order."]


class Role(StrEnum):
    MEMBER = "member"
    MAYOR = "mayor"
    DEPUTY_MAYOR = "deputy_mayor"
    CHAIR = "chair"
    SECRETARY = "secretary"


class BodyKind(StrEnum):
    COUNCIL = "council"
    FINANCE_COMMITTEE = "finance_committee"
    REGIONAL_COUNCIL = "regional_council"
    BOARD = "board"
    ADMINISTRATION = "administration"


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat that a person has, had or will have."""

    body: Annotated[str, "The body's name."]
    kind: Annotated[BodyKind, "What sort of body it is."]
    organisation: Annotated[str | None, "The code of the municipality whose body it is.", {"examples": ["0430"]}]
    region: RegionCode
    role: Annotated[Role, "As what the person sits there."]
    valid_from: Annotated[date, "The first day."]
    valid_to: Annotated[date | None, "The last day, included; null is open."]


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the member list. Without the scope personal, name, email and number are null."""

    id: Annotated[UUID, "A random id that says nothing about the person."]
    name: Annotated[str | None, "The name; only with the scope personal."]
    email: Annotated[str | None, "The mail address, empty when there is none; only with the scope personal."]
    number: Annotated[str | None, "The association's own number of the person; only with the scope personal."]
    reachable: Annotated[bool, "Whether there is a mail address."]
    language: Annotated[str, "The language the person has chosen; empty when none."]
    organisation: Annotated[str | None, "The code of the municipality the person belongs to.", {"examples": ["0430"]}]
    erased_at: Annotated[datetime | None, "When everything about the person was erased; delete your copy too."]
    seats: Annotated[tuple[Seat, ...], "Seats, the earliest first."]


@dataclass(frozen=True, slots=True)
class Session:
    """One date of a meeting. The address behind its door is never told."""

    id: Annotated[int, "The date's id."]
    round: RoundKey
    track: Annotated[str, "The key of the track it belongs to."]
    kind: Annotated[str, "The track's kind: meetings or call."]
    starts: Annotated[datetime, "When it begins."]
    ends: Annotated[datetime, "When it ends."]
    town: Annotated[str | None, "The town it is held in; null is online."]
    place: Annotated[str | None, "Where in the town."]
    capacity: Annotated[int | None, "How many have room; null is no limit."]
    taken: Annotated[int, "How many seats are given."]
    deadline: Annotated[datetime, "The last second in which an answer counts."]
    cancelled_at: Annotated[datetime | None, "When it was cancelled."]


class Standing(StrEnum):
    COMING = "coming"
    WAITING = "waiting"
    ASKING = "asking"
    CANNOT = "cannot"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person has answered to a meeting: one answer a meeting, the latest."""

    id: Annotated[UUID, "The answer's id; it stays when the answer is changed."]
    round: RoundKey
    track: Annotated[str, "The key of the meeting's track."]
    person: Annotated[UUID, "The member's id."]
    standing: Annotated[
        Standing,
        "coming: has a seat. waiting: in line for a date, perhaps with a seat on another. asking: asks for a seat after the "
        "deadline. cannot: cannot come. none: nothing stands, the answer was taken back or not given.",
    ]
    session: Annotated[int | None, "The date they have a seat on."]
    wish: Annotated[int | None, "The date they wait or ask for."]
    answered_at: Annotated[datetime, "When it was last changed."]


class DeliveryState(StrEnum):
    QUEUED = "queued"
    DEFERRED = "deferred"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNBUILDABLE = "unbuildable"
    CANCELLED = "cancelled"
    UNREACHABLE = "unreachable"


@dataclass(frozen=True, slots=True)
class Delivery:
    """A letter to one person, and what became of it."""

    id: Annotated[int, "The delivery's id."]
    round: RoundKey
    letter: Annotated[str, "The letter's key.", {"examples": ["invitation"]}]
    person: Annotated[UUID, "The member's id."]
    state: Annotated[
        DeliveryState,
        "queued: waits to be sent. deferred: put off by the receiver, and tried again. accepted: the receiver's mail server has "
        "it. refused: it came back, or was turned away. unbuildable: could not be made. cancelled: taken back. unreachable: the "
        "person has no mail address.",
    ]
    code: Annotated[int | None, "What the receiver's mail server answered, as an SMTP code."]
    attempts: Annotated[int, "How often it has been tried."]
    queued_at: Annotated[datetime | None, "When it was laid in the outbox."]
    settled_at: Annotated[datetime | None, "When its state became final."]
    message: Annotated[
        int | None, "The mail's id, as the events mail.refused, mail.bounced and mail.unbuildable name it."
    ]
