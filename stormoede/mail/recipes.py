"""What a mail is made of, and who knows how to make it. ``stormoede/wiring.py`` names a recipe for each kind of message."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from stormoede.mail.models import Message


class Unbuildable(Exception):
    """A message cannot be built (its person is gone, say). The text says why, for the desk."""


class Withheld(Unbuildable):
    """A message that waited is no longer to be sent, and nothing is wrong: it is taken back. The text says why, for the desk."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a mail. ``content`` is its bytes; the same object may stand in many mails and is encoded once."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """A mail before it is bytes. ``headers`` are extra ones; ``calendar`` is an iTIP file whose METHOD is ``method``.

    ``reply_to`` is where answers go; where a domain for answers is set, each mail has an address of its own there instead.
    """

    to_name: str
    to_address: str
    from_name: str
    from_address: str
    reply_to: str
    subject: str
    text: str
    html: str
    calendar: bytes | None = None
    method: str = ""
    attachments: Sequence[Attachment] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


class Recipe(Protocol):
    """Makes the contents of messages of one kind, many at a time and in few statements.

    The mapping may be lazy: each message is asked for once, right before it is sent, so that a thousand papers need not
    be in memory and the first mail need not wait for the last.

    ``reveal`` False puts a mask where personal links and codes would stand. The same rows give the same contents.
    """

    def __call__(self, messages: Sequence["Message"], *, reveal: bool) -> Mapping[int, Content | Unbuildable]: ...


def each(
    messages: Sequence["Message"], content: Callable[["Message"], Content | Unbuildable]
) -> dict[int, Content | Unbuildable]:
    """The contents, made one by one; what cannot be built holds up no other."""
    built: dict[int, Content | Unbuildable] = {}
    for message in messages:
        try:
            built[message.pk] = content(message)
        except Unbuildable as why:
            built[message.pk] = why
    return built


_recipes: Mapping[str, Recipe] = {}


def install(recipes: Mapping[str, Recipe]) -> None:
    """Name the recipe of each kind."""
    global _recipes
    _recipes = recipes


def kinds() -> frozenset[str]:
    """Every kind of mail there is."""
    return frozenset(_recipes)


def of(kind: str) -> Recipe:
    """The recipe of ``kind``. KeyError when nobody knows how to make it."""
    return _recipes[kind]
