"""The tracks of a round: added, edited, moved, taken away. What a kind keeps beside title and text is the kind's."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max, ProtectedError, Q

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.mail.actions import formers
from stormoede.rounds import kinds
from stormoede.rounds.actions.rounds import claim
from stormoede.rounds.models import Round, Track
from stormoede.rounds.refusals import RoundInUse, TrackKeyTaken

# Positions are unique, so that two who change places meet outside the list for a moment.
_ASIDE = 30_000


def keys(round: Round) -> set[str]:
    """The keys of the round's tracks, as part of an act: nobody adds another until that has ended."""
    list(Round.objects.select_for_update(no_key=True).filter(pk=round.pk).values_list("pk"))
    return set(round.tracks.values_list("key", flat=True))


@transaction.atomic
def append(round: Round, *, key: str, kind: str, title: str, text: str, by: Actor, at: datetime) -> Track:
    """A track at the end of the list, still without what its kind keeps. Refused when the key is taken."""
    if key in keys(round):
        raise TrackKeyTaken(key)
    last = round.tracks.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    track = Track.objects.create(round=round, key=key, kind=kind, position=position, title=title, text=text)
    record("track.added", subject(track), by=by, at=at, data={"round": round.key})
    return track


@transaction.atomic
def edit(track: Track, *, title: str, text: str, edit_number: int, by: Actor, at: datetime) -> None:
    """Write a track's title and text. Refused when the round has been edited since ``edit_number`` was read."""
    claim(track.round, edit_number, at=at)
    track.title, track.text = title, text
    formers.keep(track, ("title", "text"))
    track.save(update_fields=["title", "text"])
    record("track.edited", subject(track), by=by, at=at, data={"round": track.round.key})


@transaction.atomic
def move(track: Track, *, up: bool, edit_number: int, by: Actor, at: datetime) -> None:
    """Let a track change places with the one before it, or after; at the end of the list it stays."""
    claim(track.round, edit_number, at=at)
    neighbours = Q(position__lt=track.position) if up else Q(position__gt=track.position)
    other = track.round.tracks.filter(neighbours).order_by("-position" if up else "position").first()
    if other is None:
        return
    here, there = track.position, other.position
    Track.objects.filter(pk=other.pk).update(position=_ASIDE)
    Track.objects.filter(pk=track.pk).update(position=there)
    Track.objects.filter(pk=other.pk).update(position=here)
    track.position = there
    record("track.moved", subject(track), by=by, at=at, data={"round": track.round.key, "position": there})


@transaction.atomic
def remove(track: Track, *, edit_number: int, by: Actor, at: datetime) -> None:
    """Take a track away with all its kind keeps. Refused when somebody has answered it."""
    claim(track.round, edit_number, at=at)
    if kinds.of(track).answered(track).exists():
        raise RoundInUse
    record("track.removed", subject(track), by=by, at=at, data={"round": track.round.key})
    try:
        with transaction.atomic():
            track.delete()
    except ProtectedError as held:
        raise RoundInUse from held


def subject(track: Track) -> str:
    """The track as events name it."""
    return f"track:{track.pk}"
