"""A sent letter corrected: a new letter to exactly those who got it, that begins as the old one and says on top what is new."""

from dataclasses import asdict, replace
from datetime import datetime
from itertools import count

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from stormoede.events.actor import Actor
from stormoede.letters.actions import drafts, enclosures
from stormoede.letters.core.drafts import LINE_LENGTH, TITLE_LENGTH, Draft, Text
from stormoede.letters.models import Letter, LetterText
from stormoede.letters.refusals import NotSent
from stormoede.lib.danish import slug


@transaction.atomic
def begin(letter: Letter, *, by: Actor, at: datetime) -> Letter:
    """A correction of ``letter`` as a draft, with its words and files. NotSent when it has not gone out."""
    if letter.sent_at is None:
        raise NotSent
    with override(letter.round.language):
        title, word = _("Correction: %(title)s") % {"title": letter.title}, slug(_("Correction"))
    draft = Draft(
        title[:TITLE_LENGTH],
        letter.audience_id,
        personal_paper=letter.personal_paper,
        texts={text.language: _text(text) for text in letter.texts.all()},
    )
    made = drafts.make(letter.round, _free_key(letter, word), draft, about=letter, by=by, at=at)
    enclosures.carry(letter, made)
    return made


def _text(text: LetterText) -> Text:
    own = Text(**{name: getattr(text, name) for name in asdict(Text())})
    with override(text.language):
        subject = _("Correction: %(title)s") % {"title": own.subject}
    return replace(own, subject=subject[:LINE_LENGTH], note="")


def _free_key(letter: Letter, word: str) -> str:
    wanted = f"{letter.key[:40]}-{word}"
    taken = set(Letter.objects.filter(round=letter.round).values_list("key", flat=True))
    return wanted if wanted not in taken else next(k for n in count(2) if (k := f"{wanted}-{n}") not in taken)
