"""A draft as those who write it see it, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from stormoede.accounts.models import Link
from stormoede.contributions.core import decisions, questions
from stormoede.contributions.core.decisions import Asked
from stormoede.contributions.core.questions import Question as Asks
from stormoede.contributions.models import Aside, Attachment, Contribution, DraftField, Question, Questionnaire, Writer
from stormoede.contributions.queries import questionnaires
from stormoede.contributions.queries.places import link_subject
from stormoede.contributions.refusals import sentence


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything typed so far. ``asides`` are the reader's own texts that were laid aside, by field."""

    contribution: Contribution
    asked: Sequence[tuple[Question, Asks]]
    decision: Asked
    fields: Mapping[str, DraftField]
    asides: Mapping[str, Aside] = field(default_factory=dict)
    files: Sequence[Attachment] = ()

    @property
    def values(self) -> dict[str, str]:
        return {name: row.value for name, row in self.fields.items()}

    @property
    def written(self) -> bool:
        return any(row.value.strip() for row in self.fields.values()) or bool(self.files)

    def names(self) -> list[str]:
        """Every field there is, in order."""
        own = [name for _row, asks in self.asked for name in questions.fields(asks)]
        return [*own, *decisions.names(self.decision)]

    def limit(self, name: str) -> int:
        """How many characters the field ``name`` holds; 0 when there is no such field."""
        for _row, asks in self.asked:
            if name in questions.fields(asks):
                return questions.limit(asks)
        return decisions.limit(name) if name in decisions.names(self.decision) else 0

    def faults(self, today: date, seats: int | None) -> dict[str, str]:
        """What keeps it from being handed in: a sentence by field."""
        files = [one.question_id for one in self.files]
        found: list[questions.Fault | decisions.Fault] = []
        for row, asks in self.asked:
            found += questions.faults(asks, self.values, files.count(row.pk))
        found += decisions.faults(self.values, self.decision, today, seats)
        return {fault.field: sentence(fault.problem) for fault in found}


def asked(found: Questionnaire, contribution: Contribution) -> tuple[list[tuple[Question, Asks]], Asked]:
    """What this contribution is asked: a member's own view is asked less, and for no decision."""
    own = contribution.body_id is None
    pairs = [(row, asks) for row, asks in questionnaires.questions(found) if asks.own or not own]
    return pairs, Asked.NONE if own else Asked(found.decision)


def read(found: Questionnaire, contribution: Contribution, reader: UUID | None = None) -> Draft:
    """The draft as ``reader`` sees it. Three statements beside the questions'."""
    pairs, decision = asked(found, contribution)
    fields = DraftField.objects.filter(contribution=contribution).select_related("saved_by")
    asides = Aside.objects.filter(contribution=contribution, person=reader) if reader else Aside.objects.none()
    files = Attachment.objects.filter(contribution=contribution, removed_at__isnull=True).defer("content")
    return Draft(
        contribution,
        pairs,
        decision,
        {row.name: row for row in fields},
        {row.name: row for row in asides},
        list(files),
    )


def by_mail(contribution: Contribution) -> frozenset[UUID]:
    """Those of the writers who hold a link to this draft and to nothing else."""
    about = link_subject(contribution.pk, contribution.questionnaire.track.round.key)
    rows = Link.objects.filter(purpose=Link.Purpose.DRAFT, subject=about, revoked_at__isnull=True)
    return frozenset(rows.values_list("person_id", flat=True))


def writers(contribution: Contribution) -> list[Writer]:
    """Those who were asked to write along, in Danish order."""
    rows = Writer.objects.filter(contribution=contribution, person__erased_at__isnull=True)
    return list(rows.select_related("person").order_by("person__sort_key"))
