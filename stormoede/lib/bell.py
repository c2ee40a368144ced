"""The bell that wakes the worker. Whoever leaves work behind rings it; nobody has to: the worker looks every second.

A ring is heard after the caller's transaction is committed, since work that is not committed cannot be found.
"""

from collections.abc import Callable

from django.db import transaction

_listeners: list[Callable[[], object]] = []


def listen(listener: Callable[[], object]) -> None:
    """Call ``listener`` at every ring, in the ringer's thread; it must be quick and must not raise."""
    _listeners.append(listener)


def leave(listener: Callable[[], object]) -> None:
    """Call ``listener`` no more."""
    _listeners.remove(listener)


def ring() -> None:
    """There is work. Costs nothing when nobody listens."""
    if _listeners:
        transaction.on_commit(_sound)


def _sound() -> None:
    for listener in tuple(_listeners):
        listener()
