"""Denmark: 98 municipalities with their bodies, regions and regional councils. Doing it twice changes nothing."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.lib.danish import sort_key
from stormoede.members.actions import audiences
from stormoede.members.core import denmark
from stormoede.members.core.denmark import Municipality
from stormoede.members.models import Alias, Audience, Body, Group, GroupMembership, Organisation

_AUDIENCES: dict[str, tuple[str, dict[str, list[str]]]] = {
    "alle-medlemmer": ("Alle medlemmer af kommunalbestyrelser", {"bodies": ["council"]}),
    "borgmestre": ("Borgmestre", {"roles": ["mayor"]}),
    "oekonomiudvalg": ("Økonomiudvalg", {"bodies": ["finance_committee"]}),
    "kkr": ("Medlemmer af KKR", {"bodies": ["regional_council"]}),
}


@transaction.atomic
def load(*, by: Actor, at: datetime) -> int:
    """Make what is missing and correct what differs. Returns how many municipalities were new or corrected."""
    places = denmark.municipalities()
    changed = _organisations(places)
    organisations = {place.code: place for place in Organisation.objects.filter(code__in=[p.code for p in places])}
    made = _aliases(places, organisations)
    made += _groups(places, organisations)
    made += _bodies(organisations)
    _audiences(by=by, at=at)
    if changed or made:
        record("denmark.loaded", "country:dk", by=by, at=at, data={"organisations": changed})
    return changed


def _organisations(places: Iterable[Municipality]) -> int:
    known = {place.code: place for place in Organisation.objects.all()}
    new, corrected = [], []
    for place in places:
        facts = {
            "name": place.name,
            "sort_key": sort_key(place.name)[:160],
            "full_name": place.full_name,
            "seats": place.seats,
        }
        found = known.get(place.code)
        if found is None:
            new.append(Organisation(code=place.code, **facts))
        elif any(getattr(found, field) != value for field, value in facts.items()):
            corrected.append(Organisation(pk=found.pk, code=place.code, **facts))
    Organisation.objects.bulk_create(new)
    Organisation.objects.bulk_update(corrected, ["name", "sort_key", "full_name", "seats"])
    return len(new) + len(corrected)


def _aliases(places: tuple[Municipality, ...], organisations: dict[str, Organisation]) -> int:
    known = set(Alias.objects.values_list("key", flat=True))
    new = [
        Alias(organisation=organisations[code], key=key)
        for key, code in denmark.aliases(places).items()
        if key not in known
    ]
    return len(Alias.objects.bulk_create(new))


def _groups(places: tuple[Municipality, ...], organisations: dict[str, Organisation]) -> int:
    """Regions with their days, since Hovedstaden and Sjælland become Østdanmark; regional councils as sets of their own."""
    region, council = Group.Kind.REGION, Group.Kind.REGIONAL_COUNCIL
    last_day = denmark.MERGER - timedelta(days=1)
    spans: list[tuple[str, str, Municipality, date | None, date | None]] = []
    for place in places:
        stays = place.region == place.region_from_merger
        spans.append((region, place.region, place, denmark.REGIONS_BEGAN, None if stays else last_day))
        if not stays:
            spans.append((region, place.region_from_merger, place, denmark.MERGER, None))
        spans.append((council, place.regional_council, place, None, None))
    groups = _made_groups({(kind, name) for kind, name, *_ in spans})
    known = set(GroupMembership.objects.values_list("organisation_id", "group_id", "valid_from"))
    new = [
        GroupMembership(
            organisation=organisations[place.code], group=groups[kind, name], valid_from=first, valid_to=last
        )
        for kind, name, place, first, last in spans
        if (organisations[place.code].pk, groups[kind, name].pk, first) not in known
    ]
    return len(GroupMembership.objects.bulk_create(new))


def _made_groups(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Group]:
    known = {(group.kind, group.code) for group in Group.objects.all()}
    Group.objects.bulk_create(
        Group(kind=kind, code=denmark.group_code(name), name=name, sort_key=sort_key(name)[:160])
        for kind, name in sorted(wanted)
        if (kind, denmark.group_code(name)) not in known
    )
    return {(group.kind, group.name): group for group in Group.objects.all()}


def _bodies(organisations: dict[str, Organisation]) -> int:
    known = set(Body.objects.values_list("kind", "organisation_id", "group_id"))
    wanted = [Body(kind=Body.Kind.BOARD, name="Bestyrelsen")]
    for group in Group.objects.filter(kind=Group.Kind.REGIONAL_COUNCIL):
        wanted.append(Body(kind=Body.Kind.REGIONAL_COUNCIL, group=group, name=group.name))
    for place in organisations.values():
        council = "Borgerrepræsentationen" if place.code == "0101" else "Kommunalbestyrelsen"
        wanted += [
            Body(kind=Body.Kind.COUNCIL, organisation=place, name=f"{council} i {place.full_name}"),
            Body(kind=Body.Kind.FINANCE_COMMITTEE, organisation=place, name=f"Økonomiudvalget i {place.full_name}"),
            Body(kind=Body.Kind.ADMINISTRATION, organisation=place, name=f"Forvaltningen i {place.full_name}"),
        ]
    new = [body for body in wanted if (body.kind, body.organisation_id, body.group_id) not in known]
    return len(Body.objects.bulk_create(new))


def _audiences(*, by: Actor, at: datetime) -> None:
    known = set(Audience.objects.values_list("key", flat=True))
    for key, (name, seats) in _AUDIENCES.items():
        if key not in known:
            audiences.save(key, name, {"any": [seats]}, by=by, at=at)
