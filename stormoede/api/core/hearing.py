"""What the read API answers with of what councils discuss, and of the speakers that go out to them. No text that anybody wrote."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

from stormoede.api.core.shapes import BodyKind, RegionCode, RoundKey


class DiscussionStanding(StrEnum):
    NONE = "none"
    PLANNED = "planned"
    HELD = "held"
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Deliberation:
    """One body's discussion of a matter: its day, and how far it is. Neither who sees to it nor what was said."""

    id: Annotated[str, "The discussion's id: its matter and its body, as events name it.", {"examples": ["3:17"]}]
    round: RoundKey
    track: Annotated[str, "The key of the matter's track."]
    kind: Annotated[BodyKind, "What sort of body it is: council or regional_council."]
    organisation: Annotated[str | None, "The code of the municipality whose council it is.", {"examples": ["0430"]}]
    region: RegionCode
    planned_on: Annotated[date | None, "The day it is to be discussed, or was; null is not said."]
    sent_at: Annotated[datetime | None, "When the body's input last came in."]
    standing: Annotated[
        DiscussionStanding,
        "none: no day yet. planned: it has a day, which has not passed. held: the day has passed. sent: input has come in.",
    ]
    edited_at: Annotated[datetime, "When its day was last said or taken back."]


class RequestState(StrEnum):
    OPEN = "open"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    HELD = "held"
    WITHDRAWN = "withdrawn"


class TalkForm(StrEnum):
    ON_SITE = "on_site"
    ONLINE = "online"


class WantedForm(StrEnum):
    ON_SITE = "on_site"
    ONLINE = "online"
    EITHER = "either"


class SpeakerSide(StrEnum):
    BOARD = "board"
    SECRETARIAT = "secretariat"


@dataclass(frozen=True, slots=True)
class WishedTime:
    """A time a body would like its talk at."""

    starts: Annotated[datetime, "When it would begin."]
    ends: Annotated[datetime, "When it would end."]


@dataclass(frozen=True, slots=True)
class SpeakerRequest:
    """A body asks for a speaker. What it is to be about, the note and the contact stay with those who see to it."""

    id: Annotated[int, "The request's id."]
    round: RoundKey
    track: Annotated[str, "The key of the tour's track."]
    kind: Annotated[BodyKind, "What sort of body asks: council or regional_council."]
    organisation: Annotated[str | None, "The code of the municipality whose council asks.", {"examples": ["0430"]}]
    region: RegionCode
    side: Annotated[SpeakerSide | None, "Where the speaker is to be from; null is either."]
    form: Annotated[WantedForm, "How the talk is to be held."]
    site: Annotated[str | None, "The code of the municipality it is to be held in; null where it can only be online."]
    wishes: Annotated[tuple[WishedTime, ...], "The times wished for, the best first."]
    state: Annotated[
        RequestState,
        "open: nobody has been asked to come. offered: a speaker has been asked. accepted: a speaker has said yes. held: the talk "
        "has been held. withdrawn: the body needs no speaker after all.",
    ]
    asked_at: Annotated[datetime, "When it was asked for."]
    withdrawn_at: Annotated[datetime | None, "When it was withdrawn."]


class TalkState(StrEnum):
    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Talk:
    """A speaker's visit to a body. The address of one that is online, and why one is not to be, are never told."""

    id: Annotated[int, "The talk's id."]
    round: RoundKey
    track: Annotated[str, "The key of the tour's track."]
    request: Annotated[int, "The id of the request it answers, which says whose it is."]
    speaker: Annotated[UUID, "The speaker's id, among members."]
    starts: Annotated[datetime, "When it begins."]
    ends: Annotated[datetime, "When it ends."]
    form: Annotated[TalkForm, "How it is held."]
    place: Annotated[str | None, "Where in the municipality, when it is on site and said."]
    state: Annotated[
        TalkState,
        "offered: the speaker has been asked. accepted: the speaker has said yes. declined: the speaker has said no, or cannot "
        "after all. cancelled: it is not held. held: it has been held.",
    ]
    state_at: Annotated[datetime, "When it came to this state."]
