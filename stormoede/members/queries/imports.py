"""What a member list is compared with, read in six statements, and the plan of an import that waits."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from sys import intern
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from stormoede.lib.danish import name_key
from stormoede.members import readers
from stormoede.members.core import comparison, matching, rows
from stormoede.members.core.plan import BodyKey, Known, KnownPerson, KnownSeat, Place, Plan
from stormoede.members.models import Alias, Body, Import, Leave, Mandate, Organisation, Person
from stormoede.members.refusals import TableRefused

_ZONE = ZoneInfo("Europe/Copenhagen")


def day(at: datetime) -> date:
    """The day it is in Denmark, on which mandates begin and end."""
    return at.astimezone(_ZONE).date()


def plan(content: bytes, *, on: date, answers: Mapping[str, str] | None = None, complete: Sequence[str] = ()) -> Plan:
    """What the list would change on ``on``. Raises FileRefused, TableRefused."""
    entries = rows.read(readers.table(content))
    # A large list is let go of as soon as its rows have been read.
    del content
    try:
        return comparison.compare(entries, known(), answers=answers or {}, complete=complete, on=on)
    except rows.TableFault as fault:
        raise TableRefused from fault


def check(content: bytes) -> None:
    """Read the list to its end. Raises FileRefused, TableRefused."""
    try:
        for _row in rows.read(readers.table(content)):
            pass
    except rows.TableFault as fault:
        raise TableRefused from fault


def waiting() -> Sequence[Import]:
    """The imports that wait for a decision, newest first, without their content."""
    return list(Import.objects.defer("content").order_by("-uploaded_at", "pk"))


def known() -> Known:
    """Everything there is, as plain values."""
    places = {place.code: Place(place.pk, place.code, place.name) for place in Organisation.objects.all()}
    own = matching.table([(p.code, p.name) for p in places.values()], [(p.code, p.name) for p in places.values()])
    aliases = Alias.objects.values_list("key", "organisation__code")
    people = _people()
    return Known(places, {**dict(aliases), **own}, _bodies(), people, _seats(people))


def _bodies() -> dict[BodyKey, int]:
    found: dict[BodyKey, int] = {}
    for body in Body.objects.select_related("group"):
        owner = body.organisation_id or (name_key(body.group.name) if body.group else "")
        found[body.kind, owner] = body.pk
    return found


def _people() -> list[KnownPerson]:
    return as_known(Person.objects.filter(erased_at__isnull=True))


def as_known(people: QuerySet[Person]) -> list[KnownPerson]:
    """``people`` as they are now."""
    fields = ("id", "number", "name", "email", "language", "organisation_id")
    return [
        KnownPerson(pk, number or "", name, email, intern(language), place)
        for pk, number, name, email, language, place in people.values_list(*fields).iterator(2000)
    ]


def _seats(people: Sequence[KnownPerson]) -> dict[UUID, tuple[KnownSeat, ...]]:
    """Seats by person. Ids, roles and days are kept once each: there may be a hundred thousand."""
    fields = ("person_id", "id", "body_id", "role", "valid_from", "valid_to")
    stand_ins = set(Leave.objects.exclude(stand_in=None).values_list("stand_in_id", flat=True))
    days: dict[date, date] = {}
    found: dict[UUID, tuple[KnownSeat, ...]] = dict.fromkeys((person.id for person in people), ())
    for person, pk, body, role, first, last in Mandate.objects.values_list(*fields).order_by("id").iterator(2000):
        ends = days.setdefault(last, last) if last else None
        seat = KnownSeat(pk, body, intern(role), days.setdefault(first, first), ends, pk in stand_ins)
        if person in found:
            found[person] = (*found[person], seat)
    return found
