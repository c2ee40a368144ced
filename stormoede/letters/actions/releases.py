"""Releasing: a tested letter goes out, at once or at a set hour, let go by another person than its writer where the round says so."""

from datetime import datetime

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor, ActorKind
from stormoede.letters.actions import sendings, versions
from stormoede.letters.actions.drafts import subject
from stormoede.letters.models import Letter
from stormoede.letters.queries import asking, checks, proposals
from stormoede.letters.refusals import (
    AlreadyReleased,
    AlreadySent,
    EditedMeanwhile,
    HourPassed,
    NotReady,
    NotReleased,
    NotTested,
    SecondPerson,
)
from stormoede.mail.actions import batches
from stormoede.rounds.actions import following


def locked(letter: Letter) -> Letter:
    """The letter's row, held until the transaction ends, with its round and audience."""
    held = Letter.objects.select_for_update(of=("self",), no_key=True)
    return held.select_related("round", "audience", "batch", "about__round").get(pk=letter.pk)


@transaction.atomic
def release(
    letter: Letter, *, by: Actor, at: datetime, edit_number: int | None = None, release_at: datetime | None = None
) -> Letter:
    """Let the letter go, now or at ``release_at``; its words and the round's facts are frozen here.

    A reminder's hour is the round's, so that any ``release_at`` means that one. ``edit_number`` is the edit the releaser
    has read. Raises a refusal of letters/refusals.py when it may not go.
    """
    letter = locked(letter)
    if letter.released_at is not None:
        raise AlreadyReleased
    if edit_number is not None and edit_number != letter.edit_number:
        raise EditedMeanwhile(letter.edited_at, letter.round.time_zone)
    if release_at is not None and letter.nature == Letter.Nature.REMINDER:
        release_at = asking.hour(letter) or release_at
    if release_at is not None and release_at <= at:
        raise HourPassed
    looked = checks.review(letter, at=at, sends=release_at)
    if looked.stops:
        raise NotReady(looked.stops)
    _paired(letter, by)
    version = versions.freeze(letter, looked.content, by=by, at=at)
    letter.released_at, letter.released_by, letter.release_at = at, str(by), release_at
    letter.save(update_fields=["released_at", "released_by", "release_at"])
    following.decide(letter.round, proposals.hour_key(letter), by=by, at=at)
    record("letter.released", subject(letter), by=by, at=at, data={"version": version.number})
    if release_at is None:
        sendings.send(letter, version, by=by, at=at)
    return letter


def _paired(letter: Letter, by: Actor) -> None:
    """Tested as it is now, and by two people where the round wants two."""
    if letter.tested_edit != letter.edit_number:
        raise NotTested
    if letter.round.two_people_release and str(by) == letter.edited_by and by.kind is ActorKind.STAFF:
        raise SecondPerson


@transaction.atomic
def cancel(letter: Letter, *, by: Actor, at: datetime) -> Letter:
    """Take the release back before its hour; the letter can be edited again."""
    letter = locked(letter)
    if letter.sent_at is not None:
        raise AlreadySent
    if letter.released_at is None:
        raise NotReleased
    take_back(letter)
    record("letter.release_cancelled", subject(letter), by=by, at=at)
    return letter


def take_back(letter: Letter) -> None:
    """The letter is no longer released, as part of an act that leaves its own event."""
    letter.released_at, letter.released_by, letter.release_at = None, "", None
    letter.save(update_fields=["released_at", "released_by", "release_at"])


@transaction.atomic
def pause(letter: Letter, *, by: Actor, at: datetime) -> None:
    """Hold back what has not left yet. NotReleased when nothing was sent."""
    letter = locked(letter)
    if letter.batch is None:
        raise NotReleased
    batches.pause(letter.batch, by=by, at=at)


@transaction.atomic
def resume(letter: Letter, *, by: Actor, at: datetime) -> None:
    """Send on."""
    letter = locked(letter)
    if letter.batch is None:
        raise NotReleased
    batches.resume(letter.batch, by=by, at=at)
