"""Councils, regional councils and a matter for this room's tests. Everybody is invented."""

from datetime import UTC, date, datetime
from typing import Any

from stormoede.deliberations.actions import matters
from stormoede.deliberations.core.plans import Plan
from stormoede.deliberations.models import Matter
from stormoede.events.actor import system
from stormoede.lib.danish import sort_key
from stormoede.members.models import Body, Group, GroupMembership, Mandate, Organisation, Person
from stormoede.rounds.actions import tracks
from stormoede.rounds.models import Round
from stormoede.rounds.tests import makers

BY = system("test")
AT = datetime(2025, 3, 10, 13, 7, tzinfo=UTC)
DEADLINE = datetime(2025, 4, 25, 10, tzinfo=UTC)
LATER = datetime(2025, 5, 9, 10, tzinfo=UTC)
SINCE = date(2022, 1, 1)


def council(code: str, name: str, group: Group | None = None, seats: int | None = 25) -> Body:
    """A municipality's council, in a regional council's part of the country if one is given."""
    facts = {"name": name, "sort_key": sort_key(name), "full_name": f"{name} Kommune", "seats": seats}
    place = Organisation.objects.update_or_create(code=code, defaults=facts)[0]
    if group is not None:
        GroupMembership.objects.get_or_create(organisation=place, group=group)
    Body.objects.get_or_create(kind="administration", organisation=place, defaults={"name": f"Forvaltningen i {name}"})
    name = f"Kommunalbestyrelsen i {name} Kommune"
    return Body.objects.get_or_create(kind="council", organisation=place, defaults={"name": name})[0]


def region(code: str = "syddanmark", name: str = "KKR Syddanmark") -> Group:
    """The part of the country of a regional council, with the council itself and the region of the same name."""
    group = Group.objects.get_or_create(
        kind="regional_council", code=code, defaults={"name": name, "sort_key": sort_key(name)}
    )[0]
    Body.objects.get_or_create(kind="regional_council", group=group, defaults={"name": name})
    return group


def seat(body: Body, name: str, role: str = "member", email: str | None = None) -> Person:
    """Somebody who sits in ``body``."""
    address = f"{name.lower().replace(' ', '.')}@kommune.example" if email is None else email
    person = Person.objects.create(name=name, sort_key=sort_key(name), email=address, organisation=body.organisation)
    Mandate.objects.create(person=person, body=body, role=role, valid_from=SINCE)
    return person


def matter(round: Round | None = None, key: str = "droeftelser", title: str = "Drøftelser", **changes: Any) -> Matter:
    """A matter for councils in a round of its own, unless another is given."""
    round = round or Round.objects.filter(key="oea26").first() or makers.make()
    track = tracks.append(round, key=key, kind=matters.KIND, title=title, text="Drøft sagen.", by=BY, at=AT)
    plan = Plan(**({"bodies": "council", "deadline": DEADLINE} | changes))
    return matters.make(track, plan, by=BY, at=AT)
