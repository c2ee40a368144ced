"""A round's whole input as one thing: every questionnaire with what was said, who has answered and who has not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import translation

from stormoede.contributions import heard
from stormoede.contributions.heard import Heard
from stormoede.contributions.models import Answer, Enclosure, Questionnaire, Version
from stormoede.contributions.queries import input, mailed, questionnaires, standing
from stormoede.contributions.queries.input import Input, Piece
from stormoede.contributions.queries.mailed import Sent
from stormoede.contributions.queries.standing import Line, name_of
from stormoede.passages.core.kinds import Basis, Kind
from stormoede.rounds.models import Round


@dataclass(frozen=True, slots=True)
class Fact:
    """A passage of an internal answer that a person has called a fact: it can be given out where the answer cannot."""

    name: str
    asked: str
    words: str


@dataclass(frozen=True, slots=True)
class Part:
    """One questionnaire. ``files`` are the names of what was enclosed, by version and question (None: by no question).

    The public edition has no ``lines``, and ``facts`` in their place; the whole one has no ``facts``.
    """

    input: Input
    lines: Sequence[Line]
    files: Mapping[tuple[int, int | None], Sequence[str]]
    facts: Sequence[Fact]


@dataclass(frozen=True, slots=True)
class Gathered:
    """All input of a round at one moment, or its public edition. ``mails`` are those that were accepted and stand,
    ``heard`` is what was said where nothing is handed in."""

    round: Round
    public: bool
    parts: Sequence[Part]
    mails: Sequence[Sent] = ()
    mail_facts: Sequence[Fact] = ()
    heard: Sequence[Heard] = ()
    heard_facts: Sequence[Fact] = ()

    @property
    def pieces(self) -> list[Piece]:
        """Everything that was said, once each."""
        found = [piece for part in self.parts for heading in part.input.headings for piece in heading.pieces]
        return [*found, *(piece for part in self.parts for piece in part.input.minorities)]


def gather(round: Round, on: date, *, public: bool = False) -> Gathered:
    """Everything the round has been told in writing. ``public``: what may go out, by a query of its own."""
    parts = [_part(found, on, public) for found in questionnaires.of_round(round)]
    facts = [Fact(name, "", words) for name, words in mailed.facts(round)] if public else ()
    said, said_facts = _heard(round, public)
    return Gathered(round, public, parts, mailed.standing(round, public=public), facts, said, said_facts)


def _heard(round: Round, public: bool) -> tuple[list[Heard], list[Fact]]:
    """What was heard; of the public edition's what may go out, and what a person has called a fact in the rest."""
    with translation.override(round.language):
        found = list(heard.heard(round, public=public))
    if not public:
        return found, []
    internal = [one for one in found if one.text.basis != Basis.PUBLIC.value]
    facts = [
        Fact(one.name, "", one.text.words[passage.start : passage.end])
        for one in internal
        for passage in one.text.passages.all()
        if passage.settled and passage.kind == Kind.FACT.value and one.text.erased_at is None
    ]
    return [one for one in found if one.text.basis == Basis.PUBLIC.value], facts


def _part(found: Questionnaire, on: date, public: bool) -> Part:
    told = input.read(found, public=public)
    lines = () if public else standing.lines(found, on)
    return Part(told, lines, _files([source.version.pk for source in told.sources]), _facts(found) if public else ())


def _files(versions: Sequence[int]) -> Mapping[tuple[int, int | None], Sequence[str]]:
    rows = Enclosure.objects.filter(version__in=versions).order_by("attachment__added_at", "pk")
    told: dict[tuple[int, int | None], list[str]] = {}
    for version, question, name in rows.values_list("version_id", "attachment__question_id", "attachment__name"):
        told.setdefault((version, question), []).append(name)
    return told


def _facts(found: Questionnaire) -> list[Fact]:
    """What a person has called a fact in bodies' internal answers as they stand: a guess of the program opens nothing."""
    newest = Version.objects.filter(contribution=OuterRef("version__contribution")).order_by("-number").values("pk")[:1]
    settled = Q(text__passages__kind=Kind.FACT.value, text__passages__settled=True)
    standing_now = Q(text__erased_at__isnull=True, text__replaced_at__isnull=True)
    of_bodies = Q(version__contribution__questionnaire=found, version__contribution__body__isnull=False)
    rows = Answer.objects.filter(of_bodies, standing_now, settled, version=Subquery(newest))
    related = rows.filter(version__basis=Basis.INTERNAL.value).select_related(
        "text", "version__contribution__body__organisation", "version__contribution__body__group"
    )
    told = related.annotate(starts=F("text__passages__start"), ends=F("text__passages__end"))
    ordered = told.order_by("question__position", "version__contribution__body__organisation__sort_key", "pk", "starts")
    return [_fact(row) for row in ordered]


def _fact(row: Answer) -> Fact:
    body, text = row.version.contribution.body, row.text
    assert body is not None
    assert text is not None
    return Fact(name_of(body), row.asked, text.words[row.starts : row.ends])  # type: ignore[attr-defined]
