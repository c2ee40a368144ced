"""The letters of a round's file: ``[[letters]]`` with their texts in ``[letters.da]`` and ``[letters.en]``.

A reminder says which letter it ``reminds`` of, how many ``days_before`` the deadline, and ``at`` what hour.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from stormoede.events.actor import Actor
from stormoede.letters.actions import drafts, following
from stormoede.letters.core.drafts import (
    LINE_LENGTH,
    MOST_DAYS,
    NOTE_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
    Draft,
    Reminds,
    Text,
)
from stormoede.letters.models import Letter
from stormoede.letters.queries import asking
from stormoede.lib.prepared import Prepared
from stormoede.members.models import Audience
from stormoede.rounds.core.tables import Problem, Reader, twice
from stormoede.rounds.kinds import DueDate
from stormoede.rounds.models import Round

_HOURS = ("key", "title", "sent_at", "release_at", "released_at")
_LINES = ("subject", "preheader", "heading")


class LetterSection:
    """Letters are read and written whole; whether they were tested or sent is no part of the file."""

    def load(self, round: Round, tables: Sequence[Mapping[str, Any]], *, by: Actor, at: datetime) -> None:
        """Make the letters as drafts. Raises Unreadable with every place and reason."""
        root = Reader({})
        readers = [Reader(table, f"[{number}]", root.faults) for number, table in enumerate(tables)]
        audiences = dict(Audience.objects.values_list("key", "pk"))
        read: list[_Read] = []
        for reader in readers:
            read.append(_read(reader, audiences, [key for key, _draft, _about in read]))
        for number, name in twice(key for key, _draft, _about in read):
            readers[number].fault("key", Problem.TWICE, name=name)
        root.done()
        made: dict[str, Letter] = {}
        for key, draft, about in read:
            made[key] = drafts.make(round, key, draft, about=made.get(about), by=by, at=at)

    def dump(self, round: Round) -> list[dict[str, Any]]:
        """The tables ``load`` would read."""
        letters = Letter.objects.filter(round=round).select_related("audience", "about").prefetch_related("texts")
        rows = sorted(letters, key=lambda letter: (_depth(letter, letters), letter.dated or date.max, letter.key))
        return [_table(letter) for letter in rows]

    def dates(self, round: Round) -> Sequence[DueDate]:
        """When each letter went out, or is to go out once it is released. A reminder's hour hangs on the deadline."""
        return [
            DueDate(hour, f"letter.{letter.key}", _told(letter.sent_at, letter.released_at) % {"title": letter.title})
            for letter in _LETTERS(round.pk)
            if (hour := letter.sent_at or letter.release_at or asking.hour(letter))
        ]

    def copy(self, round: Round, to: Round, *, by: Actor, at: datetime) -> None:
        """Every letter as a draft again."""
        following.copy(round, to, by=by, at=at)


_LETTERS = Prepared(
    lambda round: Letter.objects.filter(round=round).select_related("about").order_by("pk"), 987_654_321
)


def _told(sent_at: datetime | None, released_at: datetime | None) -> str:
    if sent_at:
        return _("Sent: %(title)s")
    return _("Goes out: %(title)s") if released_at else _("Is to go out: %(title)s")


type _Read = tuple[str, Draft, str]


def _read(reader: Reader, audiences: Mapping[str, int], before: Sequence[str]) -> _Read:
    """A letter's key, its draft, and the key of the letter it is about: one of ``before`` it in the file."""
    key = reader.key("key")
    title = reader.text("title", limit=TITLE_LENGTH)
    reminded = reader.choice("reminds", before, default="")
    about = reminded or reader.choice("corrects", before, default="")
    audience = "" if about else reader.choice("audience", audiences)
    dated, personal = reader.optional_day("dated"), reader.flag("personal_paper", False)
    reminds = _reminds(reader) if reminded else None
    texts = {code: _text(reader.table(code, required=False)) for code, _name in settings.LANGUAGES}
    reader.close()
    return key, Draft(title, audiences.get(audience, 0), dated, personal, texts, reminds), about


def _reminds(reader: Reader) -> Reminds:
    days, clock = reader.number("days_before", most=MOST_DAYS), reader.clock("at")
    if clock is None:
        reader.fault("at", Problem.MISSING)
    return Reminds(days, clock or time())


def _text(reader: Reader) -> Text:
    lines = {name: reader.text(name, limit=LINE_LENGTH, default="") for name in (*_LINES, "paper_heading")}
    mail, paper = (reader.text(name, limit=TEXT_LENGTH, default="") for name in ("mail", "paper"))
    note = reader.text("note", limit=NOTE_LENGTH, default="")
    reader.close()
    return Text(**lines, mail=mail, paper=paper, note=note)


def _depth(letter: Letter, letters: Iterable[Letter]) -> int:
    """How many letters stand between this one and one about no other: it comes after them in the file."""
    by_key = {one.pk: one for one in letters}
    return 0 if letter.about_id is None else 1 + _depth(by_key[letter.about_id], letters)


def _table(letter: Letter) -> dict[str, Any]:
    head: dict[str, Any] = {"key": letter.key, "title": letter.title}
    if letter.about is None:
        head["audience"] = letter.audience.key
    elif letter.nature == Letter.Nature.REMINDER:
        head |= {"reminds": letter.about.key, "days_before": letter.days_before, "at": letter.clock}
    else:
        head["corrects"] = letter.about.key
    if letter.dated:
        head["dated"] = letter.dated
    if letter.nature != Letter.Nature.REMINDER or letter.personal_paper:
        head["personal_paper"] = letter.personal_paper
    for text in sorted(letter.texts.all(), key=lambda text: text.language):
        names = ("note", *_LINES, "mail", "paper_heading", "paper")
        head[text.language] = {name: getattr(text, name) for name in names if getattr(text, name)}
    return head
