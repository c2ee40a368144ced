"""From claimed rows to envelopes: recipes are asked many rows at a time, bytes are made one mail at a time, right before sending."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import total_ordering
from itertools import groupby

from django.db import DatabaseError

from stormoede.mail import bytes as mail_bytes
from stormoede.mail import recipes
from stormoede.mail.bytes import Envelope
from stormoede.mail.models import Message
from stormoede.mail.recipes import Content, Unbuildable

_log = logging.getLogger(__name__)


class NotNow(Exception):
    """A recipe failed in a way it did not foresee. The mail waits; the text names the kind of fault only."""


type Contents = Mapping[int, Content | Unbuildable]


@total_ordering
@dataclass(slots=True, eq=False)
class Job:
    """A claimed mail. Jobs compare by urgency, then by age."""

    message: Message
    contents: Contents | NotNow = field(repr=False)

    def __lt__(self, other: "Job") -> bool:
        return (self.message.priority, self.message.pk) < (other.message.priority, other.message.pk)

    def envelope(self) -> Envelope:
        """The mail's bytes. Unbuildable when there will never be any, NotNow when a recipe broke."""
        return mail_bytes.envelope(self.message, self.content())

    def content(self) -> Content:
        """What the recipe made. Unbuildable and NotNow as in ``envelope``."""
        if isinstance(self.contents, NotNow):
            raise self.contents
        try:
            content = self.contents.get(self.message.pk)
        except (DatabaseError, Unbuildable):
            raise
        except Exception as fault:
            raise _broken(self.message, fault) from fault
        if content is None:
            raise Unbuildable("The recipe gave nothing for this mail.")
        if isinstance(content, Unbuildable):
            raise content
        return content


def jobs(messages: Sequence[Message], *, reveal: bool = True) -> list[Job]:
    """A job for every message; each kind's recipe is asked once, and once a message more when it breaks."""
    made: list[Job] = []
    for kind, group in groupby(sorted(messages, key=lambda message: message.kind), lambda message: message.kind):
        made += _of_kind(kind, list(group), reveal)
    return made


def _of_kind(kind: str, messages: Sequence[Message], reveal: bool) -> list[Job]:
    try:
        recipe = recipes.of(kind)
    except KeyError:
        reason = Unbuildable("Nobody knows how to make a mail of this kind.")
        return [Job(message, {message.pk: reason}) for message in messages]
    try:
        contents = recipe(messages, reveal=reveal)
        return [Job(message, contents) for message in messages]
    except DatabaseError:
        raise
    except Exception as fault:
        broken = _broken(messages[0], fault)
        if len(messages) == 1:
            return [Job(messages[0], broken)]
        return [job for message in messages for job in _of_kind(kind, [message], reveal)]


def _broken(message: Message, fault: Exception) -> NotNow:
    # The fault's own words may hold a name or a link, so only its kind is written down.
    _log.error("The recipe %s broke on message %s: %s", message.kind, message.pk, type(fault).__name__)
    return NotNow(type(fault).__name__)
