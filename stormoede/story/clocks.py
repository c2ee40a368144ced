"""The story clock takes over the round's time, in a program that works on a told story."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from stormoede.accounts import printed
from stormoede.lib import clock
from stormoede.story import queries

# Of real time for each microsecond of the story's: its second lasts more than a day.
_TICK = timedelta(milliseconds=100)


def follow() -> bool:
    """Let the story decide the round's time from now on, in this program, and let its printed sign-ins work.

    False when the database is no story.
    """
    told = queries.is_story()
    if told:
        clock.install(now)
        printed.install(queries.is_story)
    return told


@contextmanager
def for_a_command() -> Iterator[None]:
    """``follow`` when the round's time is asked for the first time: most commands never do, and some have no database to ask."""
    before = clock.installed()

    def first() -> datetime:
        if not follow():
            clock.install(None)
        return clock.round_now()

    clock.install(before or first)
    try:
        yield
    finally:
        clock.install(before)


def now() -> datetime:
    """The story's time, within the second it stands at.

    It stands still between its steps, and whoever answers then must still come after the one before: a waiting list goes by it.
    """
    ticks = clock.wall().timestamp() // _TICK.total_seconds()
    return queries.now() + timedelta(microseconds=ticks % 1_000_000)
