"""The letters of a round's file: ``[[letters]]`` with their texts in ``[letters.da]`` and ``[letters.en]``."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from stormoede.events.actor import Actor
from stormoede.letters.actions import drafts, following
from stormoede.letters.core.drafts import LINE_LENGTH, TEXT_LENGTH, TITLE_LENGTH, Draft, Text
from stormoede.letters.models import Letter
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
        read = [_read(reader, audiences) for reader in readers]
        for number, name in twice(key for key, _draft in read):
            readers[number].fault("key", Problem.TWICE, name=name)
        root.done()
        for key, draft in read:
            drafts.make(round, key, draft, by=by, at=at)

    def dump(self, round: Round) -> list[dict[str, Any]]:
        """The tables ``load`` would read."""
        letters = Letter.objects.filter(round=round).select_related("audience").prefetch_related("texts")
        return [_table(letter) for letter in letters.order_by("dated", "key")]

    def dates(self, round: Round) -> Sequence[DueDate]:
        """When each letter went out, or is to go out once it is released."""
        letters = Letter.objects.filter(round=round).order_by()
        return [
            DueDate(hour, f"letter.{key}", _told(sent_at, released_at) % {"title": title})
            for key, title, sent_at, release_at, released_at in letters.values_list(*_HOURS)
            if (hour := sent_at or release_at)
        ]

    def copy(self, round: Round, to: Round, *, by: Actor, at: datetime) -> None:
        """Every letter as a draft again."""
        following.copy(round, to, by=by, at=at)


def _told(sent_at: datetime | None, released_at: datetime | None) -> str:
    if sent_at:
        return _("Sent: %(title)s")
    return _("Goes out: %(title)s") if released_at else _("Is to go out: %(title)s")


def _read(reader: Reader, audiences: Mapping[str, int]) -> tuple[str, Draft]:
    key = reader.key("key")
    title = reader.text("title", limit=TITLE_LENGTH)
    audience = reader.choice("audience", audiences)
    dated, personal = reader.optional_day("dated"), reader.flag("personal_paper", False)
    texts = {code: _text(reader.table(code, required=False)) for code, _name in settings.LANGUAGES}
    reader.close()
    return key, Draft(title, audiences.get(audience, 0), dated, personal, texts)


def _text(reader: Reader) -> Text:
    lines = {name: reader.text(name, limit=LINE_LENGTH, default="") for name in (*_LINES, "paper_heading")}
    mail, paper = (reader.text(name, limit=TEXT_LENGTH, default="") for name in ("mail", "paper"))
    reader.close()
    return Text(**lines, mail=mail, paper=paper)


def _table(letter: Letter) -> dict[str, Any]:
    head: dict[str, Any] = {"key": letter.key, "title": letter.title, "audience": letter.audience.key}
    if letter.dated:
        head["dated"] = letter.dated
    head["personal_paper"] = letter.personal_paper
    for text in sorted(letter.texts.all(), key=lambda text: text.language):
        names = (*_LINES, "mail", "paper_heading", "paper")
        head[text.language] = {name: getattr(text, name) for name in names if getattr(text, name)}
    return head
