"""What is asked for of a list, and the one way every list is cut into pages."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, F, Func, Model, QuerySet, UUIDField, Value
from django.db.models.functions import Cast, Replace, Substr

from stormoede.events.models import Event

type Id = int | UUID


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to. ``after`` is the last id of the page before; None is the first page."""

    limit: int
    after: Id | None = None
    since: datetime | None = None
    narrowed: dict[str, str | int | UUID | bool] = field(default_factory=dict)


def page[M: Model](found: QuerySet[M], wanted: Wanted) -> list[M]:
    """One page, by id: an order that stays, whatever is added or changed meanwhile."""
    if wanted.after is not None:
        found = found.filter(pk__gt=wanted.after)
    return list(found.filter(**wanted.narrowed).order_by("pk")[: wanted.limit])


def changed(
    kind: str, since: datetime, *, to: "type[UUIDField[Any, Any] | BigIntegerField[Any, Any]]"
) -> QuerySet[Any]:
    """Ids of what has been acted on from ``since`` on, by the record of what happened: events about "kind:id"."""
    bare: Func = Replace(Substr(F("subject"), len(kind) + 2), Value("-"), Value(""))
    acts = Event.objects.filter(subject__startswith=f"{kind}:", at__gte=since)
    return acts.annotate(about=Cast(bare, to())).values("about")
