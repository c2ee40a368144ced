"""The mark behind a name in the lobby: whoever lets people in can see that a name was given by us."""

from functools import cache
from uuid import UUID

from django.conf import settings

from stormoede.meetings.core import doors


@cache
def _key() -> bytes:
    key: bytes = settings.KEYS.derive("lobby")
    return key


def of(session_id: int, person_id: UUID) -> str:
    """The mark of a person on a date: four characters."""
    return doors.mark(_key(), session_id, str(person_id))
