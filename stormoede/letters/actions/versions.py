"""Freezing: a letter's words and facts as they are, in a row that never changes."""

from datetime import datetime

from stormoede.events.actor import Actor
from stormoede.letters.core.content import Content, to_json
from stormoede.letters.models import Letter, LetterVersion


def freeze(letter: Letter, content: Content, *, by: Actor, at: datetime) -> LetterVersion:
    """The next version of ``letter``, as part of an act that leaves its own event. The letter's row is locked."""
    number = letter.versions.count() + 1
    return LetterVersion.objects.create(
        letter=letter, number=number, content=to_json(content), made_at=at, made_by=str(by)
    )
