"""Notice tracks: told in the letter, answered elsewhere. Other kinds may say in words when they happen too."""

from datetime import datetime

from django.db import transaction

from stormoede.events.actor import Actor
from stormoede.rounds.actions import rounds, tracks
from stormoede.rounds.core.names import key_of
from stormoede.rounds.models import Notice, Round, Track

KIND = "notice"


@transaction.atomic
def add(round: Round, *, title: str, text: str, when: str, edit_number: int, by: Actor, at: datetime) -> Track:
    """A notice at the end of the round's tracks, under a key made from its title."""
    rounds.claim(round, edit_number, at=at)
    key = key_of(title, taken=set(round.tracks.values_list("key", flat=True)))
    track = tracks.append(round, key=key, kind=KIND, title=title, text=text, by=by, at=at)
    attach(track, when)
    return track


@transaction.atomic
def edit(track: Track, *, title: str, text: str, when: str, edit_number: int, by: Actor, at: datetime) -> None:
    """Write a notice anew. Refused when the round has been edited since ``edit_number`` was read."""
    tracks.edit(track, title=title, text=text, edit_number=edit_number, by=by, at=at)
    attach(track, when)


def attach(track: Track, when: str) -> None:
    """Keep when the notice happens, in words, as part of an act that leaves its own event."""
    Notice.objects.update_or_create(track=track, defaults={"when": when})
