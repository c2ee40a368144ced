"""People and their seats: lists, titles and figures, each in a fixed number of statements."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet

from stormoede.lib.danish import sort_key
from stormoede.lib.prepared import AT_ONCE, Keyed, Prepared, adapted, padded, preparing
from stormoede.members.core import titles as core
from stormoede.members.models import Body, Mandate, Organisation, Person
from stormoede.members.queries.audiences import sitting, valid


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; empty is everybody. ``role`` is a role or a body; ``reach`` is "", "yes" or "no"."""

    search: str = ""
    organisation: str = ""
    role: str = ""
    reach: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """How many people there are with a seat on a day, and how many of them can be reached by mail."""

    people: int
    reachable: int

    @property
    def unreachable(self) -> int:
        return self.people - self.reachable


ORDERS: dict[str, tuple[str, ...]] = {
    "name": ("sort_key", "pk"),
    "-name": ("-sort_key", "pk"),
    "organisation": ("organisation__sort_key", "sort_key", "pk"),
    "-organisation": ("-organisation__sort_key", "sort_key", "pk"),
}


def listing(
    wanted: Wanted, *, on: date, order: str = "name", addresses: bool = True, among: QuerySet[Person] | None = None
) -> QuerySet[Person]:
    """The people wanted, ``among`` everybody or fewer, with their organisation, in Danish order.

    Those whose seats are over stand there too, unless a role is asked for; the erased never do. Without ``addresses`` the
    search knows names and numbers only.
    """
    everybody = Person.objects.all() if among is None else among
    found = everybody.filter(erased_at__isnull=True).select_related("organisation")
    for word in wanted.search.split():
        found = found.filter(_named(word, addresses))
    if wanted.organisation:
        found = found.filter(organisation__code=wanted.organisation)
    if wanted.role:
        seats = Mandate.objects.filter(Q(role=wanted.role) | Q(body__kind=wanted.role), valid(on))
        found = found.filter(pk__in=seats.values("person_id"))
    if wanted.reach:
        found = found.filter(email="") if wanted.reach == "no" else found.exclude(email="")
    return found.order_by(*(F(key[1:]).desc() if key.startswith("-") else F(key) for key in ORDERS[order]))


_PLACE = ("organisation__code", "organisation__name")
# People of a page of a list, with their organisation.
shown = Keyed(lambda: Person.objects.select_related("organisation").only("name", "email", *_PLACE))


def _named(word: str, addresses: bool) -> Q:
    key = sort_key(word)
    named = (Q(sort_key__contains=key) if key else Q(pk__in=())) | Q(number=word)
    return named | Q(email__contains=word.lower()) if addresses else named


def of_body(body: Body, on: date) -> QuerySet[Person]:
    """Those who sit in ``body`` on ``on``, in Danish order."""
    seats = body.mandates.filter(sitting(on)).values("person_id")
    return Person.objects.filter(pk__in=seats, erased_at__isnull=True).order_by("sort_key", "pk")


def seats(person_ids: Iterable[UUID], *, on: date | None = None) -> dict[UUID, list[Mandate]]:
    """Each person's seats on ``on`` (None: all there were), foremost first, with bodies and owners. One statement."""
    wanted = list(person_ids)
    found: Iterable[Mandate]
    if len(wanted) == 1 and on is not None:
        found = _SEATS_OF_ONE(wanted[0], on)
    else:
        found = Mandate.objects.filter(person_id__in=wanted).select_related("body__organisation", "body__group")
        found = found if on is None else found.filter(valid(on))
    by_person: dict[UUID, list[Mandate]] = {}
    for mandate in found:
        by_person.setdefault(mandate.person_id, []).append(mandate)
    for own in by_person.values():
        own.sort(key=lambda mandate: (-mandate.valid_from.toordinal() if on is None else 0, *_foremost(mandate)))
    return by_person


_KINDS = list(Body.Kind.values)
_SEATS_OF_ONE = Prepared(
    lambda pk, on: Mandate.objects.filter(valid(on), person=pk).select_related("body__organisation", "body__group"),
    UUID(int=1),
    date(1, 1, 1),
)


def titles(person_ids: Iterable[UUID], language: str, *, on: date | None = None) -> dict[UUID, str]:
    """Each person's foremost seat in words; who has none is left out. One statement."""
    wanted = list(person_ids)
    if on is None:
        return {pk: title(own[0], language) for pk, own in seats(wanted).items()}
    found: dict[UUID, tuple[tuple[int, int, int], tuple[str, str, str, str]]] = {}
    for pk, role, kind, body, name, *places in _told(wanted, on):
        rank = _rank(role, kind, body)
        if pk not in found or rank < found[pk][0]:
            found[pk] = rank, (role, kind, name, places[0] or places[1] or "")
    return {pk: core.title(*told, language) for pk, (_rank, told) in found.items()}


