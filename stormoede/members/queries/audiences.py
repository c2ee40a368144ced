"""An audience's people on a day: one statement, whatever the spec says, and one more where it names other audiences."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from stormoede.lib.danish import sort_key
from stormoede.lib.prepared import Prepared
from stormoede.members import answers
from stormoede.members.core import audiences as core
from stormoede.members.models import Audience, Body, GroupMembership, Leave, Mandate, Person


def people(spec: Mapping[str, Any], *, on: date, only: UUID | None = None) -> QuerySet[Person]:
    """Everybody the spec means on ``on``, once each, reachable or not, in no order. Raises SpecFault.

    ``only`` asks about one person, so that nobody else's seats are looked at.
    """
    found = Person.objects.filter(_whole(whole(spec), _Day(on, only)), erased_at__isnull=True)
    return found if only is None else found.filter(pk=only)


def reaches(spec: Mapping[str, Any], *, on: date | None, only: UUID | None = None) -> QuerySet[Person]:
    """Everybody the spec's parts reach on ``on``, or by their seats on any day (None), whoever it leaves out.

    Who is reached on some day, and not on ``on``, has left their seats; nobody has done so by answering, or by being left out.
    """
    found = Person.objects.filter(_any(whole(spec).any, _Day(on, only, loose=True)))
    found = found if on is None else found.filter(erased_at__isnull=True)
    return found if only is None else found.filter(pk=only)


def count(spec: Mapping[str, Any], *, on: date) -> int:
    """How many people the spec means on ``on``."""
    return people(spec, on=on).count()


def figures(spec: Mapping[str, Any], *, on: date) -> tuple[int, int]:
    """How many people the spec means on ``on``, and how many of them have an address. One statement."""
    found = people(spec, on=on).aggregate(people=Count("pk"), unreachable=Count("pk", filter=Q(email="")))
    return found["people"], found["people"] - found["unreachable"]


def includes(spec: Mapping[str, Any], person_id: UUID, *, on: date) -> bool:
    """Is this person among them?"""
    return people(spec, on=on, only=person_id).exists()


def is_fixed(spec: Mapping[str, Any]) -> bool:
    """Does the spec say by itself who is meant, so that no answer changes it?"""
    return core.read(spec).fixed


def is_answering(saved: Sequence[Audience]) -> bool:
    """Is anybody among these audiences, which name no others, by what they answer?"""
    return any(core.read(one.spec).answering for one in saved)


@lru_cache(maxsize=64)
def membership(spec: str, on: date) -> Prepared[Person] | None:
    """``includes`` for a spec as JSON text, worded once: asked with a person's id it finds them or nobody.

    None when the spec names other audiences, which may change under it, or answers.
    """
    meant: dict[str, Any] = json.loads(spec)
    if not core.read(meant).fixed:
        return None
    return Prepared(lambda pk: people(meant, on=on, only=pk).only("pk"), UUID(int=1))


def saved() -> Sequence[Audience]:
    """Every saved audience, in Danish order."""
    return sorted(Audience.objects.all(), key=lambda one: (sort_key(one.name), one.pk))


def counts(saved: Sequence[Audience], *, on: date) -> dict[str, tuple[int, int]]:
    """(people, reachable people) of each audience by key, all counted in one statement."""
    specs = {one.key: core.read(one.spec) for one in saved}
    everybody = Person.objects.filter(erased_at__isnull=True).values("email")
    parts: list[str] = []
    values: list[Any] = []
    for number, one in enumerate(saved):
        # Each by itself, so that a database finds a few by their seats and looks at everybody for nearly all.
        condition = _whole(core.expand(specs[one.key], specs.get), _Day(on, None))
        try:
            sql, params = everybody.filter(condition).query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"SELECT {number}, COUNT(*), COUNT(*) FILTER (WHERE w.email <> '') FROM ({sql}) w")  # noqa: S608 - Django's words
        values += params
    found = {number: (people, reached) for number, people, reached in _asked(" UNION ALL ".join(parts), values)}
    return {one.key: found.get(number, (0, 0)) for number, one in enumerate(saved)}


def _asked(statement: str, values: Sequence[Any]) -> Sequence[tuple[int, int, int]]:
    if not statement:
        return []
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        rows: list[tuple[int, int, int]] = cursor.fetchall()
    return rows


def reachable(found: QuerySet[Person]) -> QuerySet[Person]:
    """Those of ``found`` who have an address."""
    return found.exclude(email="")


def whole(spec: Mapping[str, Any]) -> core.Whole:
    """The spec with the audiences it names put in their place. Raises SpecFault."""
    parsed = core.read(spec)
    if not any(parsed.references()):
        return core.expand(parsed, lambda key: None)
    saved: dict[str, Any] = dict(Audience.objects.values_list("key", "spec"))
    return core.expand(parsed, lambda key: core.read(saved[key]) if key in saved else None)


def valid(on: date, prefix: str = "") -> Q:
    """Valid on ``on``: mandates, or group memberships under ``prefix``. None is open, both ends are included."""
    begun = Q(**{f"{prefix}valid_from__lte": on}) | Q(**{f"{prefix}valid_from__isnull": True})
    return begun & (Q(**{f"{prefix}valid_to__gte": on}) | Q(**{f"{prefix}valid_to__isnull": True}))


def sitting(on: date) -> Q:
    """Mandates whose holders sit on ``on``: valid, and not on leave. A stand-in's own mandate is one of them."""
    away = Leave.objects.filter(valid(on)).order_by().values("mandate_id")
    return valid(on) & ~Q(pk__in=away)


