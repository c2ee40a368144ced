"""All input of a round as sheets: a line for each thing said, one for each who is asked, and what the file is."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from stormoede.contributions import mailed_paper, paper, wording
from stormoede.contributions.heard import Heard
from stormoede.contributions.paper import Copy
from stormoede.contributions.queries.gathered import Gathered, Part
from stormoede.contributions.queries.input import Piece
from stormoede.contributions.queries.mailed import Sent
from stormoede.lib import cells, spreadsheets
from stormoede.lib.cells import LONGEST_CELL, Cell, Table

type _Row = list[Cell]


def tables(told: Gathered, copy: Copy) -> list[Table]:
    """The sheets, in the round's own language. A text longer than a cell goes on in the next line, as part 2."""
    with translation.override(told.round.language):
        found = [_said(told)]
        found.append(_facts(told) if told.public else _standing(told))
        about: list[_Row] = [[paper.edition(told.public), copy.number, copy.recipient, _local(copy.at, told)]]
        return [*found, Table(_("About the file"), [_("Basis"), _("Copy"), _("For whom"), _("Made")], about)]


def book(told: Gathered, copy: Copy) -> bytes:
    """The sheets as one XLSX."""
    return spreadsheets.as_book(tables(told, copy))


def _said(told: Gathered) -> Table:
    head = [
        _("Who"), _("Own view"), _("Questionnaire"), _("Number"), _("Question"), _("Rank"), _("Part"), _("Answer"),
        _("Figure"), _("Minority"), _("Received"), _("Version"), _("Decided on"), _("Reference"), _("Votes"), _("Basis"),
    ]  # fmt: skip
    mails = [row for sent in told.mails for row in _mailed(told, sent)]
    heard = [row for one in told.heard for row in _heard(told, one)]
    return Table(_("Input"), head, [*(row for part in told.parts for row in _lines(told, part)), *mails, *heard])


def _mailed(told: Gathered, sent: Sent) -> Iterator[_Row]:
    found = sent.submission
    basis = wording.whom(found.basis)
    for name, text in sent.pieces:
        for number, start in enumerate(range(0, len(text.words) or 1, LONGEST_CELL), 1):
            said: _Row = [None, number, text.words[start : start + LONGEST_CELL], None, ""]
            whose: _Row = [mailed_paper.who(sent, told.round), "", _("Sent in by mail"), None, name]
            yield [*whose, *said, _local(found.arrived_at, told), None, None, "", "", basis]


def _heard(told: Gathered, one: Heard) -> Iterator[_Row]:
    basis = wording.whom(one.text.basis)
    words = wording.said(one.text)
    for number, start in enumerate(range(0, len(words) or 1, LONGEST_CELL), 1):
        said: _Row = [None, number, words[start : start + LONGEST_CELL], None, ""]
        yield [one.name, "", one.title, None, one.source, *said, _local(one.text.at, told), None, None, "", "", basis]


def _lines(told: Gathered, part: Part) -> Iterator[_Row]:
    for heading in part.input.headings:
        for piece in heading.pieces:
            yield from _rows(told, part, piece, [heading.number, heading.question.title])
    for piece in part.input.minorities:
        yield from _rows(told, part, piece, [None, _("Minority statements")])


def _rows(told: Gathered, part: Part, piece: Piece, question: _Row) -> Iterator[_Row]:
    version, text = piece.source.version, wording.said(piece.text) if piece.text else ""
    basis = wording.whom(version.basis)
    source: _Row = [
        _local(version.handed_in_at, told), version.number, version.decided_on, version.reference,
        paper.votes(version), basis,
    ]  # fmt: skip
    for number, start in enumerate(range(0, len(text) or 1, LONGEST_CELL), 1):
        said: _Row = [piece.rank or None, number, text[start : start + LONGEST_CELL], piece.number, piece.who]
        own = _("yes") if piece.source.own else ""
        yield [paper.who(piece.source), own, part.input.questionnaire.track.title, *question, *said, *source]


def _standing(told: Gathered) -> Table:
    head = [_("Who"), _("Regional council"), _("Questionnaire"), _("Standing"), _("Deadline"), _("Received"), _("Late")]
    rows: list[_Row] = [
        [
            line.name, line.group, part.input.questionnaire.track.title, paper.state(line.state),
            _local(line.deadline, told), _local(line.received, told) if line.received else None,
            _("yes") if line.late else "",
        ]
        for part in told.parts
        for line in part.lines
    ]  # fmt: skip
    return Table(_("Who has answered"), head, rows)


def _facts(told: Gathered) -> Table:
    every = [
        *((fact, fact.asked) for part in told.parts for fact in part.facts),
        *((fact, _("Sent in by mail")) for fact in told.mail_facts),
        *((fact, _("Heard")) for fact in told.heard_facts),
    ]
    rows = [[fact.name, asked, fact.words[:LONGEST_CELL]] for fact, asked in every]
    return Table(_("Facts"), [_("Who"), _("Question"), _("Fact")], rows)


def _local(at: datetime, told: Gathered) -> datetime | None:
    return cells.local(at, told.round.time_zone)
