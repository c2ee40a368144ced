"""Which bodies discuss a matter, where each stands, and who sits in them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from stormoede.deliberations import inputs
from stormoede.deliberations.core import standings
from stormoede.deliberations.core.standings import Standing
from stormoede.deliberations.models import Deliberation, Matter, RegionDeadline
from stormoede.events.models import Event
from stormoede.lib import words
from stormoede.lib.danish import sort_key
from stormoede.members.models import Body, Group, GroupMembership, Mandate, Person
from stormoede.members.queries.audiences import valid
from stormoede.rounds.models import Round

TITLES = {
    Standing.NONE: _("No date yet"),
    Standing.PLANNED: _("Has a date"),
    Standing.HELD: _("Has discussed it"),
    Standing.SENT: _("Has sent in"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One body's discussion. ``region`` is the code of its regional council's part of the country, "" when it is in none.

    ``late`` says that its deadline has passed and nothing has come in, ``after`` that its meeting is on a later day than that.
    """

    body: int
    name: str
    region: str
    region_name: str
    standing: Standing
    deadline: datetime
    planned_on: date | None
    responsible: str
    responsible_email: str
    sent_at: datetime | None
    late: bool
    after: bool


def of_round(round: Round) -> list[Matter]:
    """The round's matters, in the order of its tracks."""
    found = Matter.objects.filter(track__round=round).select_related("track__round")
    return list(found.prefetch_related("regions").order_by("track__position"))


def bodies(matter: Matter) -> QuerySet[Body]:
    """The bodies that are asked."""
    return Body.objects.filter(kind=matter.bodies).select_related("organisation", "group")


def lines(matter: Matter, *, at: datetime) -> list[Line]:
    """Every body that is asked, in Danish order. A fixed number of statements, however many there are."""
    zone = matter.track.round.time_zone
    known = _Known(
        zone=zone,
        at=at,
        whole=matter.deadline,
        regions=deadlines(matter),
        groups=_groups(words.local_day(at, zone)),
        said={one.body_id: one for one in Deliberation.objects.filter(matter=matter)},
        received=inputs.received(matter.track.round),
    )
    found = [_line(body, known) for body in bodies(matter)]
    return sorted(found, key=lambda line: (sort_key(line.name), line.body))


def line(matter: Matter, body: Body, *, at: datetime) -> Line:
    """How one body's discussion stands."""
    return next(line for line in lines(matter, at=at) if line.body == body.pk)


def deadlines(matter: Matter) -> dict[str, datetime]:
    """The deadlines of regions that have their own, by code."""
    return {one.region: one.deadline for one in matter.regions.all()}


def figures(found: Iterable[Line]) -> Mapping[Standing, int]:
    """How many bodies stand where."""
    return standings.count(line.standing for line in found)


def region_names() -> dict[str, str]:
    """The parts of the country that have a regional council, by code, in Danish order."""
    found = Group.objects.filter(kind=Group.Kind.REGIONAL_COUNCIL).order_by("sort_key")
    return dict(found.values_list("code", "name"))


def people(matter: Matter, of: Iterable[int], *, on: date) -> QuerySet[Person]:
    """Those with a seat on ``on`` in one of the bodies ``of``, and the secretaries and administrations of their municipalities."""
    chosen = Body.objects.filter(pk__in=list(of))
    seats = Q(body__in=chosen)
    if matter.bodies == Matter.Bodies.COUNCIL:
        places = chosen.values("organisation_id")
        seats |= Q(body__kind=Body.Kind.ADMINISTRATION, body__organisation_id__in=places)
    found = Mandate.objects.filter(seats & valid(on))
    return Person.objects.filter(pk__in=found.values("person_id"), erased_at__isnull=True)


def secretaries(body: Body, *, on: date) -> QuerySet[Person]:
    """The secretaries of ``body`` on ``on``: its own, and those of its municipality's administration; in Danish order."""
    seats = Q(body=body)
    if body.organisation_id is not None:
        seats |= Q(body__kind=Body.Kind.ADMINISTRATION, body__organisation=body.organisation_id)
    found = Mandate.objects.filter(seats & valid(on), role=Mandate.Role.SECRETARY)
    return Person.objects.filter(pk__in=found.values("person_id"), erased_at__isnull=True).order_by("sort_key", "pk")


def page_subject(round: Round, body: Body) -> str:
    """What the link to a body's page is for, as accounts names it."""
    if body.organisation is not None:
        return f"council:{body.organisation.code}:{round.key}"
    return f"regional:{body.group.code if body.group else ''}:{round.key}"


def of_subject(subject: str) -> tuple[Body, str] | None:
    """The body a page is of, and the key of its round; None when ``subject`` names no such page."""
    kind, _, rest = subject.partition(":")
    code, _, key = rest.partition(":")
    owner = {"council": {"organisation__code": code}, "regional": {"group__code": code}}.get(kind)
    if owner is None:
        return None
    bodies = {"council": Body.Kind.COUNCIL, "regional": Body.Kind.REGIONAL_COUNCIL}
    found = Body.objects.filter(kind=bodies[kind], **owner).select_related("organisation", "group").first()
    return (found, key) if found else None


def standing_at(matter: Matter, wanted: Iterable[Standing], *, at: datetime) -> list[int]:
    """The bodies that stand in one of ``wanted``, by key."""
    chosen = set(wanted)
    return [line.body for line in lines(matter, at=at) if line.standing in chosen]


def history(matter: Matter, body: Body) -> list[Event]:
    """What has been done about one body's discussion, newest first."""
    return list(Event.objects.filter(subject=subject(matter, body)).order_by("-id")[:50])


def subject(matter: Matter, body: Body) -> str:
    """A body's discussion as events name it."""
    return f"deliberation:{matter.pk}:{body.pk}"


def own_deadlines(matter: Matter) -> Sequence[RegionDeadline]:
    """The regions' own deadlines, in the order of time."""
    return sorted(matter.regions.all(), key=lambda one: (one.deadline, one.region))


@dataclass(frozen=True, slots=True)
class _Known:
    """What all lines of one matter are made of."""

    zone: str
    at: datetime
    whole: datetime
    regions: Mapping[str, datetime]
    groups: Mapping[int, tuple[str, str]]
    said: Mapping[int, Deliberation]
    received: Mapping[int, datetime]


def _line(body: Body, known: _Known) -> Line:
    own = (body.group.code, body.group.name) if body.group else known.groups.get(body.organisation_id or 0, ("", ""))
    said, sent_at = known.said.get(body.pk), known.received.get(body.pk)
    planned_on = said.planned_on if said else None
    deadline = standings.deadline(known.whole, known.regions, own[0])
    return Line(
        body=body.pk,
        name=body.organisation.name if body.organisation else body.name,
        region=own[0],
        region_name=own[1],
        standing=standings.standing(planned_on, sent_at is not None, words.local_day(known.at, known.zone)),
        deadline=deadline,
        planned_on=planned_on,
        responsible=said.responsible if said else "",
        responsible_email=said.responsible_email if said else "",
        sent_at=sent_at,
        late=sent_at is None and deadline < known.at,
        after=planned_on is not None and planned_on > words.local_day(deadline, known.zone),
    )


def _groups(on: date) -> dict[int, tuple[str, str]]:
    """The regional council each organisation belongs to on ``on``: its code and name."""
    found = GroupMembership.objects.filter(valid(on), group__kind=Group.Kind.REGIONAL_COUNCIL)
    return {
        place: (code, name) for place, code, name in found.values_list("organisation_id", "group__code", "group__name")
    }
