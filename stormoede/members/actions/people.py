"""One person at a time: made, renamed, reached; seats given and ended. Lists come through ``imports``."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.lib import seen
from stormoede.lib.danish import name_key, sort_key
from stormoede.members.actions import leaves
from stormoede.members.core import addresses
from stormoede.members.models import Body, Mandate, Organisation, Person
from stormoede.members.refusals import (
    AddressRefused,
    EditedMeanwhile,
    MandateOver,
    NameMissing,
    NumberTaken,
    PersonErased,
)


@transaction.atomic
def make(
    name: str,
    email: str,
    organisation: Organisation | None,
    seats: Sequence[tuple[Body, str, date, date | None]] = (),
    *,
    number: str = "",
    language: str = "",
    by: Actor,
    at: datetime,
) -> Person:
    """A new person, with seats (body, role, first day, last day). Raises NameMissing, AddressRefused, NumberTaken."""
    if number and Person.objects.filter(number=number).exists():
        raise NumberTaken(number)
    person = Person(
        name=_name(name),
        sort_key=sort_key(name)[:200],
        email=_address(email),
        organisation=organisation,
        number=number or None,
        language=language,
    )
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as taken:
        raise NumberTaken(number) from taken
    record("person.made", f"person:{person.pk}", by=by, at=at)
    for body, role, first, last in seats:
        give_seat(person, body, role, first, last, by=by, at=at)
    return person


@transaction.atomic
def find_or_make(name: str, email: str, place: Organisation | None, *, by: Actor, at: datetime) -> Person:
    """The person of the organisation who has that name and address, or that name and none; else a new one.

    Raises NameMissing, AddressRefused."""
    address, key = _address(email), name_key(_name(name))
    namesakes = [one for one in Person.objects.filter(organisation=place, erased_at=None) if name_key(one.name) == key]
    same = [one for one in namesakes if one.email == address]
    if len(same) == 1:
        return same[0]
    bare = [one for one in namesakes if not one.email or not address]
    if len(namesakes) == 1 and bare:
        if address:
            correct_address(bare[0], address, by=by, at=at)
        return bare[0]
    return make(name, email, place, by=by, at=at)


@transaction.atomic
def correct_address(person: Person, email: str, *, mark: str = "", by: Actor, at: datetime) -> bool:
    """Give the person the address; an empty one means "not reachable by mail". Returns whether it differed.

    Raises AddressRefused, PersonErased, and EditedMeanwhile when it is another one by now than ``mark`` is of."""
    address = _address(email)
    found = _locked(person)
    if found.email == address:
        return False
    if mark and mark != seen.mark(found.email):
        raise EditedMeanwhile
    Person.objects.filter(pk=person.pk).update(email=address)
    person.email = address
    record("person.address_corrected", f"person:{person.pk}", by=by, at=at, data={"reachable": bool(address)})
    return True


@transaction.atomic
def rename(person: Person, name: str, *, by: Actor, at: datetime) -> bool:
    """Give the person the name. Returns whether it differed. Raises NameMissing, PersonErased."""
    new = _name(name)
    found = _locked(person)
    if found.name == new:
        return False
    Person.objects.filter(pk=person.pk).update(name=new, sort_key=sort_key(new)[:200])
    person.name = new
    record("person.renamed", f"person:{person.pk}", by=by, at=at)
    return True


@transaction.atomic
def give_seat(
    person: Person, body: Body, role: str, first: date, last: date | None = None, *, by: Actor, at: datetime
) -> Mandate:
    """Let the person sit in ``body`` from ``first``. The same seat twice is one seat."""
    seat, made = Mandate.objects.get_or_create(
        person=person, body=body, role=role, valid_from=first, defaults={"valid_to": last}
    )
    if made:
        record("mandate.given", f"person:{person.pk}", by=by, at=at, data={"mandate": seat.pk})
    return seat


@transaction.atomic
def end_seat(mandate: Mandate, last: date, *, mark: str = "", by: Actor, at: datetime) -> None:
    """Let ``last`` be the mandate's last day. Raises MandateOver when it began later or is over before.

    EditedMeanwhile: its last day is another one by now than ``mark`` is of.
    """
    found = Mandate.objects.select_for_update(no_key=True).get(pk=mandate.pk)
    if mark and found.valid_to != last and mark != seen.mark(found.valid_to):
        raise EditedMeanwhile
    if last < found.valid_from or (found.valid_to is not None and last > found.valid_to):
        raise MandateOver
    if found.valid_to == last:
        return
    Mandate.objects.filter(pk=found.pk).update(valid_to=last)
    record("mandate.ended", f"person:{found.person_id}", by=by, at=at, data={"mandate": found.pk})
    leaves.follow([found.pk], by=by, at=at)


def _locked(person: Person) -> Person:
    found = Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    if found.erased_at is not None:
        raise PersonErased
    return found


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > 160 or not name.isprintable():
        raise NameMissing
    return name


def _address(text: str) -> str:
    address = addresses.tidy(text)
    if address is None:
        raise AddressRefused
    return address
