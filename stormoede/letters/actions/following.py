"""The letters of a round carried over to the next: drafts again, with the new round's names, an hour each as a proposal."""

from dataclasses import asdict
from datetime import datetime

from stormoede.events.actor import Actor
from stormoede.letters.actions import drafts
from stormoede.letters.core.drafts import Draft, Text
from stormoede.letters.models import Letter, LetterText
from stormoede.rounds import following
from stormoede.rounds.models import Round


def copy(round: Round, to: Round, *, by: Actor, at: datetime) -> None:
    """Every letter of ``round`` as a draft of ``to``, to the same audience, as part of an act of ``by``."""
    letters = Letter.objects.filter(round=round).prefetch_related("texts").order_by("dated", "key")
    for letter in letters:
        made = drafts.make(to, letter.key, _draft(letter, round, to), by=by, at=at)
        hour = letter.release_at or letter.sent_at
        if hour is not None:
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
    )


def _text(text: LetterText, round: Round, to: Round) -> Text:
    return Text(**{name: following.told(getattr(text, name), round, to) for name in asdict(Text())})
