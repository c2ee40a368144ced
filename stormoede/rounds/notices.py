"""The kind "notice": a track the letter tells of and that is answered elsewhere. It has no dates but words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from stormoede.events.actor import Actor
from stormoede.members.models import Person
from stormoede.rounds import queries
from stormoede.rounds.actions import notices
from stormoede.rounds.core.facts import LINE
from stormoede.rounds.core.next_year import a_year_on
from stormoede.rounds.core.tables import Reader
from stormoede.rounds.kinds import DueDate, Facts, Table
from stormoede.rounds.models import Round, Track

_FIELDS = {"da": ("titel", "tekst", "hvornår"), "en": ("title", "text", "when")}


class Notices:
    """Answers for tracks of the kind "notice" (rounds/kinds.py)."""

    def load(self, track: Track, table: Table, *, by: Actor, at: datetime) -> None:
        """``when``: when it happens, in words ("I april"). May be left out."""
        reader = Reader(table)
        when = reader.text("when", limit=LINE, default="")
        reader.done()
        notices.attach(track, when)

    def dump(self, track: Track) -> dict[str, Any]:
        when = queries.when(track)
        return {"when": when} if when else {}

    def copy(self, track: Track, to: Round, *, by: Actor, at: datetime) -> None:
        notices.attach(to.tracks.get(key=track.key), a_year_on(queries.when(track)))

    def dates(self, track: Track) -> Sequence[DueDate]:
        return ()

    def facts(self, track: Track, language: str) -> Facts:
        """``<key>.titel``, ``<key>.tekst`` and ``<key>.hvornår``; in English title, text, when."""
        values = (track.title, track.text, queries.when(track))
        names = _FIELDS.get(language, _FIELDS["en"])
        return Facts({f"{track.key}.{name}": value for name, value in zip(names, values, strict=True)})

    def answered(self, track: Track) -> QuerySet[Person]:
        return Person.objects.none()

    def due(self, track: Track, *, at: datetime) -> int:
        return 0