def _told(wanted: Sequence[UUID], on: date) -> Iterable[tuple[Any, ...]]:
    """Of each seat what its words are made of, and no more: with its body and its owner it is four objects."""
    if not wanted or len(wanted) > AT_ONCE:
        return Mandate.objects.filter(valid(on), person_id__in=wanted).values_list(*_TOLD)
    known = {adapted(pk): pk for pk in wanted}
    asked, keys = (_OF_ONE, list(known)) if len(known) == 1 else (_OF_A_PAGE, padded(list(known)))
    with preparing() as cursor:
        cursor.execute(asked, [adapted(on), adapted(on), *keys])
        rows: list[Any] = cursor.fetchall()
    return [(known[pk], *told) for pk, *told in rows]


_TOLD = (
    "person_id", "role", "body__kind", "body_id", "body__name", "body__organisation__full_name", "body__organisation__name",
)  # fmt: skip
_OF_ONE = """
SELECT k.person_id, k.role, b.kind, b.id, b.name, o.full_name, o.name
FROM members_mandate k JOIN members_body b ON b.id = k.body_id LEFT JOIN members_organisation o ON o.id = b.organisation_id
WHERE (k.valid_from IS NULL OR k.valid_from <= %s) AND (k.valid_to IS NULL OR k.valid_to >= %s) AND k.person_id IN (%s)
"""
_OF_A_PAGE = _OF_ONE.replace("IN (%s)", f"IN ({', '.join(['%s'] * AT_ONCE)})")


def mandates_text(person: Person, language: str, *, on: date | None = None) -> str:
    """The person's foremost seat in words, "borgmester i Faaborg-Midtfyn Kommune"; empty without a seat."""
    return titles([person.pk], language, on=on).get(person.pk, "")


def title(mandate: Mandate, language: str) -> str:
    """One seat in words."""
    body = mandate.body
    place = (body.organisation.full_name or body.organisation.name) if body.organisation else ""
    return core.title(mandate.role, body.kind, body.name, place, language)


def figures(*, on: date, organisation: Organisation | None = None) -> Figures:
    """Members of councils on ``on``: all, or those of one organisation. One statement."""
    seats = Mandate.objects.filter(sitting(on), body__kind=Body.Kind.COUNCIL)
    if organisation is not None:
        seats = seats.filter(body__organisation=organisation)
    people = Person.objects.filter(pk__in=seats.values("person_id"), erased_at__isnull=True)
    found = people.aggregate(people=Count("pk"), reachable=Count("pk", filter=~Q(email="")))
    return Figures(**found)


def organisations(*, on: date) -> Sequence[tuple[Organisation, Figures]]:
    """Every organisation with its council's people on ``on``, in Danish order. Two statements."""
    with preparing() as cursor:
        cursor.execute(_COUNCILS, [Body.Kind.COUNCIL.value, *[adapted(on)] * 4])
        rows: list[Any] = cursor.fetchall()
    found = {place: Figures(people, people - unreachable) for place, people, unreachable in rows}
    none = Figures(0, 0)
    return [(place, found.get(place.pk, none)) for place in Organisation.objects.order_by("sort_key", "pk")]


# Of the few who are erased or have no address the keys are looked up; everybody else is counted by their seats alone.
_COUNCILS = """
SELECT w.place, COUNT(*), COUNT(*) FILTER (WHERE w.person_id IN (SELECT p.id FROM members_person p WHERE p.email = ''))
FROM (
  SELECT b.organisation_id AS place, k.person_id
  FROM members_mandate k JOIN members_body b ON b.id = k.body_id
  WHERE b.kind = %s
    AND (k.valid_from IS NULL OR k.valid_from <= %s) AND (k.valid_to IS NULL OR k.valid_to >= %s)
    AND k.id NOT IN (
      SELECT l.mandate_id FROM members_leave l
      WHERE (l.valid_from IS NULL OR l.valid_from <= %s) AND (l.valid_to IS NULL OR l.valid_to >= %s)
    )
    AND k.person_id NOT IN (SELECT p.id FROM members_person p WHERE p.erased_at IS NOT NULL)
  GROUP BY k.person_id, b.organisation_id
) w GROUP BY w.place
"""


def places_of() -> tuple[dict[int, Body], dict[int, Organisation]]:
    """Every body and every organisation by key. Two statements."""
    return Body.objects.in_bulk(), Organisation.objects.in_bulk()


def _foremost(mandate: Mandate) -> tuple[int, int, int]:
    return _rank(mandate.role, mandate.body.kind, mandate.body_id)


def _rank(role: str, kind: str, body: int) -> tuple[int, int, int]:
    return core.RANK.index(role), _KINDS.index(kind), body
