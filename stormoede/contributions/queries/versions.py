"""Versions as they were handed in, with their words, files and passages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from stormoede.contributions.core.questions import Kind
from stormoede.contributions.models import (
    Answer,
    Attachment,
    Contribution,
    Enclosure,
    Minority,
    Question,
    Sharing,
    Version,
)
from stormoede.passages import queries as passages
from stormoede.passages.models import Ruling, Text


@dataclass(frozen=True, slots=True)
class Said:
    """What a version says to one question: texts in the order of their ranks, or a number, or files."""

    question: Question
    asked: str
    texts: Sequence[Text]
    number: int | None
    files: Sequence[Attachment]

    @property
    def ranked(self) -> bool:
        return self.question.kind == Kind.RANKED.value


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A version with all it holds. ``files`` are those that belong to no question."""

    version: Version
    said: Sequence[Said]
    minorities: Sequence[tuple[Minority, Text]]
    files: Sequence[Attachment]
    sharings: Sequence[Sharing]
    corrections: Sequence[Ruling] = ()

    @property
    def texts(self) -> list[Text]:
        return [*(text for one in self.said for text in one.texts), *(text for _, text in self.minorities)]


def files(version: Version) -> list[Attachment]:
    """What was attached when it was handed in, without the bytes."""
    rows = Enclosure.objects.filter(version=version).select_related("attachment__question")
    return [row.attachment for row in rows.defer("attachment__content").order_by("attachment__added_at")]


def read(version: Version) -> HandedIn:
    """All that was handed in. Seven statements."""
    answers = list(version.answers.select_related("question"))
    minorities = list(version.minorities.all())
    ids = [*(one.text_id for one in answers if one.text_id), *(one.text_id for one in minorities)]
    texts = passages.texts(ids)
    attached = files(version)
    return HandedIn(
        version,
        _said(answers, texts, attached),
        [(one, texts[one.text_id]) for one in minorities],
        [file for file in attached if file.question_id is None],
        list(version.sharings.order_by("copy")),
        passages.corrections(ids),
    )


def _said(answers: Sequence[Answer], texts: Mapping[int, Text], files: Sequence[Attachment]) -> list[Said]:
    by_question: dict[int, list[Attachment]] = {}
    for file in files:
        if file.question_id is not None:
            by_question.setdefault(file.question_id, []).append(file)
    told = {}
    for _pk, group in groupby(answers, key=lambda one: one.question_id):
        own = list(group)
        question = own[0].question
        words = [texts[one.text_id] for one in own if one.text_id]
        number = next((one.number for one in own if one.number is not None), None)
        told[question.pk] = Said(question, own[0].asked, words, number, by_question.pop(question.pk, ()))
    for own_files in by_question.values():
        alone = own_files[0].question
        assert alone is not None
        told[alone.pk] = Said(alone, alone.title, (), None, own_files)
    return sorted(told.values(), key=lambda one: one.question.position)


def of(contribution: Contribution) -> list[Version]:
    """The versions of a contribution, newest first, with who handed them in."""
    return list(contribution.versions.select_related("handed_in_by").order_by("-number"))


def newest(contribution: Contribution) -> Version | None:
    """What was handed in last."""
    return next(iter(of(contribution)), None)


def held(attachment: Attachment) -> bool:
    """Was it handed in with a version?"""
    return Enclosure.objects.filter(attachment=attachment).exists()
