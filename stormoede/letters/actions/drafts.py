"""Writing: a letter is made and edited until it is released. Two desks never overwrite one another."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.letters.core.drafts import Draft, Text, tidy
from stormoede.letters.core.fields import line
from stormoede.letters.models import Letter, LetterText
from stormoede.letters.refusals import AlreadyReleased, EditedMeanwhile, HasReminders, KeyTaken
from stormoede.rounds.models import Round


def subject(letter: Letter) -> str:
    """The letter, as events name it."""
    return f"letter:{letter.pk}"


@transaction.atomic
def make(round: Round, key: str, draft: Draft, *, about: Letter | None = None, by: Actor, at: datetime) -> Letter:
    """A new letter of ``round``; ``about`` another one it is a reminder (the draft says when) or else a correction.

    KeyTaken when the round has one of that key.
    """
    letter = Letter(round=round, key=key, about=about, edited_at=at, edited_by=str(by))
    if about is not None:
        letter.nature = Letter.Nature.REMINDER if draft.reminds else Letter.Nature.CORRECTION
    _set(letter, draft)
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
    except IntegrityError as taken:
        raise KeyTaken from taken
    _write(letter, draft.texts)
    record("letter.made", subject(letter), by=by, at=at)
    return letter


@transaction.atomic
def edit(letter: Letter, draft: Draft, *, edit_number: int, by: Actor, at: datetime) -> Letter:
    """Write ``draft`` over the letter as it was when ``edit_number`` was read.

    EditedMeanwhile when it has been edited since, AlreadyReleased when its words stand.
    """
    claimed = Letter.objects.filter(pk=letter.pk, edit_number=edit_number, released_at__isnull=True).update(
        edit_number=F("edit_number") + 1, edited_at=at, edited_by=str(by)
    )
    fresh = Letter.objects.select_related("round", "audience", "about").get(pk=letter.pk)
    if not claimed:
        raise AlreadyReleased if fresh.released_at else EditedMeanwhile(fresh.edited_at, fresh.round.time_zone)
    _set(fresh, draft)
    fresh.save(update_fields=["title", "audience", "dated", "personal_paper", "days_before", "clock"])
    Letter.objects.filter(about=fresh).update(audience=fresh.audience_id)
    _write(fresh, draft.texts)
    record("letter.edited", subject(fresh), by=by, at=at, data={"edit": fresh.edit_number})
    return fresh


@transaction.atomic
def delete(letter: Letter, *, edit_number: int, by: Actor, at: datetime) -> None:
    """Take away a letter that nobody was sent, not even oneself as a test."""
    if letter.versions.exists():
        raise AlreadyReleased
    if Letter.objects.filter(about=letter).exists():
        raise HasReminders
    gone, _ = Letter.objects.filter(pk=letter.pk, edit_number=edit_number, released_at__isnull=True).delete()
    if not gone:
        fresh = Letter.objects.select_related("round").get(pk=letter.pk)
        raise EditedMeanwhile(fresh.edited_at, fresh.round.time_zone)
    record("letter.deleted", subject(letter), by=by, at=at)


def _set(letter: Letter, draft: Draft) -> None:
    letter.title = line(draft.title)
    letter.audience_id = letter.about.audience_id if letter.about else draft.audience_id
    letter.dated = draft.dated
    letter.personal_paper = draft.personal_paper
    if letter.nature == Letter.Nature.REMINDER and draft.reminds:
        letter.days_before, letter.clock = draft.reminds.days_before, draft.reminds.clock


def _write(letter: Letter, texts: Mapping[str, Text]) -> None:
    """Keep the texts that have words; a language left empty is taken away."""
    tidied = {language: tidy(text) for language, text in texts.items()}
    kept = {language: text for language, text in tidied.items() if text}
    letter.texts.exclude(language__in=kept).delete()
    LetterText.objects.bulk_create(
        [LetterText(letter=letter, language=language, **asdict(text)) for language, text in kept.items()],
        update_conflicts=True,
        unique_fields=["letter", "language"],
        update_fields=["subject", "preheader", "heading", "mail", "paper", "paper_heading", "note"],
    )
