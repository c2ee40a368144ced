"""Who has sent in and who has not: every body that is asked, in Danish order, with where it stands. Nothing of what a draft says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from django.db.models import Max, OuterRef, QuerySet, Subquery

from stormoede.contributions.models import Contribution, Questionnaire, Version
from stormoede.contributions.queries import arrivals, questionnaires
from stormoede.lib.danish import sort_key
from stormoede.members.models import Body
from stormoede.members.queries.organisations import by_regional_council


class State(StrEnum):
    """How far a body has come."""

    SILENT = "silent"
    DRAFT = "draft"
    HANDED_IN = "handed_in"


@dataclass(frozen=True, slots=True)
class Line:
    """One body. ``newer``: something has been written in the draft after the last version was handed in.

    ``mailed``: when the last of its mails that counts came in.
    """

    body: Body
    name: str
    group: str
    state: State
    deadline: datetime
    contribution: Contribution | None
    version: Version | None
    newer: bool
    mailed: datetime | None = None

    @property
    def received(self) -> datetime | None:
        """When it last sent in, by the form or by mail."""
        return max(filter(None, (self.version.handed_in_at if self.version else None, self.mailed)), default=None)

    @property
    def late(self) -> bool:
        return self.version is not None and self.version.late


@dataclass(frozen=True, slots=True)
class Figures:
    """How many are asked, and how many have come how far."""

    asked: int
    handed_in: int
    drafts: int

    @property
    def silent(self) -> int:
        return self.asked - self.handed_in - self.drafts


def lines(found: Questionnaire, on: date) -> list[Line]:
    """Every body asked, in Danish order. Six statements, however many."""
    deadlines = questionnaires.deadlines(found, on)
    groups = dict(_regions(on))
    known = {one.body_id: one for one in _contributions(found)}
    newest, mailed = _newest(found), arrivals.received(found.track.round)
    told = [
        _line(body, deadlines.of(body), groups.get(body.organisation_id or 0, ""), known.get(body.pk), newest)
        for body in _asked(found)
    ]
    told = [replace(one, mailed=at, state=State.HANDED_IN) if (at := mailed.get(one.body.pk)) else one for one in told]
    return sorted(told, key=lambda line: (line.body.kind, sort_key(line.name)))


def figures(told: Sequence[Line]) -> Figures:
    """The lines, counted."""
    return Figures(
        len(told),
        sum(line.state is State.HANDED_IN for line in told),
        sum(line.state is State.DRAFT for line in told),
    )


def own_views(found: Questionnaire) -> QuerySet[Version]:
    """The newest version of each member's own view, in Danish order of municipality and name."""
    newest = Version.objects.filter(contribution=OuterRef("contribution")).order_by("-number").values("pk")[:1]
    rows = Version.objects.filter(contribution__questionnaire=found, contribution__person__isnull=False)
    return (
        rows.filter(pk=Subquery(newest))
        .select_related("contribution__person__organisation")
        .order_by("contribution__person__organisation__sort_key", "contribution__person__sort_key", "pk")
    )


def name_of(body: Body) -> str:
    """What a body is called in lists: its municipality's name, or its own."""
    return body.organisation.name if body.organisation and body.kind == Body.Kind.COUNCIL else _own_name(body)


def _own_name(body: Body) -> str:
    return f"{body.organisation.name}, {body.name}" if body.organisation else body.name


def _asked(found: Questionnaire) -> list[Body]:
    return list(Body.objects.filter(kind__in=found.bodies).select_related("organisation", "group"))


def _contributions(found: Questionnaire) -> QuerySet[Contribution]:
    typed = Contribution.objects.filter(questionnaire=found, body__isnull=False)
    return typed.annotate(typed_at=Max("fields__saved_at"))


def _newest(found: Questionnaire) -> dict[object, Version]:
    rows = Version.objects.filter(contribution__questionnaire=found).order_by("number")
    return {row.contribution_id: row for row in rows}


def _line(
    body: Body, deadline: datetime, group: str, known: Contribution | None, newest: dict[object, Version]
) -> Line:
    version = newest.get(known.pk) if known else None
    typed: datetime | None = getattr(known, "typed_at", None)
    state = State.HANDED_IN if version else State.DRAFT if typed else State.SILENT
    newer = version is not None and typed is not None and typed > version.handed_in_at
    return Line(
        body, name_of(body), group or (body.name if body.group_id else ""), state, deadline, known, version, newer
    )


def _regions(on: date) -> Sequence[tuple[int, str]]:
    return [(placed.id, placed.council) for placed in by_regional_council(on)]
