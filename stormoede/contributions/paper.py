"""All input of a round in one document: by question or by who said it, each piece with its source."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stormoede.contributions import counted, heard_paper, mailed_paper, wording
from stormoede.contributions.core.questions import Kind
from stormoede.contributions.models import Version
from stormoede.contributions.queries.gathered import Gathered, Part
from stormoede.contributions.queries.input import Heading as Asked
from stormoede.contributions.queries.input import Piece, Source
from stormoede.contributions.queries.standing import Line, State, figures
from stormoede.documents.core.tree import Block, Break, Document, Heading, Inline, Items, Note, Paragraph, Strong, Table
from stormoede.lib import words
from stormoede.rounds.models import Round


class By(StrEnum):
    """What comes first in the document."""

    QUESTION = "question"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Copy:
    """Which copy it is, for whom, and how it is laid out. ``notes``: sources as footnotes, else as a line of their own."""

    number: int
    recipient: str
    at: datetime
    by: By = By.QUESTION
    notes: bool = True


def document(told: Gathered, copy: Copy) -> Document:
    """The document, in the round's own language."""
    round = told.round
    with translation.override(round.language):
        return Document(
            title=_("Input: %(round)s") % {"round": round.title},
            language=round.language,
            author=round.sender_name,
            dated=words.local_day(copy.at, round.time_zone),
            blocks=[
                *_head(told, copy),
                *(block for part in told.parts for block in _Writer(round, part, copy, told.public).all()),
                *mailed_paper.blocks(told, notes=copy.notes),
                *heard_paper.blocks(told, notes=copy.notes),
            ],
            foot=foot(told, copy),
            page=_("Page {n} of {all}"),
        )


def foot(told: Gathered, copy: Copy) -> str:
    """Whom the document is for and what it is, at the foot of each page."""
    made = words.moment_year(copy.at, told.round.time_zone, told.round.language)
    numbered = _("Copy %(number)s for %(to)s, %(moment)s") % {
        "number": copy.number, "to": copy.recipient, "moment": made
    }  # fmt: skip
    return f"{edition(told.public)}. {numbered}"


def edition(public: bool) -> str:
    """What may be done with it, in words."""
    return _("For the public") if public else _("Internal (§ 25)")


def state(found: State) -> str:
    """How far a body has come, in words."""
    return {State.HANDED_IN: _("Handed in"), State.DRAFT: _("Draft begun"), State.SILENT: _("Nothing yet")}[found]


def who(source: Source) -> str:
    """Whose a piece is, in words."""
    if not source.own:
        return source.name
    place = source.person.organisation.name if source.person and source.person.organisation else ""
    named = ", ".join(filter(None, (source.name or _("A member"), place)))
    return _("Own view: %(who)s") % {"who": named}


def _head(told: Gathered, copy: Copy) -> Iterator[Block]:
    made = words.moment_year(copy.at, told.round.time_zone, told.round.language)
    said = _("All that had been sent in on %(moment)s.") if not told.public else _("What is public of all that had been sent in on %(moment)s, and facts from the rest.")  # fmt: skip
    yield Paragraph([said % {"moment": made}, " ", f"{told.round.sender_name}, {told.round.short}."], "small")
    if not (told.parts or told.mails or told.heard):
        yield Paragraph([_("Nothing is asked for in writing in this round.")])


