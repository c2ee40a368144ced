"""What people have answered, as a part of an audience: asked of the rooms above, which ``stormoede/wiring.py`` names here.

A value names an answer and stays the same for as long as that can be given: "oea26/stormoeder/waiting".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.db.models import QuerySet

from stormoede.members.models import Person


@dataclass(frozen=True, slots=True)
class Group:
    """The answers to one question: what it is called, and each answer's value and words."""

    label: str
    answers: Sequence[tuple[str, str]]


class Answers(Protocol):
    """Knows every question that is asked."""

    def groups(self, language: str) -> Sequence[Group]:
        """All answers there are, by question, in ``language``."""

    def said(self, value: str, language: str) -> str:
        """The answer with its question, in words; "" when there is none of that value."""

    def who(self, value: str, on: date) -> QuerySet[Person]:
        """Everybody who has answered so on ``on``; nobody when there is no such answer."""


class _None:
    def groups(self, language: str) -> Sequence[Group]:
        return ()

    def said(self, value: str, language: str) -> str:
        return ""

    def who(self, value: str, on: date) -> QuerySet[Person]:
        return Person.objects.none()


_known: Answers = _None()


def install(known: Answers) -> None:
    """Name who knows the answers."""
    global _known
    _known = known


def known() -> Answers:
    return _known
