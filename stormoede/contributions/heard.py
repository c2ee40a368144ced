"""What this room is told of input that was heard elsewhere, on a floor above, and not handed in. Installed in ``stormoede/wiring.py``."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from stormoede.passages.models import Text
from stormoede.rounds.models import Round


@dataclass(frozen=True, slots=True)
class Heard:
    """One text. ``title`` is what such input is called together, ``name`` who said it, ``source`` where and when, in words."""

    title: str
    name: str
    source: str
    text: Text


class Hearing(Protocol):
    """What was heard in a round."""

    def heard(self, round: Round, *, public: bool) -> Sequence[Heard]:
        """Every text with its passages, by title and in Danish order, in the language that is active.

        ``public``: as strangers may be told of it; which texts go out is not decided there.
        """


class _Nothing:
    def heard(self, round: Round, *, public: bool) -> Sequence[Heard]:
        return ()


_hearing: Hearing = _Nothing()


def install(hearing: Hearing) -> None:
    """Say who knows what was heard."""
    global _hearing
    _hearing = hearing


def heard(round: Round, *, public: bool = False) -> Sequence[Heard]:
    """What was heard in the round, in the language that is active."""
    return _hearing.heard(round, public=public)
