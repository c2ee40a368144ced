"""What this room is told of input: written and handed in on a floor above. Installed in ``stormoede/wiring.py``."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from stormoede.rounds.models import Round


class Inputs(Protocol):
    """How bodies send in what they have concluded."""

    def received(self, round: Round) -> Mapping[int, datetime]:
        """When each body's input was last handed in, by the body's key; whose has not been is left out."""

    def questions(self, round: Round, bodies: str) -> Sequence[str]:
        """What bodies of the kind are asked, in order; nothing when the round has no questions for them."""


class _Nothing:
    def received(self, round: Round) -> Mapping[int, datetime]:
        return {}

    def questions(self, round: Round, bodies: str) -> Sequence[str]:
        return ()


_inputs: Inputs = _Nothing()


def install(inputs: Inputs) -> None:
    """Say who knows of input."""
    global _inputs
    _inputs = inputs


def received(round: Round) -> Mapping[int, datetime]:
    """When each body's input was last handed in, by the body's key."""
    return _inputs.received(round)


def questions(round: Round, bodies: str) -> Sequence[str]:
    """What bodies of the kind are asked in the round."""
    return _inputs.questions(round, bodies)
