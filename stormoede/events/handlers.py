"""Who listens to which act. ``stormoede/wiring.py`` fills this in when the program starts."""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from stormoede.events.models import Event

type Handler = Callable[["Event"], None]

_handlers: Mapping[str, Sequence[Handler]] = {}


def install(handlers: Mapping[str, Sequence[Handler]]) -> None:
    """Name the handlers of each act. Handlers run after commit, at least once, so they must be idempotent."""
    global _handlers
    _handlers = handlers


def of(act: str) -> Sequence[Handler]:
    """The handlers of ``act``, in order; empty when nobody listens."""
    return _handlers.get(act, ())
