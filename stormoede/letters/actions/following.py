"""The letters of a round carried over to the next: drafts again, with the new round's names, an hour each as a proposal."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db.models import F

from stormoede.events.actor import Actor
from stormoede.letters.actions import drafts
from stormoede.letters.core.drafts import Draft, Reminds, Text
from stormoede.letters.models import Letter, LetterText
from stormoede.rounds import following
from stormoede.rounds.models import Round


def copy(round: Round, to: Round, *, by: Actor, at: datetime) -> None:
    """Every letter of ``round`` as a draft of ``to``, to the same audience, as part of an act of ``by``.

    Reminders come along with their hour before the deadline; corrections belong to the letter they corrected.
    """
    letters = Letter.objects.filter(round=round).exclude(nature=Letter.Nature.CORRECTION).prefetch_related("texts")
    new: dict[UUID, Letter] = {}
    for letter in letters.order_by(F("about").asc(nulls_first=True), "dated", "key"):
        about = new.get(letter.about_id) if letter.about_id else None
        if letter.about_id and about is None:
            continue
        made = drafts.make(to, letter.key, _draft(letter, round, to), about=about, by=by, at=at)
        new[letter.pk] = made
        hour = letter.release_at or letter.sent_at
        if hour is not None and about is None:
            on_the_minute = hour.replace(second=0, microsecond=0)
            made.release_at = following.moment(on_the_minute, round.time_zone, earlier=True)
            made.save(update_fields=["release_at"])


def _draft(letter: Letter, round: Round, to: Round) -> Draft:
    return Draft(
        title=following.told(letter.title, round, to),
        audience_id=letter.audience_id,
        dated=following.day(letter.dated, earlier=True) if letter.dated else None,
        personal_paper=letter.personal_paper,
        texts={text.language: _text(text, round, to) for text in letter.texts.all()},
        reminds=None if letter.clock is None else Reminds(letter.days_before or 0, letter.clock),
    )


def _text(text: LetterText, round: Round, to: Round) -> Text:
    return Text(**{name: following.told(getattr(text, name), round, to) for name in asdict(Text())})
