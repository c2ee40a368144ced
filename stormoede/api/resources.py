"""The table of what can be read: addresses, views and the description are all made of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from stormoede.api import parameters
from stormoede.api.core import shapes
from stormoede.api.core.scopes import Scope
from stormoede.api.parameters import LIMIT, SINCE, Parameter, by_key, by_number, by_uuid, by_word, cursor
from stormoede.api.queries import answers, deliveries, members, rounds, sessions
from stormoede.api.queries.wanted import Id, Wanted

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


_ROUND = "Only of the round with this key."
_PERSON = "Only of this member."

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
            by_word("state", "Only in this state.", deliveries.STATE, [state.value for state in shapes.DeliveryState]),
        ),
        _same(deliveries.listing),
    ),
)
