"""Everything a mail's council is recognised by: the names councils go by, whose domains are whose, and who sits where."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from stormoede.contributions.core import matching
from stormoede.contributions.core.councils import Names
from stormoede.members.models import Alias, Body, Mandate, Organisation, Person
from stormoede.members.queries.audiences import valid

_COUNCIL, _REGIONAL = Body.Kind.COUNCIL, Body.Kind.REGIONAL_COUNCIL
# Whom somebody speaks for who has several seats, first to last: the administration's mailbox speaks for its council.
_ORDER = (Body.Kind.ADMINISTRATION, _COUNCIL, _REGIONAL, Body.Kind.FINANCE_COMMITTEE)


@dataclass(frozen=True, slots=True)
class Known:
    """Read once for many mails. ``domains`` are bodies by the part of an address after the @, ``people`` ids by address,
    ``speaks`` the body a person speaks for, ``councils`` by organisation.
    """

    names: Names
    domains: Mapping[str, Sequence[int]]
    people: Mapping[str, Sequence[UUID]]
    speaks: Mapping[UUID, int]
    bodies: Mapping[int, Body]

    def of_domain(self, address: str) -> Sequence[int]:
        """The councils whose people have addresses of the same domain, or of one above it."""
        host = matching.domain_of(address)
        while host.count("."):
            if host in self.domains:
                return self.domains[host]
            host = host.partition(".")[2]
        return ()

    def having(self, address: str) -> Sequence[UUID]:
        """Who has the address, without regard to letter case."""
        return self.people.get(address.lower(), ())

    def of_address(self, address: str) -> list[int]:
        """The bodies that those with the address speak for."""
        return self.of_people(self.having(address))

    def of_people(self, people: Iterable[UUID]) -> list[int]:
        """The bodies these people speak for, each once."""
        return list(dict.fromkeys(self.speaks[pk] for pk in people if pk in self.speaks))


def read(on: date) -> Known:
    """As it is on ``on``. Four statements, however many councils there are."""
    bodies = list(Body.objects.filter(kind__in=(_COUNCIL, _REGIONAL)).select_related("organisation", "group"))
    councils = {body.organisation_id: body.pk for body in bodies if body.kind == _COUNCIL and body.organisation_id}
    spelled: dict[int, list[str]] = {}
    for body in bodies:
        if body.organisation_id and body.organisation and body.kind == _COUNCIL:
            spelled[body.pk] = [body.organisation.name, body.organisation.full_name or body.organisation.name]
        elif body.kind == _REGIONAL:
            spelled[body.pk] = [name for name in _regional(body) if name]
    for organisation, key in Alias.objects.values_list("organisation_id", "key"):
        if organisation in councils:
            spelled[councils[organisation]].append(key)
    domains, people, placed = _addresses(councils)
    return Known(
        Names(spelled), domains, people, {**placed, **_seats(councils, on)}, {body.pk: body for body in bodies}
    )


def _regional(body: Body) -> list[str]:
    group = body.group.name if body.group else ""
    short = group.removeprefix("Region ").removeprefix("KKR ")
    return [body.name, group if group.startswith("KKR") else "", f"KKR {short}" if short else ""]


def _addresses(
    councils: Mapping[int, int],
) -> tuple[dict[str, tuple[int, ...]], dict[str, list[UUID]], dict[UUID, int]]:
    """Bodies by domain, people by address, and the council of each person's own place.

    A domain is a council's when its people's addresses have it; where those of several do, it is all theirs.
    """
    rows = Person.objects.filter(erased_at__isnull=True).order_by("sort_key", "pk")
    domains: dict[str, dict[int, None]] = {}
    people: dict[str, list[UUID]] = {}
    placed: dict[UUID, int] = {}
    for pk, email, organisation in rows.values_list("pk", "email", "organisation_id").iterator():
        if organisation in councils:
            placed[pk] = councils[organisation]
        if email:
            people.setdefault(email.lower(), []).append(pk)
        if (host := matching.domain_of(email)) and pk in placed:
            domains.setdefault(host, {})[placed[pk]] = None
    return {host: tuple(bodies) for host, bodies in domains.items()}, people, placed


def _seats(councils: Mapping[int, int], on: date) -> dict[UUID, int]:
    """The body each person speaks for by a seat: the administration's own council first."""
    rows = Mandate.objects.filter(valid(on), body__kind__in=_ORDER)
    best: dict[UUID, tuple[int, int]] = {}
    for person, kind, body, organisation in rows.values_list(
        "person_id", "body__kind", "body_id", "body__organisation_id"
    ):
        speaks = councils.get(organisation, 0) if organisation else body
        rank = _ORDER.index(Body.Kind(kind)), speaks
        if speaks and rank < best.get(person, (len(_ORDER), 0)):
            best[person] = rank
    return {person: body for person, (_rank, body) in best.items()}


def organisations() -> list[Organisation]:
    """All that have a council, in Danish order: what a person chooses from."""
    return list(Organisation.objects.filter(bodies__kind=_COUNCIL).distinct().order_by("sort_key"))
