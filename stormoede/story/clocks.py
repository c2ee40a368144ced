"""The story clock takes over the round's time, in a program that works on a told story."""

from stormoede.accounts import printed
from stormoede.lib import clock
from stormoede.story import queries


def follow() -> bool:
    """Let the story decide the round's time from now on, in this program, and let its printed sign-ins work.

    False when the database is no story.
    """
    told = queries.is_story()
    if told:
        clock.install(queries.now)
        printed.install(queries.is_story)
    return told
