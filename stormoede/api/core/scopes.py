"""What a key may open."""

from collections.abc import Iterable
from enum import StrEnum


class Scope(StrEnum):
    """One thing a key may read. ``PERSONAL`` adds names, mail addresses and member numbers to what the others show."""

    ROUNDS = "rounds"
    MEMBERS = "members"
    SESSIONS = "sessions"
    ANSWERS = "answers"
    DELIVERIES = "deliveries"
    DELIBERATIONS = "deliberations"
    SPEAKER_REQUESTS = "speaker_requests"
    TALKS = "talks"
    PERSONAL = "personal"


def known(words: Iterable[str]) -> list[str]:
    """The words that are scopes, in the order of scopes, each once."""
    given = set(words)
    return [scope.value for scope in Scope if scope.value in given]
