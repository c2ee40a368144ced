"""What can be counted in the document of a round's input: the sum of a head count, and what many have ranked."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from stormoede.contributions.core import tallies
from stormoede.contributions.core.questions import Kind
from stormoede.contributions.models import Question
from stormoede.contributions.queries.input import Piece
from stormoede.documents.core.tree import Block, Inline, Paragraph, Strong, Table
from stormoede.lib import words


def together(question: Question, pieces: Sequence[Piece], language: str) -> str:
    """The sum of a question for a number, with its unit; empty for other questions and fewer than two answers."""
    numbers = [one.number for one in pieces if one.number is not None]
    if question.kind != Kind.NUMBER or len(numbers) < 2:
        return ""
    return " ".join(filter(None, (words.number(sum(numbers), language), str(question.spec.get("unit", "")))))


def ranked(question: Question, pieces: Sequence[Piece]) -> Iterator[Block]:
    """What more than one has on their list, as a table; nothing where everybody says something else."""
    told = tallies.count(_lists(pieces), question.spec.get("options", ()))
    if told:
        rows: list[list[list[Inline]]] = [[[one.words], [str(one.named)], [str(one.first)]] for one in told]
        yield Paragraph([Strong([_("What more than one has chosen")])])
        yield Table([_("Chosen"), _("By how many"), _("Of these as number one")], rows)


def _lists(pieces: Sequence[Piece]) -> list[list[str]]:
    """The ranked words of each source, in order."""
    found: dict[int, list[tuple[int, str]]] = {}
    for one in pieces:
        if one.rank and one.text is not None and one.text.erased_at is None:
            found.setdefault(one.source.version.pk, []).append((one.rank, one.text.words))
    return [[words for _rank, words in sorted(own)] for own in found.values()]
