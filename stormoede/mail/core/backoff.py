"""How long to wait before the next attempt: doubling, with a ceiling, and spread so that no crowd comes back at once."""

from datetime import timedelta


def delay(attempt: int, first: timedelta, ceiling: timedelta, spread: float) -> timedelta:
    """The wait after failed attempt number ``attempt`` (1 is the first). ``spread`` 0–1 becomes 0.75–1.25 of it."""
    doublings = min(max(attempt, 1) - 1, 30)
    return min(first * (1 << doublings), ceiling) * (0.75 + spread / 2)
