"""Who is placed with whom: proposed for all open requests at once, placed by hand, freed."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from stormoede.events.actions.records import record
from stormoede.events.actor import Actor
from stormoede.talks.actions import endings
from stormoede.talks.actions.holds import held, hold
from stormoede.talks.core import assignment, plans
from stormoede.talks.core.assignment import Placing, Plan
from stormoede.talks.core.plans import Spot
from stormoede.talks.models import Form, Speaker, SpeakerRequest, Talk, Tour
from stormoede.talks.queries import plans as queries
from stormoede.talks.queries.plans import TOLD, Situation
from stormoede.talks.queries.tours import living, talk_subject, tour_subject
from stormoede.talks.refusals import (
    Doubtful,
    FormRefused,
    PlanOvertaken,
    RequestOver,
    SpeakerGone,
    TalkOver,
    TalkUnderWay,
    clashing,
    doubts,
)

_TRIES = 3


def propose(tour: Tour, only: Collection[int] | None = None, *, by: Actor, at: datetime) -> Plan:
    """Propose a speaker for every open request at once. What is fixed, offered or accepted stays as it is.

    With ``only``, those requests alone, all other proposals staying too. The plan is made while nobody waits for it, and kept
    when nothing has changed meanwhile. Raises PlanOvertaken.
    """
    for _try in range(_TRIES):
        found = queries.situation(tour, at, only)
        plan = assignment.assign(found.asks, found.ables, found.fixed)
        with transaction.atomic():
            hold()
            if queries.situation(tour, at, only) == found:
                own = _own(plan, found)
                _keep(tour, found, own, by, at)
                data = {**_figures(own, found), "all": only is None}
                record("tour.proposed", tour_subject(tour), by=by, at=at, data=data)
                return own
    raise PlanOvertaken


@transaction.atomic
def place(
    request: SpeakerRequest, speaker: int, spot: Spot, *, confirmed: bool = False, by: Actor, at: datetime
) -> Talk:
    """Place a speaker by hand; it stays when others are proposed anew. Nobody is told before it is offered.

    Raises FormRefused, RequestOver, SpeakerGone, TwoPlaces, NoTravelTime; and unless ``confirmed``: Doubtful when it goes
    against what was said, TalkUnderWay when somebody has been told of the talk that is there, which is taken back first. Each
    tells all that is confirmed with it.
    """
    hold()
    request = queries.one_request(request.pk)
    before = living(request)
    if request.withdrawn_at is not None or (before is not None and _takes_place(before, at)):
        raise RequestOver
    who, told = _speaker(request.tour, speaker), before is not None and before.state in TOLD
    placing = checked(request, who, spot, confirmed=confirmed, told=told, at=at)
    if before is not None:
        endings.end(before, Talk.Over.REPLACED, by=by, at=at)
    talk = _talk(request, placing, spot.place, spot.link, by, at)
    talk.fixed = True
    talk.save()
    SpeakerRequest.objects.filter(pk=request.pk).update(lack={})
    record("talk.placed", talk_subject(talk), by=by, at=at, data={"request": request.pk, "speaker": who.pk})
    return talk


@transaction.atomic
def free(talk: Talk, *, by: Actor, at: datetime) -> None:
    """Take a proposal away that nobody has been told of. Raises TalkOver."""
    talk = held(talk)
    if talk.state != Talk.State.PROPOSED:
        raise TalkOver
    endings.end(talk, Talk.Over.DESK, by=by, at=at)


def checked(
    request: SpeakerRequest, speaker: Speaker, spot: Spot, *, confirmed: bool, told: bool = False, at: datetime
) -> Placing:
    """The placing, when nothing stands in its way; rows as queries/plans.py gives them. ``told``: another talk is taken back for it.

    Raises FormRefused, what clashes, and unless ``confirmed`` all that is doubtful.
    """
    if faults := plans.spot_faults(spot, at):
        raise FormRefused(faults)
    ask, able, others = queries.ask(request), queries.able(speaker), queries.others(speaker, request.pk)
    placing = queries.tentative(ask, able, spot.starts, spot.ends, spot.form)
    found = assignment.clashes(placing, others.placings, able, ask)
    if hard := [clash for clash in found if clash.hard]:
        raise clashing(hard, others.names.__getitem__)
    if not confirmed:
        outside = not queries.inside(request.tour, spot.starts)
        _refuse_doubtful(doubts(found, others.names.__getitem__, outside=outside), told)
    return placing


def _refuse_doubtful(sentences: list[str], told: bool) -> None:
    if told:
        raise TalkUnderWay(sentences)
    if sentences:
        raise Doubtful(sentences)


def _takes_place(talk: Talk, at: datetime) -> bool:
    """It was agreed, and has begun. One that nobody said yes to is not held, however late it is."""
    return talk.state == Talk.State.HELD or (talk.state == Talk.State.ACCEPTED and talk.starts <= at)


def _speaker(tour: Tour, pk: int) -> Speaker:
    if not Speaker.objects.filter(pk=pk, tour=tour, left_at__isnull=True, person__erased_at__isnull=True).exists():
        raise SpeakerGone
    return queries.one_speaker(pk)


def _keep(tour: Tour, found: Situation, plan: Plan, by: Actor, at: datetime) -> None:
    """Write the plan: a proposal that comes out as it was keeps its row."""
    before = {talk.request_id: talk for talk in Talk.objects.filter(pk__in=found.loose)}
    asked = {ask.id for ask in found.asks}
    new = {one.ask: one for one in plan.placings if one.ask in asked}
    gone = [talk.pk for talk in before.values() if _moved(talk, new.get(talk.request_id))]
    Talk.objects.filter(pk__in=gone).delete()
    kept = {talk.request_id: talk for talk in before.values() if talk.pk not in gone}
    requests = {one.pk: one for one in queries.requests(tour) if one.pk in asked}
    for pk, placing in new.items():
        talk = kept.get(pk) or _talk(requests[pk], placing, _place(requests[pk], placing), "", by, at)
        talk.reason = placing.why.told() if placing.why else {}
        talk.save()
    lacks = {left.ask: left.why.told() for left in plan.left}
    for pk, request in requests.items():
        if request.lack != lacks.get(pk, {}):
            SpeakerRequest.objects.filter(pk=pk).update(lack=lacks.get(pk, {}))


def _own(plan: Plan, found: Situation) -> Plan:
    """The plan, and its figures, without the talks that speakers have in other tours."""
    mine = tuple(one for one in plan.placings if one.ask > 0)
    return replace(
        plan,
        placings=mine,
        councils=len({one.ask for one in mine}),
        first_wishes=sum(one.rank == 1 for one in mine),
        km=assignment.travelled(mine, {able.id: able for able in found.ables}),
    )


def _figures(plan: Plan, found: Situation) -> dict[str, int | bool]:
    """What came of the requests that were open; ``km`` is all that is travelled in the tour."""
    asked = {ask.id for ask in found.asks}
    new = [one for one in plan.placings if one.ask in asked]
    return {
        "asked": len(asked),
        "placed": len(new),
        "left": len(plan.left),
        "first_wishes": sum(one.rank == 1 for one in new),
        "km": plan.km,
        "proved": plan.proved,
    }


def _moved(talk: Talk, placing: Placing | None) -> bool:
    own = (talk.speaker_id, talk.starts, talk.ends, talk.form)
    return placing is None or own != (placing.speaker, placing.starts, placing.ends, placing.form)


def _talk(request: SpeakerRequest, placing: Placing, place: str, link: str, by: Actor, at: datetime) -> Talk:
    return Talk(
        request=request,
        speaker_id=placing.speaker,
        starts=placing.starts,
        ends=placing.ends,
        form=placing.form,
        place=place or _place(request, placing),
        link=link,
        rank=placing.rank,
        km=placing.km,
        state_at=at,
        state_by=str(by),
    )


def _place(request: SpeakerRequest, placing: Placing) -> str:
    return request.place if placing.form == Form.ON_SITE else ""
