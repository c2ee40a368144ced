"""A letter's content as it would be frozen now: its texts and the facts of its round."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from stormoede.letters.core import fields
from stormoede.letters.core.content import Content, Letterhead, Words
from stormoede.letters.core.markdown import together
from stormoede.letters.core.tree import Date
from stormoede.letters.models import Letter, LetterText
from stormoede.letters.queries import files
from stormoede.lib import words as told
from stormoede.members.core.titles import office
from stormoede.rounds import queries as rounds
from stormoede.rounds.kinds import Facts, Occasion
from stormoede.rounds.models import Round


def of(letter: Letter, *, on: date, texts: Iterable[LetterText] | None = None) -> Content:
    """The content of ``letter``, or of ``texts`` in place of its own; ``on`` is its date when it says none.

    A letter without texts has one empty.
    """
    own = letter.round.language
    written = letter.texts.all() if texts is None else texts
    texts = sorted(written, key=lambda text: (text.language != own, text.language))
    texts = texts or [LetterText(language=own)]
    return Content(
        round_key=letter.round.key,
        letter_key=letter.key,
        title=letter.title,
        dated=letter.dated or on,
        personal_paper=letter.personal_paper,
        to=letter.audience.name,
        letterhead=_letterhead(letter.round),
        words=tuple(_words(text, letter.round) for text in texts),
        enclosures=files.of(letter),
    )


def facts(round: Round, language: str) -> tuple[Mapping[str, str], tuple[Date, ...]]:
    """The fields a letter of ``round`` may use in ``language``, by key, and its dates.

    Where two tracks give a field of one name, the first in the round's order has it.
    """
    of_tracks = list(rounds.track_facts(round, language).values())
    known = dict(_round_fields(round))
    for one in of_tracks:
        for name, value in one.fields.items():
            known.setdefault(fields.key(name), together(fields.line(value)))
    return known, tuple(_dates(of_tracks, round, language))


def _letterhead(round: Round) -> Letterhead:
    return Letterhead(
        sender=round.sender_name,
        mailbox=round.mailbox,
        lines=tuple(str(line) for line in round.letterhead),
        signatories=tuple((one.name, one.title) for one in round.signatories.all()),
        website=round.website,
    )


def _words(text: LetterText, round: Round) -> Words:
    known, dates = facts(round, text.language)
    return Words(
        language=text.language,
        subject=text.subject,
        preheader=text.preheader,
        heading=text.heading,
        mail=_noted(text, text.mail),
        paper=_noted(text, text.paper),
        paper_heading=text.paper_heading,
        fields=known,
        dates=dates,
        **_elsewhere(text.language, round),
    )


def _elsewhere(language: str, round: Round) -> Mapping[str, Any]:
    """What is typed in the round's own language and stands in letters of another one too."""
    if language == round.language:
        return {}
    signs = tuple((one.name, office(one.title, language)) for one in round.signatories.all())
    return {"signatories": signs, "to": ""}


def _noted(text: LetterText, words: str) -> str:
    """The words with what is corrected on top."""
    if not (text.note and words):
        return words
    with override(text.language):
        heading = _("Correction")
    return f"**{heading}:** {text.note}\n\n{words}"


def _round_fields(round: Round) -> Iterator[tuple[str, str]]:
    for key, value in (
        ("round", round.short),
        ("round title", round.title),
        ("negotiation", round.negotiation),
        ("sender", round.sender_name),
        ("mailbox", round.mailbox),
        ("contact", round.contact_name),
        ("contact email", round.contact_email),
        ("contact phone", round.contact_phone),
    ):
        yield key, fields.line(value)


def _dates(of_tracks: Sequence[Facts], round: Round, language: str) -> Iterator[Date]:
    """The dates of the first track that has any. Their place is told where they are not all in one."""
    occasions = next((one.occasions for one in of_tracks if one.occasions), ())
    several = len({occasion.place for occasion in occasions}) > 1
    for occasion in occasions:
        yield _date(occasion, round.time_zone, language, occasion.place if several else "")


def _date(occasion: Occasion, time_zone: str, language: str, place: str) -> Date:
    day = told.local_day(occasion.starts, time_zone)
    whole, big = told.day(day, language), told.plain_day(day, language)
    return Date(
        day=together(whole[:1].upper() + whole[1:]),
        lead=whole.removesuffix(big).strip().capitalize(),
        big=together(big),
        time=together(told.span(occasion.starts, occasion.ends, time_zone, language)),
        place=fields.line(place),
    )