@dataclass(frozen=True, slots=True)
class _Day:
    """The day asked about (None: any day), the one person when it is about one, and whether nobody is left out."""

    on: date | None
    only: UUID | None = None
    loose: bool = False


def _whole(whole: core.Whole, on: _Day) -> Q:
    condition = _any(whole.any, on)
    return condition & ~_any(whole.but, on) if whole.but and not on.loose else condition


def _any(parts: tuple[core.Seats | core.People | core.Answer | core.Whole, ...], on: _Day) -> Q:
    condition = Q(pk__in=())
    for part in parts:
        condition |= _part(part, on)
    return condition


def _part(part: core.Seats | core.People | core.Answer | core.Whole, on: _Day) -> Q:
    match part:
        case core.People(ids):
            return Q(pk__in=ids)
        case core.Answer(value):
            return Q(pk__in=answers.known().who(value, on.on).order_by().values("pk") if on.on else ())
        case core.Whole():
            return _whole(part, on)
        case core.Seats(wide=True) if on.only is None:
            # Of nearly everybody each one's seats are looked at: a list of them all would be made anew for every question.
            return Q(Exists(_seats(part, on).filter(person=OuterRef("pk"))))
        case core.Seats():
            return Q(pk__in=_seats(part, on).values("person_id"))


def _seats(seats: core.Seats, day: _Day) -> QuerySet[Mandate]:
    on = day.on
    found = Mandate.objects.filter(sitting(on) if on else Q()).order_by()
    if day.only is not None:
        found = found.filter(person=day.only)
    if seats.roles:
        found = found.filter(role__in=seats.roles)
    if seats.bodies:
        found = found.filter(body__kind__in=seats.bodies)
    if not seats.administration:
        found = found.exclude(body__kind=Body.Kind.ADMINISTRATION)
    if seats.organisations:
        named = Q(body__organisation__code__in=seats.organisations)
        elsewhere = Q(body__organisation__isnull=True, person__organisation__code__in=seats.organisations)
        found = found.filter(named | elsewhere)
    if seats.groups:
        found = found.filter(_in_groups(seats.groups, on))
    return found


def _in_groups(groups: tuple[str, ...], on: date | None) -> Q:
    named = Q(pk__in=())
    for group in groups:
        kind, _, code = group.partition(":")
        named |= Q(group__kind=kind, group__code=code)
    members = GroupMembership.objects.filter(named, valid(on) if on else Q()).order_by().values("organisation_id")
    bodies = Body.objects.filter(named).order_by().values("pk")
    of_none = Q(body__organisation__isnull=True, body__group__isnull=True, person__organisation__in=members)
    return Q(body__in=bodies) | Q(body__organisation__in=members) | of_none