@dataclass(frozen=True, slots=True)
class _Writer:
    """One questionnaire's blocks."""

    round: Round
    part: Part
    copy: Copy
    public: bool

    def all(self) -> Iterator[Block]:
        yield Heading(2, [self.part.input.questionnaire.track.title])
        yield from self._standing()
        yield from self._by_place() if self.copy.by is By.PLACE else self._by_question()
        yield from self._facts()

    def _standing(self) -> Iterator[Block]:
        bodies = sum(not source.own for source in self.part.input.sources)
        own = len(self.part.input.sources) - bodies
        if own:
            yield Paragraph([ngettext("%(n)s member's own view.", "%(n)s members' own views.", own) % {"n": own}])
        if not self.part.lines:
            # Where no body is asked there is nothing to count.
            if self.part.input.questionnaire.bodies:
                yield Paragraph([ngettext("%(n)s answer.", "%(n)s answers.", bodies) % {"n": bodies}])
            return
        told = figures(self.part.lines)
        counted = {"answered": told.handed_in, "asked": told.asked}
        yield Heading(3, [_("Who has answered")])
        yield Paragraph([Strong([_("%(answered)s of %(asked)s have answered.") % counted])])
        yield Table(
            [_("Who"), _("Regional council"), _("Standing"), _("Received")],
            [[[line.name], [line.group], [state(line.state)], [self._received(line)]] for line in self.part.lines],
        )  # fmt: skip

    def _received(self, line: Line) -> str:
        if line.received is None:
            return ""
        given = words.plain_moment(line.received, self.round.time_zone, self.round.language)
        mailed = f"{given}, " + _("by mail") if line.received == line.mailed else given
        return f"{mailed}, " + _("late") if line.late else mailed

    def _by_question(self) -> Iterator[Block]:
        for heading in self.part.input.headings:
            sources = self._said_by(heading.pieces, heading.question.pk)
            # Of what is silent in the public edition it is not told whether anybody has answered.
            if sources or not self.public:
                yield Heading(3, [f"{heading.number}. {heading.question.title}"])
                yield from self._answers(heading, sources)
        yield from self._minorities()

    def _answers(self, heading: Asked, sources: Sequence[Source]) -> Iterator[Block]:
        if not sources:
            yield Paragraph([_("Nobody has answered this yet.")])
        elif heading.question.kind in {Kind.SCALE, Kind.NUMBER}:
            yield self._numbers(heading)
        else:
            yield from counted.ranked(heading.question, heading.pieces)
            for source in sources:
                yield from self._named(source)
                own = [one for one in heading.pieces if one.source is source]
                yield from self._said(source, own, heading.question.pk)

    def _said_by(self, pieces: Sequence[Piece], question: int) -> list[Source]:
        """Those who said something, or enclosed something, in the document's order."""
        said = {piece.source.version.pk for piece in pieces}
        files = {version for version, about in self.part.files if about == question}
        return [source for source in self.part.input.sources if source.version.pk in said | files]

    def _numbers(self, heading: Asked) -> Block:
        rows: list[list[list[Inline]]] = [
            [[who(one.source), *self._note(one.source)], [self._number(one)]] for one in heading.pieces
        ]
        together = counted.together(heading.question, heading.pieces, self.round.language)
        rows += [[[Strong([_("Together")])], [Strong([together])]]] if together else []
        return Table([_("Who"), _("Answer")], rows)

    def _by_place(self) -> Iterator[Block]:
        for source in self.part.input.sources:
            yield Heading(3, [who(source)])
            yield Paragraph([self.source(source)], "small")
            for heading in self.part.input.headings:
                own = [one for one in heading.pieces if one.source is source]
                if own or (source.version.pk, heading.question.pk) in self.part.files:
                    yield Heading(4, [f"{heading.number}. {heading.question.title}"])
                    yield from self._said(source, own, heading.question.pk)
            minorities = [one for one in self.part.input.minorities if one.source is source]
            if minorities:
                yield Heading(4, [_("Minority statements")])
                yield from (block for one in minorities for block in self._minority(one))
            yield from self._files(source, None)

    def _minorities(self) -> Iterator[Block]:
        found = self.part.input.minorities
        if found:
            yield Heading(3, [_("Minority statements")])
        for _pk, group in groupby(found, key=lambda one: one.source.version.pk):
            own = list(group)
            yield from self._named(own[0].source)
            yield from (block for one in own for block in self._minority(one))

    def _minority(self, one: Piece) -> Iterator[Block]:
        yield Paragraph([Strong([one.who or _("A minority")])])
        yield from _paragraphs(self._words(one), self._note(one.source))

    def _named(self, source: Source) -> Iterator[Block]:
        yield Heading(4, [who(source)])
        if not self.copy.notes:
            yield Paragraph([self.source(source)], "small")

    def _said(self, source: Source, pieces: Sequence[Piece], question: int) -> Iterator[Block]:
        note = self._note(source)
        ranked = [one for one in pieces if one.rank]
        if ranked:
            yield Items([[Paragraph([self._words(one), *note])] for one in ranked], start=ranked[0].rank)
        for one in pieces:
            if not one.rank:
                yield from _paragraphs(self._words(one), note)
        yield from self._files(source, question)

    def _files(self, source: Source, question: int | None) -> Iterator[Block]:
        names = self.part.files.get((source.version.pk, question), ())
        if names:
            enclosed = words.listing(names, self.round.language)
            yield Paragraph([_("Enclosed: %(names)s") % {"names": enclosed}, *self._note(source)])

    def _words(self, one: Piece) -> str:
        if one.text is None:
            return self._number(one)
        return wording.said(one.text)

    def _number(self, one: Piece) -> str:
        return "" if one.number is None else words.number(one.number, self.round.language)

    def _note(self, source: Source) -> list[Inline]:
        return [Note([f"{who(source)}: {self.source(source)}"])] if self.copy.notes else []

    def source(self, source: Source) -> str:
        """Where a piece comes from: the version, the decision behind it, and whom it is for."""
        version, language, zone = source.version, self.round.language, self.round.time_zone
        given = words.moment_year(version.handed_in_at, zone, language)
        told = [_("version %(number)s, received %(moment)s") % {"number": version.number, "moment": given}]
        if version.decided_on:
            told.append(_("decided %(day)s") % {"day": words.plain_day_year(version.decided_on, language)})
        told += filter(None, (version.reference, votes(version)))
        told.append(wording.whom(version.basis))
        return "; ".join(told) + "."

    def _facts(self) -> Iterator[Block]:
        if self.part.facts:
            yield Heading(3, [_("Facts from answers that are internal")])
        for asked, group in groupby(self.part.facts, key=lambda fact: fact.asked):
            yield Heading(4, [asked])
            yield Items([[Paragraph([fact.words, f" ({fact.name})"])] for fact in group])


def votes(version: Version) -> str:
    """The vote, where there was one."""
    if version.votes_for is None and version.votes_against is None and version.abstained is None:
        return ""
    counted = {"yes": version.votes_for or 0, "no": version.votes_against or 0, "none": version.abstained or 0}
    return _("%(yes)s for, %(no)s against, %(none)s abstained") % counted


def _paragraphs(text: str, note: Sequence[Inline]) -> Iterator[Block]:
    """Paragraphs as they were typed, the source after the last."""
    parts = [part for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()] or [""]
    for number, part in enumerate(parts, 1):
        lines = part.strip("\n").split("\n")
        inline = [bit for line in lines for bit in (Break(), line)][1:]
        yield Paragraph([*inline, *(note if number == len(parts) else ())])
