"""Making a matter and changing it: whom it is for, until when, with what text."""

from datetime import datetime

from django.db import transaction

from stormoede.deliberations.core import plans
from stormoede.deliberations.core.plans import Plan
from stormoede.deliberations.models import Matter, RegionDeadline
from stormoede.deliberations.queries import region_names
from stormoede.deliberations.refusals import BodiesFixed, DatesOutside, MatterRefused
from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.rounds import kinds, sentences
from stormoede.rounds import queries as rounds
from stormoede.rounds.actions import notices, tracks
from stormoede.rounds.actions.rounds import claim
from stormoede.rounds.core.names import key_of
from stormoede.rounds.models import Round, Track

KIND = "deliberations"


@transaction.atomic
def begin(round: Round, *, title: str, text: str, plan: Plan, edit_number: int, by: Actor, at: datetime) -> Matter:
    """A matter at the end of the round's tracks. Raises MatterRefused, DatesOutside or EditedMeanwhile."""
    claim(round, edit_number, at=at)
    key = key_of(title, taken=set(round.tracks.values_list("key", flat=True)))
    track = tracks.append(round, key=key, kind=KIND, title=title, text=text, by=by, at=at)
    made = make(track, plan, by=by, at=at)
    _refuse_outside(made)
    return made


@transaction.atomic
def make(track: Track, plan: Plan, *, by: Actor, at: datetime) -> Matter:
    """The matter of a track that has none. Raises MatterRefused."""
    _refuse(plan)
    made = Matter(track=track)
    _set(made, plan)
    record("matter.made", subject(made), by=by, at=at, data={"round": track.round.key})
    return made


@transaction.atomic
def edit(matter: Matter, plan: Plan, *, edit_number: int, by: Actor, at: datetime) -> None:
    """Write a matter anew. Refused when the round has been edited since ``edit_number`` was read, when dates fall outside
    it, and when dates have been set by bodies it would no longer be for."""
    claim(matter.track.round, edit_number, at=at)
    _refuse(plan)
    if plan.bodies != matter.bodies and matter.deliberations.exists():
        raise BodiesFixed
    _set(matter, plan)
    _refuse_outside(matter)
    record("matter.edited", subject(matter), by=by, at=at, data={"round": matter.track.round.key})


def plan_of(matter: Matter) -> Plan:
    """The matter as it stands."""
    return Plan(
        bodies=matter.bodies,
        deadline=matter.deadline,
        case=matter.case,
        questions=tuple(matter.questions),
        regions=tuple((one.region, one.deadline) for one in matter.regions.all()),
        letter=matter.letter,
        when=rounds.when(matter.track),
    )


def subject(matter: Matter) -> str:
    """The matter as events name it."""
    return f"matter:{matter.pk}"


def _refuse(plan: Plan) -> None:
    if faults := plans.faults(plan, region_names()):
        raise MatterRefused(faults)


def _refuse_outside(matter: Matter) -> None:
    track = matter.track
    if told := sentences.outside(track.round, kinds.of(track).dates(track)):
        raise DatesOutside(told)


def _set(matter: Matter, plan: Plan) -> None:
    for column in ("bodies", "deadline", "case", "letter"):
        setattr(matter, column, getattr(plan, column))
    matter.questions = list(plan.questions)
    matter.save()
    matter.regions.all().delete()
    RegionDeadline.objects.bulk_create(
        RegionDeadline(matter=matter, region=region, deadline=deadline) for region, deadline in plan.regions
    )
    notices.attach(matter.track, plan.when)
