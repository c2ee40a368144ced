"""The table of what can be read: addresses, views and the description are all made of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from stormoede.api import parameters
from stormoede.api.core import hearing, shapes
from stormoede.api.core.scopes import Scope
from stormoede.api.parameters import LIMIT, SINCE, Parameter, by_key, by_number, by_pair, by_uuid, by_word, cursor
from stormoede.api.queries import answers, deliberations, deliveries, members, rounds, sessions, talks
from stormoede.api.queries.wanted import Id, Wanted
from stormoede.lib import clock

type Listing = Callable[[Wanted], Sequence[tuple[Id, Any]]]


@dataclass(frozen=True, slots=True)
class Resource:
    """One thing that can be read, as a list and one by one. ``one`` is what names one; ``listing`` knows the key's scopes."""

    scope: Scope
    shape: type
    about: str
    one: Parameter
    parameters: tuple[Parameter, ...]
    listing: Callable[[frozenset[Scope]], Listing]

    @property
    def name(self) -> str:
        return self.scope.value


def _same(listing: Listing) -> Callable[[frozenset[Scope]], Listing]:
    return lambda _scopes: listing


def _people(scopes: frozenset[Scope]) -> Listing:
    return partial(members.listing, personal=Scope.PERSONAL in scopes)


def _now(_scopes: frozenset[Scope]) -> Listing:
    return partial(deliberations.listing, at=clock.round_now())


_ROUND = "Only of the round with this key."
_PERSON = "Only of this member."
_COUNCIL = "Only of the council of the municipality with this code."
_STATE = "Only in this state."

RESOURCES = (
    Resource(
        Scope.ROUNDS,
        shapes.Round,
        "Rounds, with their tracks. A call that has not been sent is not among them.",
        by_key("key", "The round's key.", "key"),
        (LIMIT, cursor(parameters.number), SINCE),
        _same(rounds.listing),
    ),
    Resource(
        Scope.MEMBERS,
        shapes.Member,
        "The people of the member list, with all their seats. Names, addresses and numbers only with the scope personal.",
        by_uuid("id", "The member's id.", "pk"),
        (
            LIMIT,
            cursor(parameters.uuid),
            SINCE,
            by_key("organisation", "Only of the municipality with this code.", "organisation__code"),
        ),
        _people,
    ),
    Resource(
        Scope.SESSIONS,
        shapes.Session,
        "The dates that meetings and calls are held on. updated_since goes by edits of the date and its meeting, not by seats.",
        by_number("id", "The date's id.", "pk"),
        (LIMIT, cursor(parameters.number), SINCE, by_key("round", _ROUND, "meeting__track__round__key")),
        _same(sessions.listing),
    ),
    Resource(
        Scope.ANSWERS,
        shapes.Answer,
        "What members have answered to meetings and calls.",
        by_uuid("id", "The answer's id.", "pk"),
        (
            LIMIT,
            cursor(parameters.uuid),
            SINCE,
            by_key("round", _ROUND, "meeting__track__round__key"),
            by_number("session", "Only those with a seat on this date.", "seat"),
            by_uuid("person", _PERSON, "person"),
        ),
        _same(answers.listing),
    ),
    Resource(
        Scope.DELIVERIES,
        shapes.Delivery,
        "Letters that have been sent, one row for each recipient, and what became of them.",
        by_number("id", "The delivery's id.", "pk"),
        (
            LIMIT,
            cursor(parameters.number),
            SINCE,
            by_key("round", _ROUND, "letter__round__key"),
            by_key("letter", "Only of the letter with this key.", "letter__key"),
            by_uuid("person", _PERSON, "person"),
            by_word("state", _STATE, deliveries.STATE, [state.value for state in shapes.DeliveryState]),
        ),
        _same(deliveries.listing),
    ),
    Resource(
        Scope.DELIBERATIONS,
        hearing.Deliberation,
        "When councils and regional councils discuss what the round asks, and how far they are; those that have said something of "
        "it. updated_since goes by days that were said and input that came in.",
        by_pair("id", "The discussion's id.", deliberations.ID),
        (
            LIMIT,
            cursor(parameters.number),
            SINCE,
            by_key("round", _ROUND, "matter__track__round__key"),
            by_key("organisation", _COUNCIL, "body__organisation__code"),
        ),
        _now,
    ),
    Resource(
        Scope.SPEAKER_REQUESTS,
        hearing.SpeakerRequest,
        "What councils and regional councils ask of the round's speakers, also what they have withdrawn.",
        by_number("id", "The request's id.", "pk"),
        (
            LIMIT,
            cursor(parameters.number),
            SINCE,
            by_key("round", _ROUND, "tour__track__round__key"),
            by_key("organisation", _COUNCIL, "body__organisation__code"),
            by_word("state", _STATE, talks.STATE, [state.value for state in hearing.RequestState]),
        ),
        _same(talks.requests),
    ),
    Resource(
        Scope.TALKS,
        hearing.Talk,
        "Talks that a speaker has been asked to give, and what became of them. A proposal that nobody has been told of is not among "
        "them.",
        by_number("id", "The talk's id.", "pk"),
        (
            LIMIT,
            cursor(parameters.number),
            SINCE,
            by_key("round", _ROUND, "request__tour__track__round__key"),
            by_number("request", "Only of this request.", "request"),
            by_uuid("speaker", "Only of this speaker.", "speaker__person"),
            by_word("state", _STATE, "state", [state.value for state in hearing.TalkState]),
        ),
        _same(talks.listing),
    ),
)
