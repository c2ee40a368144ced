"""Parts of a round's file that other rooms own: audiences (members) and letters. Named in ``stormoede/wiring.py``, loaded in that order."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from stormoede.events.actor import Actor
from stormoede.rounds.kinds import DueDate
from stormoede.rounds.models import Round


class Section(Protocol):
    """A list of tables under one name in a round's file."""

    def load(self, round: Round, tables: Sequence[Mapping[str, Any]], *, by: Actor, at: datetime) -> None:
        """Make what the tables say. Raises Unreadable or FileRefused with the place in the list (``[0].title``) and the reason.

        A room below this one raises a refusal of its own; it is told with the name of the section.
        """

    def dump(self, round: Round) -> list[dict[str, Any]]:
        """The tables ``load`` would read, in the order a person would write them."""


class DatedSection(Section, Protocol):
    """A section whose tables have dates of their own."""

    def dates(self, round: Round) -> Sequence[DueDate]:
        """What the section adds to the round's calendar: a letter's hour of release, say. Often nothing."""

    def copy(self, round: Round, to: Round, *, by: Actor, at: datetime) -> None:
        """Carry the tables over to another round, their dates moved by rounds/following.py."""


_before: Mapping[str, Section] = {}
_after: Mapping[str, DatedSection] = {}


def install(before: Mapping[str, Section], after: Mapping[str, DatedSection]) -> None:
    """``before`` is loaded ahead of the tracks (audiences), ``after`` behind them (letters)."""
    global _before, _after
    _before, _after = before, after


def before() -> Mapping[str, Section]:
    return _before


def after() -> Mapping[str, DatedSection]:
    return _after


def every() -> Mapping[str, Section]:
    """All sections, in the order they are loaded."""
    return {**_before, **_after}
