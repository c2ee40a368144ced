"""Answers to the tracks of all rounds, for audiences (members/answers.py): "round/track/answer"."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from stormoede.members.answers import Group
from stormoede.members.models import Person
from stormoede.rounds import kinds
from stormoede.rounds.kinds import Answering
from stormoede.rounds.models import Track


class TrackAnswers:
    """Asks each track's kind. A kind that is answered nowhere is left out."""

    def groups(self, language: str) -> Sequence[Group]:
        found = []
        tracks = Track.objects.select_related("round").order_by("-round__starts_on", "round_id", "position")
        for track in tracks:
            home = f"{track.round.key}/{track.key}"
            choices = [(f"{home}/{one.key}", one.label) for one in _choices(track, language)]
            if choices:
                found.append(Group(_name(track), choices))
        return found

    def said(self, value: str, language: str) -> str:
        track, key = _track(value)
        label = next((one.label for one in _choices(track, language) if one.key == key), "") if track else ""
        return f"{_name(track)}: {label}" if track and label else ""

    def who(self, value: str, on: date) -> QuerySet[Person]:
        track, key = _track(value)
        kind = kinds.of(track) if track else None
        return kind.who(track, key, on) if track and isinstance(kind, Answering) else Person.objects.none()


def _name(track: Track) -> str:
    return f"{track.round.short}, {track.title}"


def _track(value: str) -> tuple[Track | None, str]:
    """The track a value names, and what stands behind it."""
    home, _, key = value.rpartition("/")
    round, _, track = home.partition("/")
    return Track.objects.select_related("round").filter(round__key=round, key=track).first(), key


def _choices(track: Track, language: str) -> Sequence[kinds.Choice]:
    kind = kinds.of(track)
    return kind.answers(track, language) if isinstance(kind, Answering) else ()
