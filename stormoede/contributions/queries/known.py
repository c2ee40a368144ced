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
    """Read once for many mails. ``domains`` are bodies by the part of an address after the @; ``councils`` by organisation."""

    names: Names
    domains: Mapping[str, Sequence[int]]
    councils: Mapping[int, int]

    def of_domain(self, address: str) -> Sequence[int]:
        """The councils whose people have addresses of the same domain, or of one above it."""
        host = matching.domain_of(address)
        while host.count("."):
            if host in self.domains:
                return self.domains[host]
            host = host.partition(".")[2]
        return ()


def read() -> Known:
    """Five statements, however many councils there are."""
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
    return Known(Names(spelled), _domains(councils), councils)


def _regional(body: Body) -> list[str]:
    group = body.group.name if body.group else ""
    short = group.removeprefix("Region ").removeprefix("KKR ")
    return [body.name, group if group.startswith("KKR") else "", f"KKR {short}" if short else ""]


def _domains(councils: Mapping[int, int]) -> dict[str, tuple[int, ...]]:
    """A domain is a council's when its people's addresses have it; where those of several do, it is all theirs."""
    rows = Person.objects.filter(erased_at__isnull=True, organisation__isnull=False).exclude(email="")
    found: dict[str, dict[int, None]] = {}
    for email, organisation in rows.order_by("pk").values_list("email", "organisation_id").iterator():
        host = matching.domain_of(email)
        if host and organisation in councils:
            found.setdefault(host, {})[councils[organisation]] = None
    return {host: tuple(bodies) for host, bodies in found.items()}


def bodies_of(people: Iterable[str], known: Known, on: date) -> list[int]:
    """The bodies these people speak for on ``on``: one each, the administration's own council first. Two statements."""
    ids = [UUID(person) for person in people]
    if not ids:
        return []
    rows = Mandate.objects.filter(valid(on), person__in=ids, body__kind__in=_ORDER).select_related("body")
    ranked: dict[UUID, tuple[int, int]] = {}
    for mandate in rows:
        body = _speaks_for(mandate.body, known)
        rank = _ORDER.index(Body.Kind(mandate.body.kind)), body or 0
        if body and rank < ranked.get(mandate.person_id, (len(_ORDER), 0)):
            ranked[mandate.person_id] = rank
    placed = dict(Person.objects.filter(pk__in=ids).values_list("pk", "organisation_id"))
    found = [ranked[pk][1] if pk in ranked else known.councils.get(placed.get(pk) or 0, 0) for pk in ids]
    return list(dict.fromkeys(filter(None, found)))


def _speaks_for(body: Body, known: Known) -> int | None:
    return known.councils.get(body.organisation_id) if body.organisation_id else body.pk


def organisations() -> list[Organisation]:
    """All that have a council, in Danish order: what a person chooses from."""
    return list(Organisation.objects.filter(bodies__kind=_COUNCIL).distinct().order_by("sort_key"))
