"""Making, editing and deleting a round."""

from dataclasses import fields
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.mail.actions import formers
from stormoede.rounds import kinds, queries, sentences
from stormoede.rounds.core.facts import RoundFacts, Signature
from stormoede.rounds.models import Round, Signatory
from stormoede.rounds.refusals import DatesDisordered, EditedMeanwhile, RoundExists, RoundInUse

_COLUMNS = tuple(field.name for field in fields(RoundFacts) if field.name not in {"letterhead", "signatories"})

# What mails tell of a round, and by what the newest is known.
TOLD = (
    "title", "short", "language", "time_zone", "starts_on", "sender_name", "mailbox", "contact_name", "contact_email", "contact_phone",
)  # fmt: skip


@transaction.atomic
def make(key: str, facts: RoundFacts, *, by: Actor, at: datetime) -> Round:
    """A new round without tracks. Refused when the key is taken."""
    round = Round(key=key, edited_at=at)
    _set(round, facts)
    try:
        with transaction.atomic():
            round.save(force_insert=True)
    except IntegrityError as fault:
        if Round.objects.filter(key=key).exists():
            raise RoundExists(key) from fault
        raise
    _sign(round, facts.signatories)
    # A mail about no round is sent for the newest.
    formers.made(round)
    record("round.made", subject(round), by=by, at=at)
    return round


@transaction.atomic
def edit(round: Round, facts: RoundFacts, *, edit_number: int, by: Actor, at: datetime) -> Round:
    """Write ``facts`` over the round as it was when ``edit_number`` was read.

    Refused when it has been edited since, and when a date of a track would fall outside the round.
    """
    claim(round, edit_number, at=at)
    _set(round, facts)
    if faults := sentences.outside(round, queries.track_dates(round)):
        raise DatesDisordered(faults)
    formers.keep(round, TOLD)
    round.save()
    round.signatories.all().delete()
    _sign(round, facts.signatories)
    record("round.edited", subject(round), by=by, at=at, data={"edit": round.edit_number})
    return round


@transaction.atomic
def delete(round: Round, *, edit_number: int, by: Actor, at: datetime) -> None:
    """Take away a round that nothing has happened in. Audiences stay; they are not the round's own."""
    claim(round, edit_number, at=at)
    if any(kinds.of(track).answered(track).exists() for track in round.tracks.all()):
        raise RoundInUse
    record("round.deleted", subject(round), by=by, at=at)
    try:
        with transaction.atomic():
            formers.gone(round)
            round.delete()
    except ProtectedError as held:
        raise RoundInUse from held


def claim(round: Round, edit_number: int, *, at: datetime) -> None:
    """Count an edit, in the caller's transaction. Refused when somebody else has counted one since."""
    counted = Round.objects.filter(pk=round.pk, edit_number=edit_number).update(
        edit_number=F("edit_number") + 1, edited_at=at
    )
    if not counted:
        raise EditedMeanwhile
    round.edit_number, round.edited_at = edit_number + 1, at


def subject(round: Round) -> str:
    """The round as events name it."""
    return f"round:{round.key}"


def _set(round: Round, facts: RoundFacts) -> None:
    for column in _COLUMNS:
        setattr(round, column, getattr(facts, column))
    round.letterhead = list(facts.letterhead)


def _sign(round: Round, signatories: tuple[Signature, ...]) -> None:
    Signatory.objects.bulk_create(
        Signatory(round=round, position=position, name=signature.name, title=signature.title)
        for position, signature in enumerate(signatories)
    )
