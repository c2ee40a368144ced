"""People of the member list, as other programs read them."""

from uuid import UUID

from django.db.models import Q, UUIDField

from stormoede.api.core import shapes
from stormoede.api.queries.wanted import Wanted, changed, page
from stormoede.members.models import Mandate, Person


def listing(wanted: Wanted, *, personal: bool) -> list[tuple[UUID, shapes.Member]]:
    """A page of people with all their seats; the erased stand there with nothing but that. Two statements.

    Only with ``personal`` their names, addresses and numbers.
    """
    found = Person.objects.select_related("organisation")
    if wanted.since is not None:
        acted = Q(pk__in=changed("person", wanted.since, to=UUIDField))
        found = found.filter(acted | Q(erased_at__gte=wanted.since))
    people = page(found, wanted)
    seats: dict[UUID, list[shapes.Seat]] = {person.pk: [] for person in people}
    held = Mandate.objects.filter(person__in=list(seats)).select_related("body__organisation", "body__group")
    for mandate in held.order_by("valid_from", "pk"):
        seats[mandate.person_id].append(_seat(mandate))
    return [(person.pk, _told(person, seats[person.pk], personal)) for person in people]


def _seat(mandate: Mandate) -> shapes.Seat:
    body = mandate.body
    return shapes.Seat(
        body=body.name,
        kind=shapes.BodyKind(body.kind),
        organisation=body.organisation.code if body.organisation else None,
        region=body.group.code if body.group else None,
        role=shapes.Role(mandate.role),
        valid_from=mandate.valid_from,
        valid_to=mandate.valid_to,
    )


def _told(person: Person, seats: list[shapes.Seat], personal: bool) -> shapes.Member:
    shown = personal and person.erased_at is None
    return shapes.Member(
        id=person.pk,
        name=person.name if shown else None,
        email=person.email if shown else None,
        number=person.number if shown else None,
        reachable=bool(person.email),
        language=person.language,
        organisation=person.organisation.code if person.organisation else None,
        erased_at=person.erased_at,
        seats=tuple(seats),
    )
