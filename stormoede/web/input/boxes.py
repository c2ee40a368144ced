"""A draft as boxes to write in: one for each field, with its revision, and the two texts where two have written."""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from stormoede.contributions.core import decisions, questions
from stormoede.contributions.core.questions import Kind
from stormoede.contributions.models import Attachment, Question
from stormoede.contributions.queries.drafts import Draft


@dataclass(frozen=True, slots=True)
class Box:
    """One field. ``aside`` is the reader's own text that was laid aside (None: there is none); ``other`` wrote what stands."""

    name: str
    label: str
    value: str
    revision: int
    limit: int
    fault: str = ""
    aside: str | None = None
    other: str = ""
    other_at: datetime | None = None
    wide: bool = False

    @property
    def id(self) -> str:
        return "f-" + self.name.replace(".", "-")

    @property
    def was(self) -> str:
        """A sum of the text as it was shown, to tell whether it was changed."""
        return summed(self.value)


@dataclass(frozen=True, slots=True)
class Shown:
    """One question with its boxes and files, and the steps of a scale."""

    number: int
    row: Question
    kind: str
    boxes: Sequence[Box]
    options: Sequence[str]
    free: bool
    steps: Sequence[int]
    low: str
    high: str
    unit: str
    files: Sequence[Attachment]


def summed(text: str) -> str:
    return str(zlib.adler32(text.encode("utf-8")))


def plain(text: str) -> str:
    """A text as a form sends it, with the line ends it is kept with."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def questions_of(draft: Draft, faults: Mapping[str, str]) -> list[Shown]:
    """The questions of a draft, in order."""
    return [_shown(draft, number, row, asks, faults) for number, (row, asks) in enumerate(draft.asked, 1)]


def decision_of(draft: Draft, faults: Mapping[str, str]) -> dict[str, object]:
    """The boxes of the council's decision, by part; empty when none is asked for."""
    if draft.decision is decisions.Asked.NONE:
        return {}
    labels = {
        decisions.DATE: _("Day of the decision"),
        decisions.REFERENCE: _("Reference"),
        decisions.FOR: _("For"),
        decisions.AGAINST: _("Against"),
        decisions.ABSTAINED: _("Did not vote"),
    }
    told = {name.partition(".")[2]: _box(draft, name, label, faults) for name, label in labels.items()}
    return {**told, "minorities": [_minority(draft, n, faults) for n in range(1, decisions.MINORITIES + 1)]}


def _minority(draft: Draft, number: int, faults: Mapping[str, str]) -> tuple[int, Box, Box, bool]:
    who, told = decisions.minority(number)
    boxes = _box(draft, who, _("Whose statement"), faults), _box(draft, told, _("The statement"), faults, wide=True)
    # The first is open where any is used; each that is used, and whatever is at fault, is open.
    return number, *boxes, any(box.value or box.fault or box.aside is not None for box in boxes)


def _shown(draft: Draft, number: int, row: Question, asks: questions.Question, faults: Mapping[str, str]) -> Shown:
    names = questions.fields(asks)
    ranked, wide = asks.kind is Kind.RANKED, asks.kind is Kind.TEXT
    boxes = [
        _box(draft, name, _("Number %(rank)s") % {"rank": rank} if ranked else row.title, faults, wide=wide)
        for rank, name in enumerate(names, 1)
    ]
    return Shown(
        number=number, row=row, kind=asks.kind.value, boxes=boxes, options=asks.options, free=asks.free,
        steps=range(asks.least, asks.most + 1) if asks.kind is Kind.SCALE else (), low=asks.low, high=asks.high,
        unit=asks.unit, files=[one for one in draft.files if one.question_id == row.pk],
    )  # fmt: skip


def _box(draft: Draft, name: str, label: str, faults: Mapping[str, str], *, wide: bool = False) -> Box:
    row, aside = draft.fields.get(name), draft.asides.get(name)
    by = row.saved_by.name if row and row.saved_by and row.saved_by.erased_at is None else ""
    return Box(
        name, label, row.value if row else "", row.revision if row else 0, draft.limit(name), faults.get(name, ""),
        aside.value if aside else None, by, row.saved_at if row else None, wide,
    )  # fmt: skip
