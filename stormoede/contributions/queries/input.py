"""All that was handed in, by question and by municipality, each piece with its source: what a document of the round is made of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, Subquery

from stormoede.contributions.models import Answer, Minority, Question, Questionnaire, Version
from stormoede.contributions.queries.standing import name_of
from stormoede.lib.danish import sort_key
from stormoede.members.models import Body, Person
from stormoede.passages.core.kinds import Basis
from stormoede.passages.models import Passage, Text


@dataclass(frozen=True, slots=True)
class Source:
    """Whose a piece is: a body's, or (``own``) one member's own view."""

    version: Version
    body: Body | None
    person: Person | None
    name: str
    own: bool


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing said: ``rank`` 0 where nothing is ranked; ``text`` with its passages, or a number. ``who``: a minority's name."""

    source: Source
    rank: int = 0
    text: Text | None = None
    number: int | None = None
    who: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """One question with all that is said to it: bodies first, then members' own views, both in Danish order."""

    question: Question
    number: int
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Input:
    """A questionnaire's whole input. ``sources`` are those who have handed in; ``minorities`` stand apart."""

    questionnaire: Questionnaire
    sources: Sequence[Source]
    headings: Sequence[Heading]
    minorities: Sequence[Piece]


def read(found: Questionnaire, *, public: bool = False) -> Input:
    """The newest versions of all who have handed in. ``public`` keeps only what may go out, and looks at nothing else.

    Six statements, however much there is.
    """
    versions = _versions(found, public)
    sources = sorted(map(_source, versions), key=_order)
    answers = {version.pk: list(version.answers.all()) for version in versions}
    headings = [
        Heading(question, number, list(_pieces(sources, answers, question)))
        for number, question in enumerate(found.questions.all(), 1)
    ]
    minorities = [
        Piece(source, one.position, one.text, None, one.who)
        for source in sources
        for one in source.version.minorities.all()
    ]
    return Input(found, sources, headings, minorities)


def _versions(found: Questionnaire, public: bool) -> list[Version]:
    newest = Version.objects.filter(contribution=OuterRef("contribution")).order_by("-number").values("pk")[:1]
    rows = Version.objects.filter(contribution__questionnaire=found, pk=Subquery(newest))
    if public:
        rows = rows.filter(basis=Basis.PUBLIC.value)
    passages = Prefetch("text__passages", Passage.objects.order_by("position"))
    answers = Answer.objects.select_related("text").prefetch_related(passages).order_by("position")
    minorities = Minority.objects.select_related("text").prefetch_related(passages).order_by("position")
    related = rows.select_related(
        "contribution__body__organisation",
        "contribution__body__group",
        "contribution__person__organisation",
        "handed_in_by",
    )
    return list(related.prefetch_related(Prefetch("answers", answers), Prefetch("minorities", minorities)))


def _source(version: Version) -> Source:
    body, person = version.contribution.body, version.contribution.person
    if body is not None:
        return Source(version, body, None, name_of(body), False)
    name = person.name if person and person.erased_at is None else ""
    return Source(version, None, person, name, True)


def _order(source: Source) -> tuple[bool, str, str, str]:
    place = source.person.organisation.name if source.person and source.person.organisation else source.name
    return source.own, source.body.kind if source.body else "", sort_key(place), sort_key(source.name)


def _pieces(sources: Sequence[Source], answers: Mapping[int, Sequence[Answer]], question: Question) -> Iterator[Piece]:
    for source in sources:
        for one in answers[source.version.pk]:
            if one.question_id == question.pk:
                yield Piece(source, one.position, one.text, one.number)
